using Genkan.Storage;

namespace Genkan.Routing.Replay;

/// <summary>What the log holds of a time: how things stood when it began, its units, and what became of every conversation, also after it.</summary>
internal sealed class Recorded
{
    private readonly List<IReadOnlyList<LogRow>> units = [];
    private readonly Dictionary<Guid, Course> courses = [];
    private bool ended;

    /// <summary>UTC milliseconds of the first row.</summary>
    public long BeginsAt { get; private set; }

    /// <summary>How things stood when it began.</summary>
    public Past Past { get; } = new();

    public IReadOnlyList<IReadOnlyList<LogRow>> Units => units;

    public IReadOnlyDictionary<Guid, Course> Courses => courses;

    public static async Task<Recorded> Read(LogStore log, IReadTx tx, SimulationOrder order)
    {
        var recorded = new Recorded();
        var unit = new List<LogRow>();
        var any = false;
        await foreach (var row in log.Read(tx))
        {
            if (!any)
            {
                (recorded.BeginsAt, any) = (row.At, true);
            }

            if (unit.Count > 0 && unit[0].Turn != row.Turn)
            {
                recorded.Hear(unit, order);
                unit = [];
            }

            unit.Add(row);
        }

        if (!any)
        {
            throw new StartRefusedException("Nothing is recorded yet: the log of routing begins with the first request after this version was installed.");
        }

        recorded.Hear(unit, order);
        return recorded.Refused(order);
    }

    private Recorded Refused(SimulationOrder order) => units.Count == 0 && Past.World.Open.Count == 0
        ? throw new StartRefusedException($"Nothing is recorded between these times; the log begins at {DateTimeOffset.FromUnixTimeMilliseconds(BeginsAt):yyyy-MM-dd HH:mm} UTC.")
        : order.From < BeginsAt && order.To <= BeginsAt
            ? throw new StartRefusedException($"The log begins at {DateTimeOffset.FromUnixTimeMilliseconds(BeginsAt):yyyy-MM-dd HH:mm} UTC, after that time.")
            : this;

    private void Hear(List<LogRow> unit, SimulationOrder order)
    {
        // The first unit of the time begins it: a clock that was put back in between does not end it.
        var isBefore = units.Count == 0 && unit[0].At < order.From;
        var isIn = !isBefore && !ended && unit[0].At < order.To;
        ended |= !isBefore && !isIn;
        foreach (var row in unit)
        {
            if (isBefore)
            {
                Past.Hear(row);
            }

            Follow(row, isNew: !ended);
        }

        if (isBefore)
        {
            ForgetWhatIsOver(unit);
        }
        else if (isIn)
        {
            units.Add(unit);
        }
    }

    private void Follow(LogRow row, bool isNew)
    {
        if (row.Kind == LogRow.Asked && isNew)
        {
            courses.TryAdd(row.Subject, new Course());
        }
        else if (!row.IsFact && courses.TryGetValue(row.Subject, out var course))
        {
            course.Hear(row);
        }
    }

    private void ForgetWhatIsOver(List<LogRow> unit)
    {
        foreach (var row in unit.Where(row => row.Kind is LogRow.Ended or LogRow.Left))
        {
            courses.Remove(row.Subject);
        }
    }
}
