/** How long a key may be good for, in days; "never" until it is deleted. */
export const keyEnds = ["7", "30", "90", "365", "never"] as const;
export type KeyEnd = (typeof keyEnds)[number];

const day = 86_400_000;

/** When a key made now comes to its end; absent without one. */
export const endOf = (end: KeyEnd, now: number): number | undefined =>
  end === "never" ? undefined : now + Number(end) * day;

export const isOver = (key: { expiresAt: number | null }, now: number): boolean =>
  key.expiresAt !== null && key.expiresAt <= now;
