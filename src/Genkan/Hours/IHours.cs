using System.Text.Json;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Hours;

/// <summary>
/// Minutes of a day, from its midnight by the clock on the wall there. A span belongs to the day it begins on; one that goes over midnight
/// ends beyond 1440: 22:00 to 02:00 is 1320 to 1560. Midnight at the end of the day is 1440, never 0.
/// </summary>
/// <param name="From">0 to 1439.</param>
/// <param name="To">Later than <paramref name="From"/>, at most 24 hours later. That minute is no longer in it.</param>
public sealed record HoursSpan(int From, int To);

/// <summary>A date that has hours of its own, in place of those of its weekday: none on a holiday.</summary>
/// <param name="Date">As the calendar on the wall there says.</param>
/// <param name="Name">At most 60 characters; may be empty.</param>
/// <param name="Spans">Those that begin on that date; none: closed. What began the day before goes on to its end.</param>
public sealed record HoursException(DateOnly Date, string Name, IReadOnlyList<HoursSpan> Spans);

/// <summary>Opening hours: a week, the exceptions from it, and the time zone both are meant in.</summary>
public sealed record HoursCalendar
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>At most 60 characters.</summary>
    public required string Name { get; init; }

    /// <summary>IANA time zone, like <c>Europe/Istanbul</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>Seven lists, Monday's first.</summary>
    public required IReadOnlyList<IReadOnlyList<HoursSpan>> Week { get; init; }

    /// <summary>In order of their dates, each date once.</summary>
    public required IReadOnlyList<HoursException> Exceptions { get; init; }

    /// <summary>Nothing said yet.</summary>
    internal static HoursCalendar Blank => new() { Id = Guid.Empty, Name = "", Zone = "", Week = [.. Enumerable.Repeat<IReadOnlyList<HoursSpan>>([], 7)], Exceptions = [] };

    /// <summary>A calendar as the door takes it, checked in the same way and kept nowhere.</summary>
    /// <exception cref="Refusal">Field errors.</exception>
    public static HoursCalendar Drawn(string json)
    {
        var check = new FieldCheck();
        var drawn = JsonSerializer.Deserialize<AddCalendarRequest>(json, Wire.Json)!.ApplyTo(Blank with { Name = "drawn" }, check);
        check.Done();
        return drawn;
    }

    /// <summary>Open at that instant (UTC milliseconds)? What the clock on the wall shows twice when it is put back is in the span both times.</summary>
    public bool IsOpen(long at) => OpenHours.IsOpen(this, at);

    /// <summary>The first instant after <paramref name="at"/> at which it opens or closes, UTC milliseconds; null where it never does again.</summary>
    public long? NextChange(long at) => OpenHours.NextChange(this, at);
}

/// <summary>How it is now. Who keeps no calendar is always open.</summary>
/// <param name="Calendar">The one that is kept; null for none.</param>
/// <param name="Open">Open now?</param>
/// <param name="NextChangeAt">When that changes, UTC milliseconds; null where it does not.</param>
public sealed record HoursState(Guid? Calendar, bool Open, long? NextChangeAt)
{
    /// <summary>Of who keeps no calendar.</summary>
    public static readonly HoursState Always = new(null, true, null);
}

/// <summary>Open or closed at one instant, for every site and department of an organisation.</summary>
/// <param name="at">The instant, UTC milliseconds.</param>
/// <param name="sites">Those that keep a calendar.</param>
/// <param name="departments">Those that keep a calendar.</param>
public sealed class HoursTable(long at, IReadOnlyDictionary<Guid, HoursState> sites, IReadOnlyDictionary<Guid, HoursState> departments)
{
    /// <summary>The instant it speaks of.</summary>
    public long At => at;

    /// <summary>Outside its hours a site counts as Away.</summary>
    public HoursState Site(Guid site) => sites.TryGetValue(site, out var state) ? state : HoursState.Always;

    /// <summary>Outside its hours a department takes no new visitors.</summary>
    public HoursState Department(Guid department) => departments.TryGetValue(department, out var state) ? state : HoursState.Always;
}

/// <summary>What keeps hours.</summary>
public enum HoursKeeper
{
    /// <summary>A site.</summary>
    Site,

    /// <summary>A department.</summary>
    Department,
}

/// <summary>What other rooms may ask about opening hours.</summary>
public interface IHours
{
    /// <summary>How it is at <c>tx.Now</c>: one statement while no calendar changes, and one more in the second between a turn and its noting.</summary>
    Task<HoursTable> Read(IReadTx tx);

    /// <summary>The calendars with their rules, for who works with other instants than now (the simulator).</summary>
    Task<IReadOnlyList<HoursCalendar>> Calendars(IReadTx tx);

    /// <summary>Which calendar each site and department keeps.</summary>
    Task<IReadOnlyList<HoursUse>> Uses(IReadTx tx);

    /// <summary>What is gone keeps nothing: to be called in the unit that removes it.</summary>
    Task Forget(ITx tx, HoursKeeper kind, Guid keeper);
}

/// <summary>Who keeps which calendar.</summary>
public sealed record HoursUse(HoursKeeper Kind, Guid Keeper, Guid Calendar);

/// <summary>
/// Filled by Routing. Called in the unit in which hours turn: by the clock (within a second of the instant, on one node, again after a
/// restart if nobody was there to do it), or because an admin changed a calendar or who keeps it.
/// </summary>
public interface IHoursChanges
{
    /// <summary>First of all in the unit, whether or not anything will turn: locks what a decision needs.</summary>
    Task Before(ITx tx);

    /// <summary>The rows are written: what keeps these calendars has opened or closed, or may have.</summary>
    Task After(ITx tx);
}
