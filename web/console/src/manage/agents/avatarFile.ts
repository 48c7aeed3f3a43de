/** The same kinds and size the server takes; saying so beforehand spares an upload in vain. */
export const avatarKinds = ["image/png", "image/jpeg", "image/webp"] as const;
export const avatarBytes = 256 * 1024;

export function refusalOf(file: { type: string; size: number }): "kind" | "size" | null {
  if (!(avatarKinds as readonly string[]).includes(file.type)) return "kind";
  return file.size > avatarBytes ? "size" : null;
}
