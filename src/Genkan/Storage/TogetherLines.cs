using System.Collections.Concurrent;

namespace Genkan.Storage;

/// <summary>
/// What waits to be run together, a line for each organisation. While one group commits the next asks its questions; whatever comes meanwhile waits for
/// the group after that. So groups grow with what there is to do, and who comes alone waits for nobody.
/// </summary>
internal sealed class TogetherLines(Func<IReadOnlyList<WaitingUnit>, Task> run, ILogger log)
{
    /// <summary>More in one group make the first wait longer than the round trips and commits they save.</summary>
    internal const int GroupSize = 64;

    /// <summary>Groups of one organisation under way: one that commits, and one that asks.</summary>
    private const int AtOnce = 2;

    private readonly ConcurrentDictionary<Guid, Line> lines = new();

    /// <summary>Joins the end of its organisation's line.</summary>
    /// <exception cref="TooBusyException">The line is full.</exception>
    public void Add(WaitingUnit unit)
    {
        // As many lines as organisations: none is ever taken away.
        var line = lines.GetOrAdd(unit.Organisation!.Value.Value, static _ => new Line());
        lock (line)
        {
            if (line.Waiting.Count >= FairQueue<object>.MostOfOne)
            {
                throw new TooBusyException();
            }

            line.Waiting.AddLast(unit);
            if (line.Groups == AtOnce)
            {
                return;
            }

            line.Groups++;
        }

        // A group serves many callers: it belongs to none of their requests.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(() => Serve(line));
        }
    }

    private async Task Serve(Line line)
    {
        while (Take(line) is { Count: > 0 } group)
        {
            try
            {
                await run(group);
            }
            catch (Exception fault)
            {
                // A group answers its own callers; what ends here must not end the line.
                log.LogError(fault, "A group met a fault after its answers");
            }

            lock (line)
            {
                group.ForEach(unit => line.Busy.Remove(unit.About));
            }
        }
    }

    /// <summary>The first that wait, each about something nobody is busy with. None: this group's place is free again.</summary>
    private static List<WaitingUnit> Take(Line line)
    {
        lock (line)
        {
            var group = new List<WaitingUnit>();
            for (var next = line.Waiting.First; next is not null && group.Count < GroupSize;)
            {
                var unit = next;
                next = next.Next;
                if (line.Busy.Add(unit.Value.About))
                {
                    group.Add(unit.Value);
                    line.Waiting.Remove(unit);
                }
            }

            if (group.Count == 0)
            {
                line.Groups--;
            }

            return group;
        }
    }

    private sealed class Line
    {
        public readonly LinkedList<WaitingUnit> Waiting = new();
        public readonly HashSet<Guid> Busy = [];
        public int Groups;
    }
}
