/** One language's file from texts/, or the part of it a screen needs. */
export type Table = Record<string, string>;
export type Values = Record<string, string | number>;
export type Say = (key: string, values?: Values) => string;

/**
 * Words by key. `{name}` is filled from the values, numbers in the reader's way of writing them; with a number
 * `count` the plural form of the language is chosen by its suffix (`_one`, `_few`, `_other`, …).
 */
export function createSay(table: Table, language: string): Say {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  return (key, values) => {
    const count = values?.count;
    const form =
      typeof count === "number" ? (table[`${key}_${plural.select(count)}`] ?? table[`${key}_other`]) : undefined;
    const text = form ?? table[key] ?? key;
    if (!values) return text;
    return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
      const value = values[name];
      return value === undefined ? hole : typeof value === "number" ? number.format(value) : value;
    });
  };
}

/** Turkish i becomes İ, not I: upper case belongs to the text's language. */
export function upper(text: string, language: string): string {
  return text.toLocaleUpperCase(language);
}
