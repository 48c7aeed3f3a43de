/** Somebody who waits a minute begins to wonder; after three they are about to leave. */
const soon = 60_000;
const late = 180_000;

export type Urgency = "calm" | "soon" | "late";

export function urgencyOf(waited: number): Urgency {
  if (waited >= late) return "late";
  return waited >= soon ? "soon" : "calm";
}
