import type { Calendar, HoursException, HoursSpan, Weekday } from "@genkan/client/types";
import type { FieldErrors } from "../form/form";

export const weekdays: readonly Weekday[] = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];

/** A span as it stands in the fields: times as `HH:MM`, empty while nothing is typed. */
export interface SpanDraft {
  from: string;
  to: string;
  /** Ends on the day after the one it begins on. */
  next: boolean;
}

export interface DateDraft {
  date: string;
  name: string;
  spans: SpanDraft[];
}

export interface CalendarFields {
  name: string;
  zone: string;
  week: Record<Weekday, SpanDraft[]>;
  exceptions: DateDraft[];
  sites: string[];
  departments: string[];
}

const day = 1440;

const two = (number: number): string => String(number).padStart(2, "0");

/** Minutes of a day as the clock shows them; midnight at its end is 00:00. */
export const clock = (minutes: number): string => `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;

/** Null for what is no time. */
export function minutesOf(time: string): number | null {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  return found && Number(found[1]) * 60 + Number(found[2]);
}

export const draftOf = ({ from, to }: HoursSpan): SpanDraft => ({ from: clock(from), to: clock(to), next: to > day });

/** "To 00:00" can only be the midnight the day ends with. Null while a time is missing. */
export function spanOf({ from, to, next }: SpanDraft): HoursSpan | null {
  const begin = minutesOf(from);
  const end = minutesOf(to);
  if (begin === null || end === null) return null;
  return { from: begin, to: end === 0 || next ? end + day : end };
}

export const fieldsOf = (calendar: Calendar): CalendarFields => ({
  name: calendar.name,
  zone: calendar.zone,
  week: weekOf((weekday) => calendar.week[weekday].map(draftOf)),
  exceptions: calendar.exceptions.map(({ date, name, spans }) => ({ date, name, spans: spans.map(draftOf) })),
  sites: [...calendar.sites].sort(),
  departments: [...calendar.departments].sort(),
});

/** An office to begin with, where this browser is. */
export const newCalendar = (zone: string): CalendarFields => ({
  name: "",
  zone,
  week: weekOf((weekday) =>
    weekday === "saturday" || weekday === "sunday" ? [] : [{ from: "09:00", to: "18:00", next: false }],
  ),
  exceptions: [],
  sites: [],
  departments: [],
});

export function weekOf<T>(of: (weekday: Weekday) => T): Record<Weekday, T> {
  return Object.fromEntries(weekdays.map((weekday) => [weekday, of(weekday)])) as Record<Weekday, T>;
}

/** What a call carries of the fields that are given; who keeps the calendar is told elsewhere. */
export function bodyOf(fields: Partial<CalendarFields>): Record<string, unknown> {
  const { name, zone, week, exceptions } = fields;
  return {
    ...(name !== undefined && { name: name.trim() }),
    ...(zone !== undefined && { zone }),
    ...(week && { week: weekOf((weekday) => spansOf(week[weekday])) }),
    ...(exceptions && {
      exceptions: exceptions.map(
        ({ date, name: words, spans }): HoursException => ({ date, name: words.trim(), spans: spansOf(spans) }),
      ),
    }),
  };
}

const spansOf = (drafts: SpanDraft[]): HoursSpan[] => drafts.map(spanOf).filter((span) => span !== null);

export function checkCalendar({ name, zone, week, exceptions }: CalendarFields): FieldErrors {
  const errors: FieldErrors = {};
  const wrong = (field: string, code: string) => {
    errors[field] = [{ code, message: "" }];
  };
  if (!name.trim()) wrong("name", "required");
  if (!zone) wrong("zone", "required");
  for (const weekday of weekdays) checkSpans(week[weekday], (code) => wrong(`week.${weekday}`, code));
  exceptions.forEach(({ date, spans }, index) => {
    if (!date) wrong(`exceptions.${index}.date`, "required");
    else if (exceptions.findIndex((other) => other.date === date) < index)
      wrong(`exceptions.${index}.date`, "date_twice");
    checkSpans(spans, (code) => wrong(`exceptions.${index}.spans`, code));
  });
  return errors;
}

function checkSpans(drafts: SpanDraft[], wrong: (code: string) => void): void {
  const spans = drafts.map(spanOf);
  if (spans.some((span) => span === null)) wrong("required");
  else if (spans.some((span) => span && span.to <= span.from)) wrong("hours_end_before_begin");
}

/** The next span one would add to a day: an afternoon after a morning, else office hours. */
export function nextSpan(spans: SpanDraft[]): SpanDraft {
  const last = spans.at(-1);
  const end = last && !last.next ? minutesOf(last.to) : null;
  if (!last || !end || end > day - 120) return { from: "09:00", to: "18:00", next: false };
  return { from: clock(end + 60), to: clock(Math.min(end + 300, day - 1)), next: false };
}

/** Dates by another list in place of those there already; in their order. */
export function withDates(there: DateDraft[], more: { date: string; name: string }[]): DateDraft[] {
  const known = new Set(there.map(({ date }) => date));
  const fresh = more.filter(({ date }) => !known.has(date)).map(({ date, name }) => ({ date, name, spans: [] }));
  return [...there, ...fresh].sort((a, b) => a.date.localeCompare(b.date));
}
