/**
 * The server's policy (`require-trusted-types-for 'script'; trusted-types default`) lets no string become markup or
 * script. One place needs it: Mantine hands its style sheets to style elements as markup. What holds no
 * `<` can become no element wherever it is put; anything else is refused, and reported by the browser.
 */
interface Factory {
  createPolicy(name: string, rules: { createHTML: (text: string) => string | null }): unknown;
}

export const onlyText = (text: string): string | null => (text.includes("<") ? null : text);

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
factory?.createPolicy("default", { createHTML: onlyText });
