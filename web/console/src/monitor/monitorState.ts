import type {
  Id,
  Monitor,
  MonitorAgent,
  MonitoredVisitor,
  MonitorFigures,
  MonitorGroup,
  MonitorNews,
} from "@genkan/client/types";

/** All that the monitor shows: a look, and what was told since. */
export interface MonitorState {
  seq: number;
  figures: MonitorFigures;
  visitors: ReadonlyMap<Id, MonitoredVisitor>;
  /** How far the server's clock is ahead of this one, in milliseconds: durations are counted on the server's. */
  ahead: number;
}

export const fromLook = (look: Monitor, now: number): MonitorState => ({
  seq: look.seq,
  figures: look.figures,
  visitors: new Map(look.visitors.map((one) => [one.id, one])),
  ahead: look.at - now,
});

/** Null where the list is not known well enough to apply the step: it must be looked at anew. */
export function applyNews(state: MonitorState, news: MonitorNews, now: number): MonitorState | null {
  const { seq, figures, changes } = news;
  const ahead = news.at - now;
  if (changes === undefined) return seq === state.seq ? { ...state, figures, ahead } : null;
  // A fresh look held this already.
  if (seq < state.seq) return state;
  if (changes.since > state.seq) return null;
  if (changes.changed.length === 0 && changes.gone.length === 0) return { ...state, seq, figures, ahead };
  const visitors = new Map(state.visitors);
  for (const one of changes.changed) visitors.set(one.id, one);
  for (const id of changes.gone) visitors.delete(id);
  return { seq, figures, visitors, ahead };
}

// ---------------------------------------------------------------- order

export type Way = "up" | "down";
export interface Order<K extends string> {
  by: K;
  way: Way;
}

/** A second click on the same heading turns the order round. */
export const turned = <K extends string>(order: Order<K>, by: K): Order<K> =>
  order.by === by ? { by, way: order.way === "up" ? "down" : "up" } : { by, way: "up" };

type Key = string | number | null;

/** What has no value comes last either way; equal ones by their id, so that nothing jumps. */
export function sorted<T>(
  items: Iterable<T>,
  keysOf: (one: T) => readonly Key[],
  idOf: (one: T) => Id,
  way: Way,
  language: string,
): T[] {
  const words = new Intl.Collator(language, { numeric: true });
  const sign = way === "up" ? 1 : -1;
  return [...items]
    .map((one) => ({ one, keys: keysOf(one), id: idOf(one) }))
    .sort((a, b) => {
      for (const [at, key] of a.keys.entries()) {
        const other = b.keys[at] ?? null;
        if (key === other) continue;
        if (key === null) return 1;
        if (other === null) return -1;
        const difference = typeof key === "string" ? words.compare(key, String(other)) : Math.sign(key - Number(other));
        if (difference !== 0) return sign * difference;
      }
      return a.id < b.id ? -1 : 1;
    })
    .map(({ one }) => one);
}

/** Who is shown when one department was chosen; null is what belongs to none, undefined everything. */
export function inGroup(
  visitor: MonitoredVisitor,
  department: Id | null | undefined,
  agents: ReadonlyMap<Id, MonitorAgent>,
): boolean {
  if (department === undefined) return true;
  const places =
    visitor.state === "waiting" ? visitor.departments : (agents.get(visitor.agent ?? "")?.departments ?? []);
  return department === null ? places.length === 0 : places.includes(department);
}

/** Statuses in the order of the menu, with how many stand on each; those nobody stands on are left out. */
export function statusCounts(group: MonitorGroup, order: readonly string[]): [status: string, count: number][] {
  const rank = (status: string) => (order.includes(status) ? order.indexOf(status) : order.length);
  return Object.entries(group.agents).sort(([a], [b]) => rank(a) - rank(b));
}
