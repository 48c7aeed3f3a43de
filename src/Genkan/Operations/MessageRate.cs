using Genkan.Storage;

namespace Genkan.Operations;

/// <summary>Messages sent through this server in the last minute: sixty counters, one a second, used in turn.</summary>
internal sealed class MessageRate
{
    private readonly Lock gate = new();
    private readonly int[] counts = new int[60];
    private readonly TimeProvider time;
    private long second;

    public MessageRate(IStore store, TimeProvider time)
    {
        this.time = time;
        store.Committed += Count;
    }

    public int LastMinute()
    {
        lock (gate)
        {
            MoveOn();
            return counts.Sum();
        }
    }

    private void Count(IReadOnlyList<JournalEvent> committed)
    {
        var sent = committed.Count(e => e.Kind == "message.sent");
        if (sent > 0)
        {
            lock (gate)
            {
                MoveOn();
                counts[second % counts.Length] += sent;
            }
        }
    }

    /// <summary>Empties the counters of the seconds in which nothing came.</summary>
    private void MoveOn()
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        for (var passed = Math.Max(second + 1, now - counts.Length + 1); passed <= now; passed++)
        {
            counts[passed % counts.Length] = 0;
        }

        second = Math.Max(second, now);
    }
}
