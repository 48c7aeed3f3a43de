using Genkan.Storage;

namespace Genkan.Audit;

/// <summary>Goes through trails, entry by entry. On a snapshot that is handed in, so that it can be done beside a running server.</summary>
internal sealed class TrailCheck(Keys keys, AuditAnchors anchors) : IAuditChecks
{
    /// <summary>Entries read at once.</summary>
    private const int Page = 500;

    private readonly byte[] key = keys.For("audit");

    public async Task<IReadOnlyDictionary<OrganisationId, AuditCheck>> CheckAll(IReadTx tx)
    {
        var found = new Dictionary<OrganisationId, AuditCheck>();
        // Who removes a whole trail removes its head with it: the notes outside still name it.
        foreach (var organisation in (await AuditStore.Organisations(tx)).Union(anchors.Organisations()))
        {
            found[organisation] = await Check(tx, organisation);
        }

        return found;
    }

    public async Task<AuditCheck> Check(IReadTx tx, OrganisationId organisation)
    {
        var head = await AuditStore.Head(tx, organisation);
        var noted = anchors.Of(organisation);
        var (entries, mac) = (0L, "");
        while (true)
        {
            var page = await AuditStore.After(tx, organisation, entries, Page);
            foreach (var row in page)
            {
                if (WhatIsWrong(row, entries + 1, mac, noted) is { } reason)
                {
                    return new AuditCheck(head.Seq, head.Mac, entries + 1, reason);
                }

                (entries, mac) = (row.Seq, row.Mac);
            }

            if (page.Count < Page)
            {
                break;
            }
        }

        var cut = entries != head.Seq || mac != head.Mac || noted.Keys.Any(seq => seq > entries);
        return cut ? new AuditCheck(entries, mac, entries + 1, "cut") : new AuditCheck(entries, mac);
    }

    private string? WhatIsWrong(AuditRow row, long expected, string before, IReadOnlyDictionary<long, string> noted) =>
        row.Seq != expected ? "missing"
        : row.Mac != row.MacAfter(before, key) || (row.Personal is not null && AuditRow.HashOf(row.Personal) != row.PersonalHash) ? "changed"
        : noted.TryGetValue(row.Seq, out var mac) && mac != row.Mac ? "anchor"
        : null;
}
