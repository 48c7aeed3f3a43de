using Dapper;

namespace Genkan.Storage;

/// <summary>Reading the journal back.</summary>
public sealed class Journal
{
    private readonly IStorage storage;
    private readonly JournalSeal seal;

    internal Journal(IStorage storage, JournalSeal seal) => (this.storage, this.seal) = (storage, seal);

    /// <summary>How many events one read takes; a reader further behind asks again.</summary>
    public const int Page = 500;

    internal const string Columns = "organisation, seq, at, kind, conversation, actor_type, actor_id, audience, target, data, visitor_data, brief_data";

    /// <summary>The organisation's newest seq and the oldest the journal keeps (1 while nothing was pruned).</summary>
    public Task<(long Head, long Oldest)> Bounds(OrganisationId organisation) => storage.Read(organisation, async tx =>
    {
        var row = await tx.One<Bound>("SELECT seq, oldest FROM storage_heads WHERE organisation = @o", new { o = organisation });
        return row is null ? (0, 1) : (row.Seq, row.Oldest);
    });

    /// <summary>Events after a cursor in order, at most <see cref="Page"/>.</summary>
    public Task<IReadOnlyList<JournalEvent>> After(OrganisationId organisation, long cursor) => Opened(organisation, tx => tx.All<JournalEvent>(
        $"SELECT {Columns} FROM storage_events WHERE organisation = @o AND seq > @cursor ORDER BY seq LIMIT {Page}",
        new { o = organisation, cursor }));

    /// <summary>Events for one visitor after a cursor, at most <see cref="Page"/>.</summary>
    public Task<IReadOnlyList<JournalEvent>> ForTarget(OrganisationId organisation, Guid target, long cursor) => Opened(organisation, tx => tx.All<JournalEvent>(
        ForTargetSql,
        new { o = organisation, target, cursor }));

    /// <summary>
    /// Without an upper end: with one SQLite walks through all that happened in between by the primary key, and not through the
    /// visitor's own few by their index.
    /// </summary>
    internal static readonly string ForTargetSql =
        $"SELECT {Columns} FROM storage_events WHERE organisation = @o AND target = @target AND seq > @cursor ORDER BY seq LIMIT {Page}";

    /// <summary>
    /// Forgets the oldest events up to the first from <paramref name="before"/> (UTC ms) or later; cursors older than what is
    /// left are answered with reset. In parts, since whoever sends meanwhile waits for each.
    /// </summary>
    public async Task Prune(OrganisationId organisation, long before)
    {
        while (await storage.Write(organisation, tx => PrunePart(tx, before)))
        {
        }
    }

    /// <summary>True: there may be more. Walks the primary key from the oldest on and stops at the first that is kept.</summary>
    private static async Task<bool> PrunePart(ITx tx, long before)
    {
        if (await tx.One<Bound>("SELECT seq, oldest FROM storage_heads WHERE organisation = @o", new { o = tx.Organisation }) is not { } bound)
        {
            return false;
        }

        var end = Math.Min(bound.Oldest + Page, bound.Seq + 1);
        var kept = await tx.One<long?>(
            "SELECT MIN(seq) FROM storage_events WHERE organisation = @o AND seq >= @oldest AND seq < @end AND at >= @before",
            new { o = tx.Organisation, oldest = bound.Oldest, end, before });
        var oldest = kept ?? end;
        if (oldest == bound.Oldest)
        {
            return false;
        }

        await tx.Run("UPDATE storage_heads SET oldest = @oldest WHERE organisation = @o", new { o = tx.Organisation, oldest });
        await tx.Run("DELETE FROM storage_events WHERE organisation = @o AND seq < @oldest", new { o = tx.Organisation, oldest });
        return kept is null && end <= bound.Seq;
    }

    /// <summary>Where every organisation's journal stands.</summary>
    public async Task<IReadOnlyList<KeyValuePair<OrganisationId, long>>> Heads() =>
        [.. (await storage.ReadInstallation(tx => tx.All<Standing>("SELECT organisation, seq FROM storage_heads"))).Select(h => KeyValuePair.Create(h.Organisation, h.Seq))];

    /// <summary>Every organisation that has a journal.</summary>
    public Task<IReadOnlyList<OrganisationId>> Organisations() =>
        storage.ReadInstallation(tx => tx.All<OrganisationId>("SELECT organisation FROM storage_heads"));

    private async Task<IReadOnlyList<JournalEvent>> Opened(OrganisationId organisation, Func<IReadTx, Task<IReadOnlyList<JournalEvent>>> read) =>
        [.. (await storage.Read(organisation, read)).Select(seal.Opened)];

    private sealed record Standing
    {
        public OrganisationId Organisation { get; init; }

        public long Seq { get; init; }
    }

    private sealed record Bound
    {
        public long Seq { get; init; }

        public long Oldest { get; init; }
    }
}
