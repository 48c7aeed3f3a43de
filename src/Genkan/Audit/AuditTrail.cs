using System.Globalization;
using System.Text.Json;
using Genkan.Storage;

namespace Genkan.Audit;

/// <summary>Writes entries. Each entry's mac covers the one before, under a key that is not in the database.</summary>
internal sealed class AuditTrail(IStorage storage, Keys keys, AuditAnchors anchors, TrailCheck check, TimeProvider time) : IAudit
{
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

    public Task<AuditCheck> Check(OrganisationId organisation) => storage.Read(organisation, tx => check.Check(tx, organisation));

    public async Task<AuditRestored> NoteRestore(DateTimeOffset asOf)
    {
        var organisations = await storage.ReadInstallation(AuditStore.Organisations);
        var restored = anchors.SetAside(asOf, organisations, time.GetUtcNow());
        var note = new AuditNote(AuditKinds.BackupRestored, AuditBy.System)
        {
            Changes = [new AuditChange("asOf", null, asOf.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture))],
        };
        foreach (var organisation in organisations)
        {
            await storage.WriteInstallation(async tx =>
            {
                await Note(tx, organisation, note);
                return true;
            });
        }

        return restored;
    }

    private static AuditSaid Readable(AuditChange change) =>
        change.Personal ? new AuditSaid(change.Field, null, null, true) : new AuditSaid(change.Field, change.Before, change.After, false);

    private static AuditPersonal PersonalOf(AuditNote note) => new(
        note.By.Address, note.Name, [.. note.Changes.Where(c => c.Personal).Select(c => new AuditPersonalValue(c.Field, c.Before, c.After))]);
}
