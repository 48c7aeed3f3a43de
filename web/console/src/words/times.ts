import type { Language } from "@genkan/client/types";
import type { Say } from "./Words";

// Formatters are costly to make and are asked for on every row; one of each kind and language is kept.
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language, options);
  formats.set(key, made);
  return made;
}

export const clock = (at: number, language: Language): string =>
  format(language, "clock", { timeStyle: "short" }).format(at);

export const fullTime = (at: number, language: Language): string =>
  format(language, "full", { dateStyle: "medium", timeStyle: "medium" }).format(at);

export const dayLine = (at: number, language: Language): string =>
  format(language, "day", { weekday: "long", day: "numeric", month: "long" }).format(at);

const shortDay = (at: number, language: Language): string =>
  format(language, "short", { day: "numeric", month: "short" }).format(at);

const shortDayAndYear = (at: number, language: Language): string =>
  format(language, "year", { day: "numeric", month: "short", year: "numeric" }).format(at);

/** Today the time, this year the day, before that the year too. */
export function when(at: number, language: Language, now: number): string {
  if (sameDay(at, now)) return clock(at, language);
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? shortDay(at, language)
    : shortDayAndYear(at, language);
}

export const sameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString();

/** "now", "40 s", "3 min", "2 h", "4 d" in the reader's language. */
export function span(milliseconds: number, language: Language, say: Say): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 5) return say("console.now");
  return inUnits(seconds - (seconds < 60 ? seconds % 5 : 0), language);
}

/** How long something took: "40 s", "3 min", "2 h". */
export const length = (milliseconds: number, language: Language): string =>
  inUnits(Math.max(1, Math.round(milliseconds / 1000)), language);

function inUnits(seconds: number, language: Language): string {
  const [amount, unit] = unitOf(seconds);
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(amount);
}

function unitOf(seconds: number): [number, "second" | "minute" | "hour" | "day"] {
  if (seconds < 60) return [seconds, "second"];
  if (seconds < 3600) return [Math.floor(seconds / 60), "minute"];
  if (seconds < 86_400) return [Math.floor(seconds / 3600), "hour"];
  return [Math.floor(seconds / 86_400), "day"];
}
