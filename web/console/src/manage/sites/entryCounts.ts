import type { EntryCount } from "@genkan/client/types";

export interface EntrySummary {
  days: EntryCount[];
  opened: number;
  chatted: number;
  /** Of those who saw the nickname screen, how many went on to chat; null when nobody saw it. */
  ratio: number | null;
}

/** Every day from first to last, also those on which nobody came. */
export function entrySummary(items: readonly EntryCount[], from: string, to: string): EntrySummary {
  const known = new Map(items.map((item) => [item.day, item]));
  const days = daysBetween(from, to).map((day) => known.get(day) ?? { day, opened: 0, chatted: 0 });
  const opened = sum(days, "opened");
  const chatted = sum(days, "chatted");
  return { days, opened, chatted, ratio: ratioOf(opened, chatted) };
}

export const ratioOf = (opened: number, chatted: number): number | null => (opened > 0 ? chatted / opened : null);

/** `days` days that end today, in UTC as the server counts them. */
export function lastDays(now: number, days: number): { from: string; to: string } {
  return { from: dayOf(now - (days - 1) * dayLength), to: dayOf(now) };
}

const dayLength = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += dayLength) days.push(dayOf(at));
  return days;
}

const sum = (days: readonly EntryCount[], what: "opened" | "chatted"): number =>
  days.reduce((total, day) => total + day[what], 0);
