using System.Text.Json;
using Genkan.Storage;

namespace Genkan.Live;

/// <summary>
/// What waits for one stream. Events are references into the shared tail; a reader that falls too far behind drops
/// them and reads the journal from its cursor. Signals are at most 64, the oldest dropped. Standing values replace
/// each other by key.
/// </summary>
internal sealed class Subscription(Listener listener)
{
    /// <summary>More than a busy second of one conversation; beyond it reading the journal is cheaper than holding.</summary>
    private const int MostEvents = 256;

    private const int MostSignals = 64;

    private readonly Lock gate = new();
    private readonly Queue<JournalEvent> events = new();
    private readonly Queue<Frame> signals = new();
    private readonly Dictionary<string, Frame> standing = new(StringComparer.Ordinal);
    private TaskCompletionSource news = NewSource();
    private bool overrun;
    private string? closing;
    private bool again;

    public Listener Listener { get; set; } = listener;

    /// <summary>
    /// Set when the listener's rights may have changed and are to be asked again. Also at first: who was shown out between
    /// knocking and joining was not there yet to be told.
    /// </summary>
    public volatile bool Recheck = true;

    public void Give(JournalEvent happened)
    {
        lock (gate)
        {
            if (overrun)
            {
                return;
            }

            if (events.Count >= MostEvents)
            {
                events.Clear();
                overrun = true;
            }
            else
            {
                events.Enqueue(happened);
            }

            news.TrySetResult();
        }
    }

    public void Signal(Frame frame)
    {
        lock (gate)
        {
            if (signals.Count >= MostSignals)
            {
                signals.Dequeue();
            }

            signals.Enqueue(frame);
            news.TrySetResult();
        }
    }

    public void Stand(string key, Frame frame)
    {
        lock (gate)
        {
            standing[key] = frame;
            news.TrySetResult();
        }
    }

    /// <summary>A value worked out since this joined: one that came meanwhile is newer and stays.</summary>
    public void StandUnlessNewer(string key, Frame frame)
    {
        lock (gate)
        {
            standing.TryAdd(key, frame);
            news.TrySetResult();
        }
    }

    public void Close(string reason)
    {
        lock (gate)
        {
            closing ??= reason;
            news.TrySetResult();
        }
    }

    /// <summary>The standing values are to be given whole again.</summary>
    public void TellAgain()
    {
        lock (gate)
        {
            again = true;
            news.TrySetResult();
        }
    }

    /// <summary>Takes all that waits.</summary>
    public News Take()
    {
        lock (gate)
        {
            var taken = new News([.. events], [.. standing.Values], [.. signals], overrun, again, closing);
            events.Clear();
            standing.Clear();
            signals.Clear();
            overrun = false;
            again = false;
            if (news.Task.IsCompleted)
            {
                news = NewSource();
            }

            return taken;
        }
    }

    /// <summary>Completes when something waits.</summary>
    public Task Something()
    {
        lock (gate)
        {
            return news.Task;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>All that waited for one stream.</summary>
internal sealed record News(
    IReadOnlyList<JournalEvent> Events,
    IReadOnlyList<Frame> Standing,
    IReadOnlyList<Frame> Signals,
    bool Overrun,
    bool Again,
    string? Closing);

/// <summary>One frame of the stream, without its cursor.</summary>
internal sealed record Frame(string Kind, string Data)
{
    public static Frame Of(string kind, object data) => new(kind, JsonSerializer.Serialize(data, Wire.Json));
}
