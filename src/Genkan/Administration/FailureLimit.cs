using System.Collections.Concurrent;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>
/// Counts what failed from one address, beside the lock of each account: who tries one password on many accounts
/// never locks any. Only failures count, so an office behind one address signs in undisturbed.
/// </summary>
internal sealed class FailureLimit(TimeProvider clock, IBus bus)
{
    public const string Failed = "administration.failed";

    /// <summary>More than a floor of people mistyping in the morning, far too few for a list of passwords.</summary>
    private const int Most = 30;

    // A guesser with many addresses must not fill the memory.
    private const int MostAddresses = 50_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<(ulong High, ulong Low), Tally> tallies = new();

    /// <exception cref="Refusal"><c>too_many</c>.</exception>
    public void RefuseWhenTooMany(HttpContext context)
    {
        if (tallies.TryGetValue(AddressOf(context), out var tally) && tally.Count >= Most && Left(tally) is { } left && left > TimeSpan.Zero)
        {
            throw new Refusal(429, "too_many") { RetryAfter = (int)Math.Ceiling(left.TotalSeconds) };
        }
    }

    /// <summary>Counted on every node: thirty tries are thirty, however many nodes there are.</summary>
    public void Note(HttpContext context)
    {
        var (high, low) = AddressOf(context);
        Count(high, low);
        bus.Say(Failed, new FailureWord(high, low));
    }

    public void Count(ulong high, ulong low)
    {
        if (tallies.Count >= MostAddresses)
        {
            SweepOut();
            if (tallies.Count >= MostAddresses)
            {
                // Whoever commands so many addresses gains nothing by it: each had its thirty tries anyway.
                tallies.Clear();
            }
        }

        tallies.AddOrUpdate(
            (high, low),
            _ => new Tally(1, clock.GetTimestamp()),
            (_, old) => Left(old) > TimeSpan.Zero ? old with { Count = old.Count + 1 } : new Tally(1, clock.GetTimestamp()));
    }

    private TimeSpan Left(Tally tally) => Window - clock.GetElapsedTime(tally.Since);

    private void SweepOut()
    {
        foreach (var old in tallies.Where(t => Left(t.Value) <= TimeSpan.Zero))
        {
            tallies.TryRemove(old);
        }
    }

    internal static (ulong High, ulong Low) AddressOf(HttpContext context) => Addresses.KeyOf(context.Connection.RemoteIpAddress);

    private sealed record Tally(int Count, long Since);
}

/// <summary>Something failed from this address.</summary>
internal sealed record FailureWord(ulong High, ulong Low);
