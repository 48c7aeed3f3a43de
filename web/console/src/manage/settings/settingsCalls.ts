import type { LeftMessagesBy } from "@genkan/client/types";

export interface Settings {
  /** Of the organisation. */
  name: string;
  typingPreview: boolean;
  /** With which name members sign in. */
  signInBy: "both" | "email" | "userName";
  /** Who answers what was left while nobody was there. */
  leftMessagesBy: LeftMessagesBy;
}

interface SettingsCall {
  method: "PUT" | "PATCH";
  path: string;
  body: unknown;
  fields: Partial<Settings>;
}

/** Each room of the server keeps its own settings; one page saves what differs where it belongs. */
export function toCalls(changed: Partial<Settings>): SettingsCall[] {
  const { name, typingPreview, signInBy, leftMessagesBy } = changed;
  const calls: SettingsCall[] = [];
  if (name !== undefined)
    calls.push({
      method: "PATCH",
      path: "/api/organisation",
      body: { name: name.trim() },
      fields: { name: name.trim() },
    });
  if (typingPreview !== undefined)
    calls.push({
      method: "PUT",
      path: "/api/settings/conversations",
      body: { typingPreview },
      fields: { typingPreview },
    });
  if (signInBy !== undefined)
    calls.push({ method: "PUT", path: "/api/settings/signin", body: { by: signInBy }, fields: { signInBy } });
  if (leftMessagesBy !== undefined)
    calls.push({
      method: "PUT",
      path: "/api/settings/leftmessages",
      body: { answeredBy: leftMessagesBy },
      fields: { leftMessagesBy },
    });
  return calls;
}
