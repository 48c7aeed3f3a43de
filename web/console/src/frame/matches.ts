import type { Language } from "@genkan/client/types";

/** Every typed word stands somewhere in the text, whatever the case and the accents; i and ı are one in Turkish search. */
export function matches(text: string, typed: string, language: Language): boolean {
  const here = plain(text, language);
  return plain(typed, language)
    .split(/\s+/)
    .every((word) => here.includes(word));
}

const plain = (text: string, language: Language): string =>
  text
    .toLocaleLowerCase(language)
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .replace(/ı/g, "i")
    .trim();
