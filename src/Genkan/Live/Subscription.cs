using System.Text.Json;
using System.Threading.Tasks.Sources;
using Genkan.Storage;

namespace Genkan.Live;

/// <summary>
/// What waits for one stream. Events are references into the shared tail; a reader that falls too far behind drops
/// them and reads the journal from its cursor. Signals are at most 64, the oldest dropped. Standing values replace
/// each other by key. Ten thousand of these rest most of the time: what is not needed is not there.
/// </summary>
internal sealed class Subscription(Listener listener) : IValueTaskSource
{
    /// <summary>More than a busy second of one conversation; beyond it reading the journal is cheaper than holding.</summary>
    private const int MostEvents = 256;

    private const int MostSignals = 64;

    private readonly Lock gate = new();
    private List<JournalEvent>? events;
    private Queue<Frame>? signals;
    private Dictionary<string, Frame>? standing;
    private ManualResetValueTaskSourceCore<bool> news = new() { RunContinuationsAsynchronously = true };
    private string? closing;
    private bool somethingWaits;
    private bool somebodyWaits;
    private bool overrun;
    private bool again;
    private bool beat;
    private int doubts = 1;
    private int doubtsSettled;

    public Listener Listener { get; set; } = listener;

    /// <summary>When the next heartbeat is due, on the server's clock in milliseconds; 0 while the stream has not begun.</summary>
    public long NextBeat { get; set; }

    /// <summary>
    /// The listener's rights may have changed and are to be asked again. Also at first: who was shown out between
    /// knocking and joining was not there yet to be told.
    /// </summary>
    public bool InDoubt => Volatile.Read(ref doubts) != Volatile.Read(ref doubtsSettled);

    public void Doubt() => Interlocked.Increment(ref doubts);

    /// <summary>How many doubts there are; to be read before asking, so that one which comes meanwhile stays.</summary>
    public int Doubts => Volatile.Read(ref doubts);

    public void Settle(int asked) => Volatile.Write(ref doubtsSettled, asked);

    public void Give(JournalEvent happened)
    {
        lock (gate)
        {
            if (overrun)
            {
                return;
            }

            if (events?.Count >= MostEvents)
            {
                events = null;
                overrun = true;
            }
            else
            {
                (events ??= []).Add(happened);
            }

            Wake();
        }
    }

    public void Signal(Frame frame)
    {
        lock (gate)
        {
            signals ??= new Queue<Frame>();
            if (signals.Count >= MostSignals)
            {
                signals.Dequeue();
            }

            signals.Enqueue(frame);
            Wake();
        }
    }

    public void Stand(string key, Frame frame)
    {
        lock (gate)
        {
            (standing ??= new Dictionary<string, Frame>(StringComparer.Ordinal))[key] = frame;
            Wake();
        }
    }

    /// <summary>A value worked out since this joined: one that came meanwhile is newer and stays.</summary>
    public void StandUnlessNewer(string key, Frame frame)
    {
        lock (gate)
        {
            (standing ??= new Dictionary<string, Frame>(StringComparer.Ordinal)).TryAdd(key, frame);
            Wake();
        }
    }

    public void Close(string reason)
    {
        lock (gate)
        {
            closing ??= reason;
            Wake();
        }
    }

    /// <summary>The standing values are to be given whole again.</summary>
    public void TellAgain()
    {
        lock (gate)
        {
            again = true;
            Wake();
        }
    }

    /// <summary>A heartbeat is due.</summary>
    public void Beat()
    {
        lock (gate)
        {
            beat = true;
            Wake();
        }
    }

    /// <summary>Whoever waits looks up: the client has gone, the server stops, or the waiting is over.</summary>
    public void Nudge()
    {
        lock (gate)
        {
            Wake();
        }
    }

    /// <summary>Takes all that waits.</summary>
    public News Take()
    {
        lock (gate)
        {
            var taken = new News(events, standing?.Values, signals, overrun, again, beat, closing);
            (events, standing, signals) = (null, null, null);
            overrun = again = beat = somethingWaits = false;
            return taken;
        }
    }

    /// <summary>Completes when something waits. One at a time waits here.</summary>
    public ValueTask Something()
    {
        lock (gate)
        {
            if (somethingWaits)
            {
                return ValueTask.CompletedTask;
            }

            news.Reset();
            somebodyWaits = true;
            return new ValueTask(this, news.Version);
        }
    }

    void IValueTaskSource.GetResult(short token) => news.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => news.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        news.OnCompleted(continuation, state, token, flags);

    private void Wake()
    {
        somethingWaits = true;
        if (somebodyWaits)
        {
            somebodyWaits = false;
            news.SetResult(true);
        }
    }
}

/// <summary>All that waited for one stream.</summary>
internal readonly record struct News(
    List<JournalEvent>? Events,
    IReadOnlyCollection<Frame>? Standing,
    IReadOnlyCollection<Frame>? Signals,
    bool Overrun,
    bool Again,
    bool Beat,
    string? Closing);

/// <summary>One frame of the stream, without its cursor.</summary>
internal sealed record Frame(string Kind, string Data)
{
    public static Frame Of(string kind, object data) => new(kind, JsonSerializer.Serialize(data, Wire.Json));
}
