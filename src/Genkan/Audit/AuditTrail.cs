using System.Text.Json;
using Genkan.Storage;

namespace Genkan.Audit;

/// <summary>Writes entries and checks them. Each entry's mac covers the one before, under a key that is not in the database.</summary>
internal sealed class AuditTrail(IStorage storage, Keys keys, AuditAnchors anchors) : IAudit
{
    /// <summary>Entries read at once while checking.</summary>
    private const int Page = 500;

    private readonly byte[] key = keys.For("audit");

    public Task Note(ITx tx, AuditNote note) => Note(tx, tx.Organisation, note);

    public async Task Note(ITx tx, OrganisationId organisation, AuditNote note)
    {
        var head = await AuditStore.Next(tx, organisation);
        var row = new AuditRow
        {
            Organisation = organisation,
            Seq = head.Seq,
            Id = Guid.CreateVersion7(),
            At = tx.Now,
            Kind = note.Kind,
            ActorType = note.By.Actor.Type,
            ActorId = note.By.Actor.Id,
            ApiKey = note.By.Key,
            Subject = note.Subject,
            Said = JsonSerializer.Serialize(note.Changes.Select(Readable), Wire.Json),
        };
        var personal = tx.Seal.Close(row.PersonalPlace, JsonSerializer.Serialize(PersonalOf(note), Wire.Json))!;
        row = row with { Personal = personal, PersonalHash = AuditRow.HashOf(personal) };
        await AuditStore.Add(tx, row with { Mac = row.MacAfter(head.Mac, key) });
    }

    public Task<IReadOnlyList<OrganisationId>> Organisations() => storage.ReadInstallation(AuditStore.Organisations);

    public Task<AuditCheck> Check(OrganisationId organisation) => storage.Read(organisation, async tx =>
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
    });

    private string? WhatIsWrong(AuditRow row, long expected, string before, IReadOnlyDictionary<long, string> noted) =>
        row.Seq != expected ? "missing"
        : row.Mac != row.MacAfter(before, key) || (row.Personal is not null && AuditRow.HashOf(row.Personal) != row.PersonalHash) ? "changed"
        : noted.TryGetValue(row.Seq, out var mac) && mac != row.Mac ? "anchor"
        : null;

    private static AuditSaid Readable(AuditChange change) =>
        change.Personal ? new AuditSaid(change.Field, null, null, true) : new AuditSaid(change.Field, change.Before, change.After, false);

    private static AuditPersonal PersonalOf(AuditNote note) => new(
        note.By.Address, note.Name, [.. note.Changes.Where(c => c.Personal).Select(c => new AuditPersonalValue(c.Field, c.Before, c.After))]);
}
