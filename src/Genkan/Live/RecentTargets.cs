namespace Genkan.Live;

/// <summary>
/// Whom the latest events were for, and nothing of what they say: most streams that come back after a cut missed nothing, and
/// with this they know it without a question to the store. Not safe for several threads.
/// </summary>
internal sealed class RecentTargets
{
    /// <summary>64 KiB at most: several seconds of the busiest organisation, hours of a usual one.</summary>
    private const int Most = 4096;

    private Guid[] targets = [];

    /// <summary>The first seq that is kept; all from here to the newest are.</summary>
    private long first;
    private long next;

    /// <summary>In order of seq; after a hole what was before it is forgotten.</summary>
    public void Note(long seq, Guid? target)
    {
        if (seq != next)
        {
            (first, next) = (seq, seq);
        }

        if (next - first >= targets.Length)
        {
            Grow();
        }

        targets[seq % targets.Length] = target ?? Guid.Empty;
        next = seq + 1;
        first = Math.Max(first, next - targets.Length);
    }

    /// <summary>True where every event after a cursor up to the head is kept and none was for this visitor (null: hears no events).</summary>
    public bool Nothing(long cursor, long head, Guid? visitor)
    {
        if (cursor + 1 < first || head + 1 != next || targets.Length == 0)
        {
            return false;
        }

        return visitor is not { } one || !Contains(cursor + 1, one);
    }

    private bool Contains(long from, Guid visitor)
    {
        var (begin, end) = ((int)(from % targets.Length), (int)(next % targets.Length));
        return next - from >= targets.Length
            ? targets.AsSpan().Contains(visitor)
            : begin <= end
                ? targets.AsSpan(begin..end).Contains(visitor)
                : targets.AsSpan(begin).Contains(visitor) || targets.AsSpan(..end).Contains(visitor);
    }

    private void Grow()
    {
        if (targets.Length == Most)
        {
            return;
        }

        var larger = new Guid[targets.Length == 0 ? 64 : targets.Length * 4];
        for (var seq = first; seq < next; seq++)
        {
            larger[seq % larger.Length] = targets[seq % targets.Length];
        }

        targets = larger;
    }
}
