import type { Language } from "@genkan/client/types";

type Table = () => Promise<{ default: Record<string, string> }>;

/** A visitor fetches one language. The build leaves only what the window can say in each file. */
export const texts: Record<Language, Table> = {
  en: () => import("../../../../texts/en.json"),
  tr: () => import("../../../../texts/tr.json"),
  ja: () => import("../../../../texts/ja.json"),
  "zh-Hans": () => import("../../../../texts/zh-Hans.json"),
  "zh-Hant": () => import("../../../../texts/zh-Hant.json"),
};
