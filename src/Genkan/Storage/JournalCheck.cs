namespace Genkan.Storage;

/// <summary>What must be true of the journal and the outbox.</summary>
internal sealed class JournalCheck : IStoreCheck
{
    public IReadOnlyList<StoreRule> Rules { get; } =
    [
        new("The journal of an organisation counts without holes from its oldest to its head",
            """
            SELECT CAST(h.organisation AS text) FROM storage_heads h
            LEFT JOIN (SELECT organisation, COUNT(*) AS kept, MIN(seq) AS low, MAX(seq) AS high FROM storage_events GROUP BY organisation) e ON e.organisation = h.organisation
            WHERE COALESCE(e.kept, 0) <> h.seq - h.oldest + 1 OR (e.kept > 0 AND (e.low <> h.oldest OR e.high <> h.seq))
            """),
        new("Every event is counted by its organisation's head",
            """
            SELECT CAST(organisation AS text) FROM (SELECT DISTINCT organisation FROM storage_events) AS e
            WHERE NOT EXISTS (SELECT 1 FROM storage_heads h WHERE h.organisation = e.organisation)
            """),
        new("An event for a visitor names the visitor it is for",
            "SELECT CAST(organisation AS text) || ' ' || CAST(seq AS text) FROM storage_events WHERE visitor_data IS NOT NULL AND target IS NULL"),
        new("The store has one epoch",
            "SELECT 'epoch' FROM (SELECT COUNT(*) AS epochs FROM storage_installation WHERE name = 'epoch' AND length(content) > 0) AS e WHERE e.epochs <> 1"),
    ];
}
