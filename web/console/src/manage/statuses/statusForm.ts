import type { StatusBrief } from "@genkan/client/types";

export interface StatusSettings {
  statuses: StatusBrief[];
  /** A status' key, or "last". */
  initialStatus: string;
}

export const flags = ["automatic", "pick", "accept", "transfer"] as const;
export type Flag = (typeof flags)[number];

/** Who is signed out stands there too: nothing may come to somebody who is not there. */
export const letsNothing = (status: StatusBrief): boolean => status.key === "offline";

export const withStatus = (list: readonly StatusBrief[], key: string, patch: Partial<StatusBrief>): StatusBrief[] =>
  list.map((one) => (one.key === key ? { ...one, ...patch } : one));

/** One call for each status that differs, with what differs. */
export function toPatches(
  saved: readonly StatusBrief[],
  draft: readonly StatusBrief[],
): { key: string; body: Partial<StatusBrief> }[] {
  return draft.flatMap((now) => {
    const before = saved.find(({ key }) => key === now.key);
    if (!before) return [];
    const body: Partial<StatusBrief> = {};
    for (const flag of flags) if (now[flag] !== before[flag]) body[flag] = now[flag];
    const name = now.name?.trim();
    if (name !== undefined && name !== before.name) body.name = name;
    return Object.keys(body).length > 0 ? [{ key: now.key, body }] : [];
  });
}
