using Genkan.Hours;

namespace Genkan.Routing.Replay;

/// <summary>All calendars and who keeps which.</summary>
internal sealed record HoursFact
{
    public IReadOnlyList<HoursCalendar> Calendars { get; init; } = [];

    public IReadOnlyDictionary<Guid, Guid> Sites { get; init; } = new Dictionary<Guid, Guid>();

    public IReadOnlyDictionary<Guid, Guid> Departments { get; init; } = new Dictionary<Guid, Guid>();

    /// <summary>Their names are left out.</summary>
    public static HoursFact Of(IEnumerable<HoursCalendar> calendars, IReadOnlyList<HoursUse> uses) => new()
    {
        Calendars = [.. calendars.OrderBy(c => c.Id).Select(c => c with { Name = "", Exceptions = [.. c.Exceptions.Select(e => e with { Name = "" })] })],
        Sites = Kept(uses, HoursKeeper.Site),
        Departments = Kept(uses, HoursKeeper.Department),
    };

    private static SortedDictionary<Guid, Guid> Kept(IEnumerable<HoursUse> uses, HoursKeeper kind) =>
        new(uses.Where(use => use.Kind == kind).ToDictionary(use => use.Keeper, use => use.Calendar));
}
