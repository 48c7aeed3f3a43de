using System.Diagnostics;
using Genkan.Load.Sockets;
using Genkan.Load.Targets;

namespace Genkan.Load.Phases;

/// <summary>Ties every stream of a crowd to the run under way.</summary>
internal sealed class Hearing
{
    private Tracker tracker = new(0, 0);
    private int strays;

    public Hearing(Crowd crowd)
    {
        crowd.Visitors.ForEach(s => s.Heard = (kind, data, at) => Hear(kind, data, at, Side.Visitor));
        crowd.Agents.ForEach(s => s.Heard = (kind, data, at) => Hear(kind, data, at, Side.Agent));
    }

    /// <summary>Messages of an earlier run: given up as lost then.</summary>
    public int Strays => strays;

    public Tracker NewRun(int messages) => tracker = new Tracker(tracker.Number + 1, messages);

    /// <summary>Milliseconds since a message of the run under way was due.</summary>
    public double SinceDue(int message, long at) => tracker.SinceDue(message, at);

    /// <summary>Opens them all at once; answers how long until each was greeted.</summary>
    /// <param name="streams">Which.</param>
    /// <param name="patience">Those not greeted by then are not waited for.</param>
    /// <param name="ready">What else must be true, as that everything missed was given.</param>
    public static async Task<(TimeSpan All, Spread Each, int Missing)> OpenAll(IReadOnlyCollection<EventStream> streams, TimeSpan patience, Func<bool>? ready = null)
    {
        var since = Stopwatch.GetTimestamp();
        var opening = streams.Select(s => Task.Run(() => Open(s))).ToArray();
        while ((streams.Any(s => s.GreetedAt == 0) || ready?.Invoke() == false) && Stopwatch.GetElapsedTime(since) < patience)
        {
            await Task.Delay(20);
        }

        var greeted = streams.Where(s => s.GreetedAt != 0).Select(s => Stopwatch.GetElapsedTime(since, s.GreetedAt).TotalMilliseconds);
        _ = opening;
        return (Stopwatch.GetElapsedTime(since), new Spread(greeted), streams.Count(s => s.GreetedAt == 0));
    }

    private static async Task Open(EventStream stream)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                await stream.Open();
                return;
            }
            catch (System.Net.Sockets.SocketException)
            {
                await Task.Delay(500);
            }
        }
    }

    private void Hear(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data, long at, Side side)
    {
        if (!kind.SequenceEqual("message.sent"u8) || !Tracker.TryRead(data, out var run, out var message))
        {
            return;
        }

        if (run == tracker.Number)
        {
            tracker.Seen(message, side, at);
        }
        else
        {
            Interlocked.Increment(ref strays);
        }
    }
}
