import { languages, matchLanguage } from "@genkan/client/languages";
import type { Language } from "@genkan/client/types";

const place = "genkan.language";

/** The language chosen here before, else the browser's, else English. */
export function preferredLanguage(): Language {
  const chosen = remembered();
  if (chosen) return chosen;
  for (const tag of navigator.languages) {
    const known = matchLanguage(tag);
    if (known) return known;
  }
  return "en";
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(place, language);
  } catch {
    // Storage may be blocked; the choice then lasts as long as the page, and the account keeps it anyway.
  }
}

function remembered(): Language | undefined {
  try {
    const value = localStorage.getItem(place);
    return languages.find((language) => language === value);
  } catch {
    return undefined;
  }
}
