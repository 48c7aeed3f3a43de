using System.Collections.Concurrent;

namespace Genkan.Doors;

/// <summary>Whom a bucket belongs to, for which pace: 16 bytes of address or id.</summary>
internal readonly record struct BucketKey(Pace Pace, Whose Whose, ulong High, ulong Low);

/// <summary>
/// Token buckets in bounded memory. The framework's limiters run by a clock of their own, which no test can push, and
/// keep a limiter per partition for as long as somebody new comes along; this is one number per bucket (the generic cell
/// rate algorithm, ITU-T I.371 annex A), and of the buckets only those used lately are kept.
/// </summary>
internal sealed class Buckets(TimeProvider clock, int most)
{
    private readonly Lock turning = new();
    private Generation now = new([], []);

    /// <summary>Takes one out; else how long until there is one.</summary>
    public TimeSpan? Take(BucketKey key, Allowance allowance)
    {
        var bucket = Find(key);
        var each = (long)(clock.TimestampFrequency / allowance.PerSecond);
        var bound = each * (allowance.Burst - 1);
        var at = clock.GetTimestamp();
        while (true)
        {
            var full = Volatile.Read(ref bucket.FullAt);
            var from = Math.Max(full, at);
            if (from - at > bound)
            {
                return TimeSpan.FromSeconds((double)(from - at - bound) / clock.TimestampFrequency);
            }

            if (Interlocked.CompareExchange(ref bucket.FullAt, from + each, full) == full)
            {
                return null;
            }
        }
    }

    /// <summary>How many buckets are held.</summary>
    public int Count => now.Young.Count + now.Old.Count;

    private Bucket Find(BucketKey key)
    {
        var generation = Volatile.Read(ref now);
        if (generation.Young.TryGetValue(key, out var bucket))
        {
            return bucket;
        }

        if (Interlocked.Increment(ref generation.Size) > most / 2)
        {
            generation = Turn(generation);
        }

        return generation.Young.GetOrAdd(key, static (k, old) => old.TryGetValue(k, out var kept) ? kept : new Bucket(), generation.Old);
    }

    /// <summary>
    /// Enough new ones came: those not used since the last turn are forgotten. Whoever commands that many addresses gains
    /// full buckets by it, which as many addresses have anyway; those who are busy keep theirs.
    /// </summary>
    private Generation Turn(Generation full)
    {
        lock (turning)
        {
            if (ReferenceEquals(now, full))
            {
                Volatile.Write(ref now, new Generation([], full.Young));
            }

            return now;
        }
    }

    private sealed class Bucket
    {
        /// <summary>When everything taken so far will have come back, in ticks of the clock.</summary>
        public long FullAt;
    }

    private sealed class Generation(ConcurrentDictionary<BucketKey, Bucket> young, ConcurrentDictionary<BucketKey, Bucket> old)
    {
        public readonly ConcurrentDictionary<BucketKey, Bucket> Young = young;
        public readonly ConcurrentDictionary<BucketKey, Bucket> Old = old;
        public int Size;
    }
}
