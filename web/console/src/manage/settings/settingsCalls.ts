export interface Settings {
  /** Of the organisation. */
  name: string;
  typingPreview: boolean;
  /** With which name members sign in. */
  signInBy: "both" | "email" | "userName";
}

interface SettingsCall {
  method: "PUT" | "PATCH";
  path: string;
  body: unknown;
  fields: Partial<Settings>;
}

/** Each room of the server keeps its own settings; one page saves what differs where it belongs. */
export function toCalls(changed: Partial<Settings>): SettingsCall[] {
  const { name, typingPreview, signInBy } = changed;
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
  return calls;
}
