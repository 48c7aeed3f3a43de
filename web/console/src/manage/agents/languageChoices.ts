/** Those customers are most often served in; any other tag can be typed. */
const usual = [
  ...["en", "tr", "ja", "zh-Hans", "zh-Hant", "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "es", "et", "fa", "fi"],
  ...["fil", "fr", "he", "hi", "hr", "hu", "id", "it", "ka", "kk", "ko", "lt", "lv", "ms", "nb", "nl", "pl", "pt"],
  ...["pt-BR", "ro", "ru", "sk", "sl", "sr", "sv", "sw", "ta", "th", "uk", "ur", "uz", "vi"],
];

/** The common form of RFC 5646 2.1, as the server takes it. */
const tag = /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,7}$/i;

export interface LanguageChoice {
  value: string;
  label: string;
}

/** The usual ones by name, what is chosen already, and what is being typed where it is a language's tag. */
export function languageChoices(reader: string, chosen: readonly string[], typed: string): LanguageChoice[] {
  const words = new Intl.DisplayNames(reader, { type: "language", fallback: "none" });
  const known = new Set([...usual, ...chosen]);
  const more = wellFormed(typed.trim());
  if (more && nameOf(words, more) && !known.has(more)) known.add(more);
  return [...known]
    .map((value) => ({ value, label: label(words, value) }))
    .sort((a, b) => a.label.localeCompare(b.label, reader));
}

function label(words: Intl.DisplayNames, value: string): string {
  const name = nameOf(words, value);
  return name ? `${name} (${value})` : value;
}

function nameOf(words: Intl.DisplayNames, value: string): string | undefined {
  try {
    return words.of(value);
  } catch {
    return undefined;
  }
}

function wellFormed(text: string): string | null {
  if (!tag.test(text)) return null;
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}
