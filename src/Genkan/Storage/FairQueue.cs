namespace Genkan.Storage;

/// <summary>
/// What waits for the one writer, a line for each organisation, taken in turn: whoever sends a thousand units at once
/// waits behind them alone. Within a line the first comes first.
/// </summary>
internal sealed class FairQueue<T>
{
    /// <summary>One organisation's: some seconds of writing on a slow disk, and a fifth of all.</summary>
    public const int MostOfOne = 4000;

    private const int MostOfAll = 20_000;

    private readonly object gate = new();
    private readonly Dictionary<Guid, Queue<T>> lines = [];
    private readonly Queue<Guid> turns = new();
    private int count;
    private bool closed;

    /// <summary>Joins the end of this line.</summary>
    /// <exception cref="TooBusyException">The line, or the whole, is full.</exception>
    /// <exception cref="CannotWriteException">Closed.</exception>
    public void Add(Guid whose, T unit)
    {
        lock (gate)
        {
            if (closed)
            {
                throw new CannotWriteException("The store is being closed.");
            }

            var line = lines.GetValueOrDefault(whose) ?? (lines[whose] = new Queue<T>());
            if (line.Count >= MostOfOne || count >= MostOfAll)
            {
                throw new TooBusyException();
            }

            if (line.Count == 0)
            {
                turns.Enqueue(whose);
            }

            line.Enqueue(unit);
            count++;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>How many wait, in all lines.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return count;
            }
        }
    }

    /// <summary>The first of the line whose turn it is.</summary>
    public bool TryTake(out T unit)
    {
        lock (gate)
        {
            if (!turns.TryDequeue(out var whose))
            {
                unit = default!;
                return false;
            }

            var line = lines[whose];
            unit = line.Dequeue();
            count--;
            if (line.Count > 0)
            {
                turns.Enqueue(whose);
            }
            else
            {
                lines.Remove(whose);
            }

            return true;
        }
    }

    /// <summary>Waits until something is there. False after this long, and when the queue is closed and empty.</summary>
    public bool Wait(TimeSpan atMost)
    {
        lock (gate)
        {
            if (count == 0 && !closed)
            {
                Monitor.Wait(gate, atMost);
            }

            return count > 0;
        }
    }

    /// <summary>Nothing will be added any more, and nothing is left?</summary>
    public bool IsDone
    {
        get
        {
            lock (gate)
            {
                return closed && count == 0;
            }
        }
    }

    /// <summary>What is there is still taken; nothing joins.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
        }
    }
}
