using System.Buffers.Binary;
using System.Collections.Concurrent;
using Genkan.Storage;

namespace Genkan.Doors;

/// <summary>
/// How much at once (SP-11): for each pace what one address, visitor, member and organisation may do. Asked before
/// anything costly; what goes beyond is <c>429</c> with <c>Retry-After</c>.
/// </summary>
public sealed class Limits
{
    /// <summary>About 12 MB of buckets: more lately seen addresses and visitors than one machine serves.</summary>
    private const int MostBuckets = 100_000;

    /// <summary>A stream that is one too many is tried again when another may have closed.</summary>
    private const int StreamRetry = 10;

    private readonly Buckets buckets;
    private readonly LimitTable table;
    private readonly ILogger<Limits> log;
    private readonly ConcurrentDictionary<BucketKey, int> open = new();
    private int warned;

    /// <summary>Reads what the operator set.</summary>
    public Limits(GenkanSettings settings, TimeProvider clock, ILogger<Limits> log)
    {
        buckets = new Buckets(clock, MostBuckets);
        table = LimitTable.From(settings);
        this.log = log;
    }

    /// <summary>One call from this address.</summary>
    /// <exception cref="Refusal"><c>429 too_many</c>.</exception>
    public void SpendAddress(HttpContext context, Pace pace)
    {
        var (high, low) = Addresses.KeyOf(context.Connection.RemoteIpAddress);
        if (Wait(new BucketKey(pace, Whose.Address, high, low)) is { } wait)
        {
            WarnOfUnnamedProxy(context);
            throw TooMany(wait);
        }
    }

    /// <summary>One call of this visitor (null: a token that stands for nobody) in its organisation.</summary>
    /// <exception cref="Refusal"><c>429 too_many</c>.</exception>
    public void Spend(Pace pace, OrganisationId organisation, Guid? visitor)
    {
        if (visitor is { } one)
        {
            Spend(pace, Whose.Visitor, one);
        }

        Spend(pace, Whose.Organisation, organisation.Value);
    }

    /// <summary>One call of this member in its organisation.</summary>
    /// <exception cref="Refusal"><c>429 too_many</c>.</exception>
    public void SpendMember(Pace pace, OrganisationId organisation, Guid agent)
    {
        Spend(pace, Whose.Member, agent);
        Spend(pace, Whose.Organisation, organisation.Value);
    }

    /// <summary>Holds a place among the open streams until it is disposed of.</summary>
    /// <exception cref="Refusal"><c>429 too_many</c>: this address, listener or organisation holds enough open.</exception>
    public IDisposable HoldStream(HttpContext context, OrganisationId organisation, Whose whose, Guid? listener)
    {
        var (high, low) = Addresses.KeyOf(context.Connection.RemoteIpAddress);
        var held = new Held(this);
        try
        {
            held.Add(new BucketKey(Pace.Streams, Whose.Address, high, low));
            if (listener is { } one)
            {
                held.Add(KeyFor(Pace.Streams, whose, one));
            }

            held.Add(KeyFor(Pace.Streams, Whose.Organisation, organisation.Value));
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private void Spend(Pace pace, Whose whose, Guid id)
    {
        if (Wait(KeyFor(pace, whose, id)) is { } wait)
        {
            throw TooMany(wait);
        }
    }

    private TimeSpan? Wait(BucketKey key) =>
        table.Of(key.Pace, key.Whose) is { Burst: > 0 } allowance ? buckets.Take(key, allowance) : null;

    private static Refusal TooMany(TimeSpan wait) => new(429, "too_many") { RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) };

    private static BucketKey KeyFor(Pace pace, Whose whose, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return new BucketKey(pace, whose, BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
    }

    /// <summary>Behind a proxy that is not named every visitor has the proxy's address; the operator should know why they are refused.</summary>
    private void WarnOfUnnamedProxy(HttpContext context)
    {
        if (context.Request.Headers.ContainsKey("X-Forwarded-For") && Interlocked.Exchange(ref warned, 1) == 0)
        {
            log.LogWarning("An address was refused for too many requests, and it says X-Forwarded-For without being named in GENKAN_PROXIES: if that is your proxy, name it, or all visitors count as one address");
        }
    }

    private sealed class Held(Limits limits) : IDisposable
    {
        /// <summary>At most three; ten thousand of these are held for hours.</summary>
        private readonly BucketKey[] places = new BucketKey[3];
        private int held;

        public void Add(BucketKey key)
        {
            var most = limits.table.OpenStreams(key.Whose);
            var count = limits.open.AddOrUpdate(key, 1, static (_, before) => before + 1);
            places[held++] = key;
            if (most > 0 && count > most)
            {
                throw new Refusal(429, "too_many") { RetryAfter = StreamRetry };
            }
        }

        public void Dispose()
        {
            foreach (var key in places.AsSpan(0, held))
            {
                var left = limits.open.AddOrUpdate(key, 0, static (_, before) => before - 1);
                if (left <= 0)
                {
                    limits.open.TryRemove(KeyValuePair.Create(key, 0));
                }
            }

            held = 0;
        }
    }
}
