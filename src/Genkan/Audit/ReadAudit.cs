using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Audit;

internal sealed record AuditPerson(string Type, Guid? Id, string? Name);

internal sealed record AuditChangeAnswer(string Field, JsonNode? Before, JsonNode? After, bool Personal);

internal sealed record AuditEntryAnswer(
    long Seq, long At, string Kind, AuditPerson Actor, Guid? Key, string? Address, Guid? Subject, string? Name, bool Erased, IReadOnlyList<AuditChangeAnswer> Changes);

internal sealed record AuditPageAnswer(IReadOnlyList<AuditEntryAnswer> Items, string? Next, long Entries, string Head);

internal sealed record AuditCheckAnswer(bool Whole, long Entries, string Head, long? BrokenAt, string? Reason);

/// <summary><c>GET /api/audit</c>, newest first, and <c>GET /api/audit/check</c>.</summary>
internal sealed class ReadAudit(IStorage storage, IAudit audit, IEnumerable<IAuditNames> names)
{
    private const int UsualLimit = 50;
    private const int HighestLimit = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/audit", (string? kind, Guid? actor, Guid? subject, long? from, long? to, string? after, int? limit, StaffCaller caller, ReadAudit useCase) =>
            useCase.List(caller, kind, actor, subject, from, to, after, limit ?? UsualLimit)).ForStaff(Permission.AuditRead);
        routes.MapGet("/api/audit/check", (StaffCaller caller, ReadAudit useCase) => useCase.Check(caller)).ForStaff(Permission.AuditRead);
    }

    private async Task<IResult> List(StaffCaller caller, string? kind, Guid? actor, Guid? subject, long? from, long? to, string? after, int limit)
    {
        var check = new FieldCheck();
        check.Range("limit", limit, 1, HighestLimit);
        var below = long.MaxValue;
        if (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out below))
        {
            check.Wrong("after", "malformed");
        }

        if (!string.IsNullOrEmpty(kind) && !AuditKinds.All.Any(k => k == kind || k.StartsWith(kind + ".", StringComparison.Ordinal)))
        {
            check.Wrong("kind", "one_of");
        }

        check.Done();
        var filter = new AuditFilter(string.IsNullOrEmpty(kind) ? null : kind, actor, subject, from ?? 0, to ?? long.MaxValue, below);
        return TypedResults.Json(await storage.Read(caller.Organisation, tx => Page(tx, filter, limit)), Wire.Json);
    }

    private async Task<AuditPageAnswer> Page(IReadTx tx, AuditFilter filter, int limit)
    {
        // One more than asked for tells whether there is a next page.
        var rows = await AuditStore.Page(tx, filter, limit + 1);
        var shown = rows.Take(limit).ToList();
        var people = new Dictionary<Guid, string>();
        foreach (var known in names)
        {
            foreach (var (id, name) in await known.NamesOf(tx, [.. shown.Select(r => r.ActorId).OfType<Guid>().Distinct()]))
            {
                people[id] = name;
            }
        }

        var head = await AuditStore.Head(tx, tx.Organisation);
        return new AuditPageAnswer(
            [.. shown.Select(row => Shown(tx, row, people))],
            rows.Count > limit ? shown[^1].Seq.ToString(CultureInfo.InvariantCulture) : null,
            head.Seq,
            head.Mac);
    }

    private async Task<IResult> Check(StaffCaller caller)
    {
        var found = await audit.Check(caller.Organisation);
        return TypedResults.Json(new AuditCheckAnswer(found.Whole, found.Entries, found.Head, found.BrokenAt, found.Reason), Wire.Json);
    }

    private static AuditEntryAnswer Shown(IReadTx tx, AuditRow row, Dictionary<Guid, string> people)
    {
        var personal = OpenPersonal(tx, row);
        var values = personal?.Values.ToDictionary(v => v.Field, StringComparer.Ordinal) ?? [];
        var said = JsonSerializer.Deserialize<IReadOnlyList<AuditSaid>>(row.Said, Wire.Json)!;
        return new AuditEntryAnswer(
            row.Seq,
            row.At,
            row.Kind,
            new AuditPerson(row.ActorType, row.ActorId, row.ActorId is { } id ? people.GetValueOrDefault(id) : null),
            row.ApiKey,
            personal?.Address,
            row.Subject,
            personal?.Name,
            row.Personal is null,
            [.. said.Select(s => s.Personal && values.TryGetValue(s.Field, out var value)
                ? new AuditChangeAnswer(s.Field, value.Before, value.After, true)
                : new AuditChangeAnswer(s.Field, s.Before, s.After, s.Personal))]);
    }

    /// <summary>An entry somebody meddled with is still listed, without what no longer opens: the check says where it is.</summary>
    private static AuditPersonal? OpenPersonal(IReadTx tx, AuditRow row)
    {
        try
        {
            return tx.Seal.Open(row.PersonalPlace, row.Personal) is { } json ? JsonSerializer.Deserialize<AuditPersonal>(json, Wire.Json) : null;
        }
        catch (SealBrokenException)
        {
            return null;
        }
    }
}
