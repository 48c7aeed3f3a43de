using System.Buffers.Text;
using System.Diagnostics;

namespace Genkan.Load;

/// <summary>Which screens heard a frame.</summary>
internal enum Side
{
    Visitor,
    Agent,
}

/// <summary>
/// The record of one run: when each message was due, answered and seen. Due is fixed before the run; everything is measured from it.
/// Messages are told by a mark in their words, <c>#RUN.MESSAGE</c>.
/// </summary>
internal sealed class Tracker(int number, int messages)
{
    private readonly long[] due = new long[messages];
    private readonly long[] seen = new long[messages];
    private readonly long[] answered = new long[messages];
    private readonly int[] timesSeen = new int[messages];
    private readonly int[] timesEchoed = new int[messages];
    private int open = messages * 2;
    private int refused;

    public int Number { get; } = number;

    public int Messages => messages;

    /// <summary>Answers other than "kept".</summary>
    public int Refused => refused;

    /// <summary>Everything was seen on both sides.</summary>
    public bool Done => Volatile.Read(ref open) <= 0;

    /// <summary>Not seen on the other side, or not on the sender's own screen.</summary>
    public int Lost => timesSeen.Count(t => t == 0) + timesEchoed.Count(t => t == 0);

    public int Doubled => timesSeen.Count(t => t > 1) + timesEchoed.Count(t => t > 1);

    /// <summary>Sides take turns, so that both directions are measured alike.</summary>
    public static Side SenderOf(int message) => (message & 1) == 0 ? Side.Visitor : Side.Agent;

    public void Due(int message, long at) => due[message] = at;

    public void Answered(int message, int status, long at)
    {
        answered[message] = at;
        if (status is not (200 or 201))
        {
            Interlocked.Increment(ref refused);
        }
    }

    /// <summary>A screen of this side drew it.</summary>
    public void Seen(int message, Side by, long at)
    {
        var other = by != SenderOf(message);
        if (Interlocked.Increment(ref (other ? timesSeen : timesEchoed)[message]) == 1)
        {
            Interlocked.Decrement(ref open);
            if (other)
            {
                seen[message] = at;
            }
        }
    }

    /// <summary>Milliseconds from due to seen on the other side, of messages that were seen.</summary>
    public Spread ToSeen() => new(Times(seen));

    /// <summary>Milliseconds from due to the answer "kept".</summary>
    public Spread ToAnswer() => new(Times(answered));

    /// <summary>Milliseconds from due until then; 0 where it never came.</summary>
    public double SinceDue(int message, long at) => at == 0 ? 0 : Stopwatch.GetElapsedTime(due[message], at).TotalMilliseconds;

    /// <summary>Reads the mark of a frame; false where it carries none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out int run, out int message)
    {
        (run, message) = (0, 0);
        var mark = "\"text\":\"#"u8;
        var at = data.IndexOf(mark);
        return at >= 0
            && Utf8Parser.TryParse(data[(at + mark.Length)..], out run, out var length)
            && Utf8Parser.TryParse(data[(at + mark.Length + length + 1)..], out message, out _);
    }

    private IEnumerable<double> Times(long[] until) => Enumerable.Range(0, messages)
        .Where(m => until[m] != 0)
        .Select(m => Stopwatch.GetElapsedTime(due[m], until[m]).TotalMilliseconds);
}

/// <summary>Percentiles of a set of times in milliseconds (nearest rank).</summary>
internal sealed record Spread
{
    public Spread(IEnumerable<double> times)
    {
        var sorted = times.Order().ToArray();
        double At(double part) => sorted.Length == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
        (Count, P50, P90, P99, P999, Max) = (sorted.Length, At(0.5), At(0.9), At(0.99), At(0.999), At(1));
    }

    public int Count { get; }

    public double P50 { get; }

    public double P90 { get; }

    public double P99 { get; }

    public double P999 { get; }

    public double Max { get; }
}
