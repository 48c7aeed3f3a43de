/** How conversations are distributed, and when silence ends one; two rooms of the server keep it, one page shows it. */
export interface Distribution {
  chat: "automatic" | "pool";
  mail: "automatic" | "pool";
  choice: "fewest" | "inTurn";
  affinity: boolean;
  regions: boolean;
  ceiling: number | null;
  aboveOwnLimit: boolean;
  graceSeconds: number;
  offerSeconds: number | null;
  missesUntilAway: number;
  transferList: "tree" | "plain";
  silenceMinutes: number | null;
}

interface Talk {
  typingPreview: boolean;
  /** 0 for never. */
  silenceMinutes: number;
}

export async function fetchDistribution(get: <T>(path: string) => Promise<T>): Promise<Distribution> {
  const [policy, { silenceMinutes }] = await Promise.all([
    get<Omit<Distribution, "silenceMinutes">>("/api/settings/routing"),
    get<Talk>("/api/settings/conversations"),
  ]);
  return { ...policy, silenceMinutes: silenceMinutes || null };
}

/** Saves what differs where it belongs. */
export async function saveDistribution(
  { silenceMinutes, ...changed }: Partial<Distribution>,
  draft: Distribution,
  put: (path: string, body: unknown) => Promise<unknown>,
): Promise<void> {
  const { silenceMinutes: _, ...policy } = draft;
  if (Object.keys(changed).length > 0) await put("/api/settings/routing", policy);
  if (silenceMinutes !== undefined) await put("/api/settings/conversations", { silenceMinutes: silenceMinutes ?? 0 });
}
