using Genkan.Storage;

namespace Genkan.Hours;

/// <summary>The face of this room, and what its doors and its clock share: noting that a calendar turns.</summary>
internal sealed class HoursBook(IJobs jobs, IEnumerable<IHoursChanges> listeners) : IHours
{
    public const string Job = "hours.turn";

    /// <summary>Whoever writes a calendar, or who keeps one, says that this changed.</summary>
    public const string Subject = "hours";

    /// <summary>Longer is not slept: the rules of a time zone may change under a calendar with an update of the program.</summary>
    private const long LongestSleep = 24L * 3_600_000;

    private readonly KeptFacts<IReadOnlyList<StateRow>> kept = new(Subject);

    public static string Word(HoursKeeper kind) => kind == HoursKeeper.Site ? "site" : "department";

    public async Task<HoursTable> Read(IReadTx tx)
    {
        var states = await kept.Read(tx, HoursStore.States);
        var late = states.Any(row => row.NextAt <= tx.Now) ? (await HoursStore.All(tx)).ToDictionary(row => row.Id) : null;
        return new HoursTable(tx.Now, Of(HoursKeeper.Site), Of(HoursKeeper.Department));

        Dictionary<Guid, HoursState> Of(HoursKeeper kind) => states.Where(row => row.Kind == Word(kind)).ToDictionary(row => row.Target, row => State(row, late, tx.Now));
    }

    public async Task<IReadOnlyList<HoursCalendar>> Calendars(IReadTx tx) => [.. (await HoursStore.All(tx)).Select(row => row.ToCalendar())];

    public async Task<IReadOnlyList<HoursUse>> Uses(IReadTx tx) =>
        [.. (await HoursStore.Uses(tx)).Select(row => new HoursUse(row.Kind == Word(HoursKeeper.Site) ? HoursKeeper.Site : HoursKeeper.Department, row.Target, row.Calendar))];

    public Task Forget(ITx tx, HoursKeeper kind, Guid keeper) => HoursStore.Unuse(tx, Word(kind), keeper);

    /// <summary>First of all in a unit that may turn something.</summary>
    public async Task Before(ITx tx)
    {
        foreach (var listener in listeners)
        {
            await listener.Before(tx);
        }
    }

    /// <summary>The rows are written.</summary>
    public async Task After(ITx tx)
    {
        foreach (var listener in listeners)
        {
            await listener.After(tx);
        }
    }

    /// <summary>
    /// Notes how a calendar is now and sets the clock for when that changes. Says whether it turned. As often as one likes: what is
    /// noted already is not noted again.
    /// </summary>
    public async Task<bool> Note(ITx tx, CalendarRow before, HoursCalendar calendar, Actor by)
    {
        var after = CalendarRow.Of(calendar, tx.Now, before.MadeFrom, before.CreatedAt);
        if (after != before)
        {
            await HoursStore.Update(tx, after);
        }

        await SetClock(tx, after);
        if (after.IsOpen == before.IsOpen)
        {
            return false;
        }

        tx.Append(HoursEvents.TurnedNow(by, calendar.Id, after.IsOpen != 0, after.NextAt));
        return true;
    }

    public async Task SetClock(ITx tx, CalendarRow row)
    {
        if (row.NextAt is { } next)
        {
            await jobs.Queue(tx, JobIds.Of(Job, row.Id), Job, new HoursTurn(row.Id), Math.Min(next, tx.Now + LongestSleep));
        }
        else
        {
            await StopClock(tx, row.Id);
        }
    }

    public Task StopClock(ITx tx, Guid calendar) => jobs.Cancel(tx, JobIds.Of(Job, calendar));

    private static HoursState State(StateRow row, Dictionary<Guid, CalendarRow>? late, long now)
    {
        if (row.NextAt > now || row.NextAt is null || late?.GetValueOrDefault(row.Calendar)?.ToCalendar() is not { } calendar)
        {
            return new HoursState(row.Calendar, row.IsOpen != 0, row.NextAt);
        }

        return new HoursState(row.Calendar, calendar.IsOpen(now), calendar.NextChange(now));
    }
}

internal sealed record HoursTurn(Guid Calendar);
