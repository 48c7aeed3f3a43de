using NodaTime;
using NodaTime.TimeZones;

namespace Genkan.Hours;

/// <summary>Open or closed, and until when: pure functions of a calendar and an instant.</summary>
internal static class OpenHours
{
    /// <summary>A span ends within the day after the one it begins on; one day more for zones that once left out a whole date.</summary>
    private const int DaysBack = 2;

    /// <summary>A week with anything in it has changed its state within two.</summary>
    private const int DaysAhead = 15;

    /// <summary>
    /// A wall clock's time that does not exist because the clock was put forward is the instant at which it was; one that is there twice
    /// begins a span at the first time and ends one at the second, so that nobody is sent away in an hour that is announced as open.
    /// </summary>
    private static readonly ZoneLocalMappingResolver AsBeginning = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);
    private static readonly ZoneLocalMappingResolver AsEnd = Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnStartOfIntervalAfter);

    public static DateTimeZone? ZoneOf(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);

    public static bool IsOpen(HoursCalendar calendar, long at)
    {
        var days = new Days(calendar);
        var today = days.DateAt(at);
        return days.Spans(today.PlusDays(-DaysBack), today).Any(span => span.From <= at && at < span.To);
    }

    public static long? NextChange(HoursCalendar calendar, long at)
    {
        var days = new Days(calendar);
        foreach (var (first, last) in Looks(calendar, days.DateAt(at)))
        {
            var (begin, end) = (days.StartOf(first), days.StartOf(last));
            // What begins before the look or ends after it is taken along, so that the edges of the look are none of the opening.
            foreach (var edge in Merged(days.Spans(first.PlusDays(-DaysBack), last.PlusDays(1))).SelectMany(span => new[] { span.From, span.To }))
            {
                if (edge > at && edge >= begin && edge <= end)
                {
                    return edge;
                }
            }
        }

        return null;
    }

    /// <summary>Where a change can be: in the two weeks from today, and from each exception on. Between these one week is as the other.</summary>
    private static IEnumerable<(LocalDate First, LocalDate Last)> Looks(HoursCalendar calendar, LocalDate today)
    {
        var (first, last) = (today, today.PlusDays(DaysAhead));
        foreach (var date in calendar.Exceptions.Select(e => LocalDate.FromDateOnly(e.Date)).Where(date => date > today))
        {
            if (date > last)
            {
                yield return (first, last);
                first = date;
            }

            last = date.PlusDays(DaysAhead);
        }

        yield return (first, last);
    }

    private static IEnumerable<(long From, long To)> Merged(IEnumerable<(long From, long To)> spans)
    {
        (long From, long To)? open = null;
        foreach (var span in spans.OrderBy(span => span.From))
        {
            if (open is { } so && span.From <= so.To)
            {
                open = (so.From, Math.Max(so.To, span.To));
                continue;
            }

            if (open is { } done)
            {
                yield return done;
            }

            open = span;
        }

        if (open is { } last)
        {
            yield return last;
        }
    }

    /// <summary>The days of a calendar as instants.</summary>
    private sealed class Days(HoursCalendar calendar)
    {
        private readonly DateTimeZone zone = ZoneOf(calendar.Zone) ?? DateTimeZone.Utc;
        private readonly Dictionary<LocalDate, HoursException> exceptions = calendar.Exceptions.ToDictionary(e => LocalDate.FromDateOnly(e.Date));

        public LocalDate DateAt(long at) => Instant.FromUnixTimeMilliseconds(at).InZone(zone).Date;

        public long StartOf(LocalDate date) => date.AtStartOfDayInZone(zone).ToInstant().ToUnixTimeMilliseconds();

        /// <summary>Those that begin on these dates, both included.</summary>
        public IEnumerable<(long From, long To)> Spans(LocalDate first, LocalDate last)
        {
            for (var date = first; date <= last; date = date.PlusDays(1))
            {
                var spans = exceptions.TryGetValue(date, out var exception) ? exception.Spans : calendar.Week[(int)date.DayOfWeek - 1];
                foreach (var span in spans)
                {
                    var (from, to) = (At(date, span.From, AsBeginning), At(date, span.To, AsEnd));
                    if (from < to)
                    {
                        yield return (from, to);
                    }
                }
            }
        }

        private long At(LocalDate date, int minutes, ZoneLocalMappingResolver resolver) =>
            date.AtMidnight().PlusMinutes(minutes).InZone(zone, resolver).ToInstant().ToUnixTimeMilliseconds();
    }
}
