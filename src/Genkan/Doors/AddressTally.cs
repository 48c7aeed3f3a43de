using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Genkan.Doors;

/// <summary>Counts deeds by the address they come from, and refuses beyond so many in a while. In memory, each node for itself.</summary>
public sealed class AddressTally(TimeProvider clock, int most, TimeSpan window)
{
    // A crowd of addresses must not fill the memory.
    private const int MostAddresses = 50_000;
    private readonly ConcurrentDictionary<string, Tally> tallies = new(StringComparer.Ordinal);

    /// <summary>Counts one.</summary>
    /// <exception cref="Refusal"><c>too_many</c>, with the seconds until it is over.</exception>
    public void Count(HttpContext context)
    {
        if (tallies.Count >= MostAddresses)
        {
            SweepOut();
        }

        var tally = tallies.AddOrUpdate(
            AddressOf(context),
            _ => new Tally(1, clock.GetTimestamp()),
            (_, old) => Left(old) > TimeSpan.Zero ? old with { Deeds = old.Deeds + 1 } : new Tally(1, clock.GetTimestamp()));
        if (tally.Deeds > most)
        {
            throw new Refusal(429, "too_many") { RetryAfter = Math.Max(1, (int)Math.Ceiling(Left(tally).TotalSeconds)) };
        }
    }

    private TimeSpan Left(Tally tally) => window - clock.GetElapsedTime(tally.Since);

    private void SweepOut()
    {
        foreach (var old in tallies.Where(t => Left(t.Value) <= TimeSpan.Zero))
        {
            tallies.TryRemove(old);
        }
    }

    /// <summary>An IPv6 customer holds a whole /64: the single address means nothing.</summary>
    private static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    private sealed record Tally(int Deeds, long Since);
}
