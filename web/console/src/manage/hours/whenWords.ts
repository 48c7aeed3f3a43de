const day = 86_400_000;

/** The time where it is meant, with as much of the date as one needs to know which day. */
export function whenWords(at: number, now: number, zone: string, language: string): string {
  const time: Intl.DateTimeFormatOptions = { timeZone: zone, hour: "2-digit", minute: "2-digit" };
  const dateOf = (instant: number) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(instant);
  const date: Intl.DateTimeFormatOptions =
    dateOf(at) === dateOf(now)
      ? {}
      : at - now < 6 * day
        ? { weekday: "short" }
        : { day: "numeric", month: "short", year: "numeric" };
  return new Intl.DateTimeFormat(language, { ...date, ...time }).format(at);
}
