using System.Collections.Concurrent;

namespace Genkan.Storage;

/// <summary>
/// What is asked at every turn and seldom changes, kept in memory as long as the store says that it is still so. Whoever writes such a row calls
/// <see cref="ITx.Changed"/> in the same unit; whoever reads pays one statement for all subjects together, on every node.
/// </summary>
/// <param name="subject">As <see cref="ITx.Changed"/> is told it.</param>
public sealed class KeptFacts<T>(string subject)
    where T : class
{
    /// <summary>Organisations; with more of them those not asked for lately are read anew.</summary>
    private const int Most = 1000;

    private readonly ConcurrentDictionary<OrganisationId, Known> known = new();

    /// <summary>The facts as they are in this unit's sight; <paramref name="read"/> finds them where they changed.</summary>
    public async Task<T> Read(IReadTx tx, Func<IReadTx, Task<T>> read)
    {
        // Asked first: facts newer than their version are found out at the next look, facts older than it never.
        var version = await tx.VersionOf(subject);
        if (known.TryGetValue(tx.Organisation, out var kept) && kept.Version == version)
        {
            return kept.Facts;
        }

        var facts = await read(tx);
        if (known.Count >= Most)
        {
            known.Clear();
        }

        known[tx.Organisation] = new Known(version, facts);
        return facts;
    }

    private sealed record Known(long Version, T Facts);
}
