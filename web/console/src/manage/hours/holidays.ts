/** A day that a calendar file names. */
export interface Holiday {
  /** `YYYY-MM-DD` */
  date: string;
  name: string;
}

/** Lists of public holidays of ten years are 100 KB at most. */
export const longestFile = 1_000_000;
const longestName = 60;
/** An event over more days than this is a season, not a holiday. */
const mostDays = 31;
const mostFound = 400;

/**
 * The whole-day events of an iCalendar file (RFC 5545): DTSTART and DTEND as dates, the end not included. Rules of repetition are
 * not followed; lists of public holidays name each year's date. From `since` on, each date once.
 */
export function holidaysOf(text: string, since: string): Holiday[] {
  const found = new Map<string, string>();
  let event: { start?: string; end?: string; name: string } | null = null;
  for (const line of unfolded(text)) {
    const { name, parameters, value } = parted(line);
    if (name === "BEGIN" && value === "VEVENT") event = { name: "" };
    else if (name === "END" && value === "VEVENT") {
      for (const date of event?.start ? days(event.start, event.end) : [])
        if (date >= since && !found.has(date) && found.size < mostFound) found.set(date, event?.name ?? "");
      event = null;
    } else if (event && name === "SUMMARY") event.name = words(value);
    else if (event && name === "DTSTART" && isDate(parameters, value)) event.start = value;
    else if (event && name === "DTEND" && isDate(parameters, value)) event.end = value;
  }
  return [...found].map(([date, name]) => ({ date, name })).sort((a, b) => a.date.localeCompare(b.date));
}

/** Long lines are broken, and go on after a space or tab (3.1). */
const unfolded = (text: string): string[] => text.replace(/\r?\n[ \t]/g, "").split(/\r?\n/);

function parted(line: string): { name: string; parameters: string; value: string } {
  const colon = line.indexOf(":");
  const head = colon < 0 ? line : line.slice(0, colon);
  const semicolon = head.indexOf(";");
  return {
    name: (semicolon < 0 ? head : head.slice(0, semicolon)).trim().toUpperCase(),
    parameters: semicolon < 0 ? "" : head.slice(semicolon).toUpperCase(),
    value: colon < 0 ? "" : line.slice(colon + 1).trim(),
  };
}

const isDate = (parameters: string, value: string): boolean =>
  /^\d{8}$/.test(value) && !parameters.includes("VALUE=DATE-TIME");

/** Texts escape commas, semicolons, backslashes and line breaks (3.3.11). */
const words = (value: string): string =>
  value
    .replace(/\\n/gi, " ")
    .replace(/\\([,;\\])/g, "$1")
    .trim()
    .slice(0, longestName);

function days(start: string, end: string | undefined): string[] {
  const first = instant(start);
  if (first === null) return [];
  const last = end ? instant(end) : null;
  const count = last === null || last <= first ? 1 : Math.round((last - first) / 86_400_000);
  return count > mostDays
    ? []
    : Array.from({ length: count }, (_, index) => new Date(first + index * 86_400_000).toISOString().slice(0, 10));
}

/** Null for a date no calendar has. */
function instant(date: string): number | null {
  const text = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : at;
}
