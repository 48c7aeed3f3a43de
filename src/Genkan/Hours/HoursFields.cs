using System.Globalization;
using Genkan.Doors;

namespace Genkan.Hours;

internal sealed record SpanFields(int From, int To);

internal sealed record WeekFields(
    IReadOnlyList<SpanFields?>? Monday = null,
    IReadOnlyList<SpanFields?>? Tuesday = null,
    IReadOnlyList<SpanFields?>? Wednesday = null,
    IReadOnlyList<SpanFields?>? Thursday = null,
    IReadOnlyList<SpanFields?>? Friday = null,
    IReadOnlyList<SpanFields?>? Saturday = null,
    IReadOnlyList<SpanFields?>? Sunday = null)
{
    public static readonly string[] Names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    public IReadOnlyList<SpanFields?>?[] Days() => [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday];
}

internal sealed record ExceptionFields(string? Date = null, string? Name = null, IReadOnlyList<SpanFields?>? Spans = null);

/// <summary>What an admin may set of a calendar. What is absent stays as it is; a week and a list of exceptions come whole.</summary>
internal abstract record CalendarFields
{
    public const int LongestName = 60;
    public const int MostExceptions = 400;

    // A day cut into more pieces is a mistake, or belongs into the duty roster.
    public const int MostSpans = 8;
    private const int Day = 1440;
    private const int LongestZone = 64;
    private static readonly DateOnly Earliest = new(2000, 1, 1);
    private static readonly DateOnly Latest = new(2100, 12, 31);

    public string? Name { get; init; }

    public string? Zone { get; init; }

    public WeekFields? Week { get; init; }

    public IReadOnlyList<ExceptionFields?>? Exceptions { get; init; }

    /// <summary>The calendar with these fields in it; what is wrong with them is told to <paramref name="check"/>.</summary>
    public HoursCalendar ApplyTo(HoursCalendar calendar, FieldCheck check) => calendar with
    {
        Name = Name is null && calendar.Name.Length > 0 ? calendar.Name : check.Text("name", Name, LongestName),
        Zone = Zone is null && calendar.Zone.Length > 0 ? calendar.Zone : CheckZone(check),
        Week = Week is null ? calendar.Week : CheckWeek(Week, check),
        Exceptions = Exceptions is null ? calendar.Exceptions : CheckExceptions(Exceptions, check),
    };

    private string CheckZone(FieldCheck check)
    {
        var zone = check.Text("zone", Zone, LongestZone);
        if (zone.Length is > 0 and <= LongestZone && OpenHours.ZoneOf(zone) is null)
        {
            check.Wrong("zone", "zone_unknown");
        }

        return zone;
    }

    private static List<IReadOnlyList<HoursSpan>> CheckWeek(WeekFields fields, FieldCheck check)
    {
        var week = fields.Days().Select((spans, day) => CheckSpans($"week.{WeekFields.Names[day]}", spans, check)).ToList<IReadOnlyList<HoursSpan>>();
        for (var day = 0; day < week.Count; day++)
        {
            // What goes on after midnight may run into the next day's first span; the week is a ring.
            var next = week[(day + 1) % week.Count];
            if (week[day].Count > 0 && next.Count > 0 && week[day][^1].To - Day > next[0].From)
            {
                check.Wrong($"week.{WeekFields.Names[(day + 1) % week.Count]}", "hours_overlap");
            }
        }

        return week;
    }

    /// <summary>In order of their beginning.</summary>
    private static List<HoursSpan> CheckSpans(string field, IReadOnlyList<SpanFields?>? given, FieldCheck check)
    {
        var spans = (given ?? []).OfType<SpanFields>().Select(span => new HoursSpan(span.From, span.To)).OrderBy(span => span.From).ToList();
        if (spans.Count > MostSpans || given?.Count > MostSpans)
        {
            check.Wrong(field, "too_many_spans", ("max", MostSpans.ToString(CultureInfo.InvariantCulture)));
            return [];
        }

        if (spans.Exists(span => span.From is < 0 or >= Day || span.To < 0 || span.To > span.From + Day))
        {
            check.Wrong(field, "hours_invalid");
        }
        else if (spans.Exists(span => span.To <= span.From))
        {
            check.Wrong(field, "hours_end_before_begin");
        }
        else if (spans.Zip(spans.Skip(1)).Any(pair => pair.First.To > pair.Second.From))
        {
            check.Wrong(field, "hours_overlap");
        }

        return spans;
    }

    private static List<HoursException> CheckExceptions(IReadOnlyList<ExceptionFields?> given, FieldCheck check)
    {
        if (given.Count > MostExceptions)
        {
            check.Wrong("exceptions", "too_many_exceptions", ("max", MostExceptions.ToString(CultureInfo.InvariantCulture)));
            return [];
        }

        var exceptions = new Dictionary<DateOnly, HoursException>();
        for (var i = 0; i < given.Count; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"exceptions.{i}");
            var date = CheckDate($"{field}.date", given[i]?.Date, check);
            var exception = new HoursException(date, check.Optional($"{field}.name", given[i]?.Name, LongestName) ?? "", CheckSpans($"{field}.spans", given[i]?.Spans, check));
            if (!exceptions.TryAdd(date, exception) && date != default)
            {
                check.Wrong($"{field}.date", "date_twice");
            }
        }

        return [.. exceptions.Values.OrderBy(exception => exception.Date)];
    }

    private static DateOnly CheckDate(string field, string? text, FieldCheck check)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date >= Earliest && date <= Latest)
        {
            return date;
        }

        check.Wrong(field, string.IsNullOrEmpty(text) ? "required" : "date_invalid");
        return default;
    }
}
