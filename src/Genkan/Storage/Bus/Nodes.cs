using System.Collections.Concurrent;

namespace Genkan.Storage;

/// <summary>Which other nodes live. Each keeps a row of its own fresh; a node that dies leaves one that runs out.</summary>
internal sealed class Nodes(IStorage storage)
{
    /// <summary>How often a node says that it lives.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);

    /// <summary>Three beats: two may fail.</summary>
    private static readonly TimeSpan Lease = 3 * Beat;

    private readonly ConcurrentDictionary<Guid, bool> others = new();

    public Guid Me { get; } = Guid.CreateVersion7();

    public bool Any => !others.IsEmpty;

    /// <summary>It was heard. True where it was not known.</summary>
    public bool Met(Guid node) => others.TryAdd(node, true);

    /// <summary>Keeps this node's row fresh and learns of the others. True where one is new.</summary>
    public async Task<bool> Renew()
    {
        var live = await storage.WriteInstallation(async tx =>
        {
            await tx.Run(
                "INSERT INTO storage_nodes (id, since, until) VALUES (@id, @now, @until) ON CONFLICT (id) DO UPDATE SET until = excluded.until",
                new { id = Me, now = tx.Now, until = tx.Now + (long)Lease.TotalMilliseconds });
            await tx.Run("DELETE FROM storage_nodes WHERE until <= @now", new { now = tx.Now });
            return await tx.All<Guid>("SELECT id FROM storage_nodes WHERE id <> @id", new { id = Me });
        });
        foreach (var gone in others.Keys.Except(live))
        {
            others.TryRemove(gone, out _);
        }

        var met = false;
        foreach (var node in live)
        {
            met |= Met(node);
        }

        return met;
    }

    /// <summary>An orderly stop: the others need not wait for the lease to run out.</summary>
    public Task Leave() => storage.WriteInstallation(tx => tx.Run("DELETE FROM storage_nodes WHERE id = @id", new { id = Me }));
}
