import type { Language, Site, Texts } from "@genkan/client/types";
import type { FieldErrors } from "../form/form";
import { isColor } from "./contrast";

/** What can be set of a site; the rest (key, code, addresses) the server makes. */
export type SiteFields = Omit<Site, "id" | "key" | "embedCode" | "chatUrl" | "createdAt">;

export const newSite = (): SiteFields => ({
  name: "",
  origins: [],
  corner: "bottom-right",
  color: "#2f4b8a",
  language: null,
  nicknameForm: true,
  consent: { enabled: false, text: {} },
  greeting: { when: "start", text: {} },
  notice: { enabled: true, text: {} },
  nobody: { first: "form", text: {} },
  storeOnlyAfterOpening: false,
});

export function siteFieldsOf(site: Site): SiteFields {
  const { id: _id, key: _key, embedCode: _code, chatUrl: _url, createdAt: _at, ...fields } = site;
  return fields;
}

/** An emptied text is not sent as "say nothing": the product's own words stand in again. */
export function withText(texts: Texts, language: Language, text: string): Texts {
  const { [language]: _, ...others } = texts;
  return text.trim() ? { ...others, [language]: text } : others;
}

/** What somebody pastes is often a whole address; the origin is its beginning. */
export function originOf(text: string): string | null {
  const given = text.trim();
  if (!given) return null;
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `https://${given}`);
    const named = url.hostname.includes(".") || url.hostname === "localhost" || url.hostname.startsWith("[");
    return /^https?:$/.test(url.protocol) && named && !url.username ? url.origin : null;
  } catch {
    return null;
  }
}

export function checkSite(fields: SiteFields): FieldErrors {
  const errors: FieldErrors = {};
  if (!fields.name.trim()) errors.name = [{ code: "required", message: "" }];
  if (!isColor(fields.color)) errors.color = [{ code: "color_invalid", message: "" }];
  return errors;
}
