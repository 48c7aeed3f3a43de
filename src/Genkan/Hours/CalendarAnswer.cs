using System.Globalization;

namespace Genkan.Hours;

/// <summary>A calendar on the wire.</summary>
internal sealed record CalendarAnswer(
    Guid Id, string Name, string Zone, WeekAnswer Week, IReadOnlyList<ExceptionAnswer> Exceptions,
    bool Open, long? NextChangeAt, IReadOnlyList<Guid> Sites, IReadOnlyList<Guid> Departments, long CreatedAt)
{
    public static CalendarAnswer Of(CalendarRow row, IEnumerable<UseRow> uses, long now)
    {
        var (calendar, keepers) = (row.ToCalendar(), uses.Where(use => use.Calendar == row.Id).ToLookup(use => use.Kind, use => use.Target, StringComparer.Ordinal));
        // Rather worked out than read: the noting may be a second late.
        return new CalendarAnswer(
            row.Id, row.Name, row.Zone, WeekAnswer.Of(calendar), [.. calendar.Exceptions.Select(ExceptionAnswer.Of)],
            calendar.IsOpen(now), calendar.NextChange(now), [.. keepers[HoursBook.Word(HoursKeeper.Site)]], [.. keepers[HoursBook.Word(HoursKeeper.Department)]], row.CreatedAt);
    }
}

internal sealed record WeekAnswer(
    IReadOnlyList<HoursSpan> Monday, IReadOnlyList<HoursSpan> Tuesday, IReadOnlyList<HoursSpan> Wednesday, IReadOnlyList<HoursSpan> Thursday,
    IReadOnlyList<HoursSpan> Friday, IReadOnlyList<HoursSpan> Saturday, IReadOnlyList<HoursSpan> Sunday)
{
    public static WeekAnswer Of(HoursCalendar calendar) =>
        new(calendar.Week[0], calendar.Week[1], calendar.Week[2], calendar.Week[3], calendar.Week[4], calendar.Week[5], calendar.Week[6]);
}

internal sealed record ExceptionAnswer(string Date, string Name, IReadOnlyList<HoursSpan> Spans)
{
    public static ExceptionAnswer Of(HoursException exception) => new(exception.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), exception.Name, exception.Spans);
}

/// <summary>What the audit trail says of a calendar: what an admin can set.</summary>
internal sealed record CalendarAudit(string Name, string Zone, WeekAnswer Week, IReadOnlyList<ExceptionAnswer> Exceptions)
{
    public static CalendarAudit Of(HoursCalendar calendar) => new(calendar.Name, calendar.Zone, WeekAnswer.Of(calendar), [.. calendar.Exceptions.Select(ExceptionAnswer.Of)]);
}
