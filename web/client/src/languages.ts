import type { Language } from "./types.ts";

export const languages: readonly Language[] = ["en", "tr", "ja", "zh-Hans", "zh-Hant"];

/** The one of ours that a browser's or page's language tag means, if any. */
export function matchLanguage(tag: string | null | undefined): Language | undefined {
  const text = (tag ?? "").toLowerCase().replace(/_/g, "-");
  if (/^zh(-|$)/.test(text)) return /-(hant|tw|hk|mo)\b/.test(text) && !/-hans\b/.test(text) ? "zh-Hant" : "zh-Hans";
  return languages.find((language) => language === text.split("-")[0]);
}
