using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

/// <param name="Name">What the key is for.</param>
/// <param name="Permissions">Names; absent means all the maker holds at this moment.</param>
/// <param name="Installation">May found organisations and see to the installation too; only its owner can give that.</param>
/// <param name="ExpiresAt">UTC milliseconds; absent means until it is withdrawn.</param>
internal sealed record MakeKeyRequest(string? Name, IReadOnlyList<string?>? Permissions, bool? Installation, long? ExpiresAt);

internal sealed record MadeKey(Guid Id, string Name, string Key, IReadOnlyList<string> Permissions, bool Installation, long? ExpiresAt);

/// <param name="Id">Its id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Permissions">What it may now: what was chosen, less what its maker has lost since.</param>
/// <param name="Installation">As chosen.</param>
/// <param name="CreatedAt">UTC milliseconds.</param>
/// <param name="UsedAt">To ten minutes: a write for each call would cost more than it tells.</param>
/// <param name="ExpiresAt">UTC milliseconds.</param>
internal sealed record KeyAnswer(Guid Id, string Name, IReadOnlyList<string> Permissions, bool Installation, long CreatedAt, long? UsedAt, long? ExpiresAt);

internal sealed record KeyList(IReadOnlyList<KeyAnswer> Items);

/// <summary>
/// <c>/api/keys</c>: credentials for programs. A key may what was chosen for it, never more than its maker may at that moment,
/// until its end; and it ends with the maker. Keys are seen to by people alone: a key that could make keys would outlive its
/// own withdrawal.
/// </summary>
internal static class ApiKeys
{
    /// <summary>More than anybody runs, too few to fill the store with.</summary>
    private const int Most = 100;

    /// <summary>Ten years: whoever wants longer wants no end.</summary>
    private const long FarthestEnd = 3653L * 86_400_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/keys", List).ForStaff();
        routes.MapPost("/api/keys", Make).ForStaff().Audited(AuditKinds.KeyMade);
        routes.MapDelete("/api/keys/{id:guid}", End).ForStaff().Audited(AuditKinds.KeyEnded);
    }

    private static async Task<IResult> Make(MakeKeyRequest request, StaffCaller caller, IStorage storage, IAudit audit, TimeProvider clock)
    {
        RefuseKeys(caller);
        var check = new FieldCheck();
        var name = check.Text("name", request.Name, 100);
        var chosen = Chosen(check, request.Permissions, caller);
        CheckEnd(check, request.ExpiresAt, clock.GetUtcNow().ToUnixTimeMilliseconds());
        check.Done();
        var installation = request.Installation ?? false;
        if (!chosen.IsSubsetOf(caller.Permissions) || (installation && !caller.InstallationOwner))
        {
            throw Refusal.NotAllowed();
        }

        var (row, key) = KeyStore.New(caller, name, chosen, installation, request.ExpiresAt);
        await storage.Write(caller.Organisation, async tx =>
        {
            if (await KeyStore.Count(tx, caller.Agent) >= Most)
            {
                throw Refusal.Conflict("too_many_keys");
            }

            var added = await KeyStore.Add(tx, row, Secret.HashOf(key));
            await audit.Note(tx, new AuditNote(AuditKinds.KeyMade, AuditBy.Of(caller))
            {
                Subject = row.Id,
                Name = name,
                Changes = AuditChange.Between(null, new { permissions = Names(chosen), installation, request.ExpiresAt }),
            });
            return added;
        });
        return TypedResults.Json(
            new MadeKey(row.Id, name, key, Names(chosen), installation, request.ExpiresAt), Wire.Json, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> List(StaffCaller caller, IStorage storage)
    {
        RefuseKeys(caller);
        var keys = await storage.Read(caller.Organisation, tx => KeyStore.Of(tx, caller.Agent));
        return TypedResults.Json(new KeyList([.. keys.Select(k => Answer(k, caller))]), Wire.Json);
    }

    private static async Task<IResult> End(Guid id, StaffCaller caller, IStorage storage, CredentialCache cache, IAudit audit)
    {
        RefuseKeys(caller);
        var ended = await storage.Write(caller.Organisation, async tx =>
        {
            var name = await KeyStore.End(tx, caller.Agent, id);
            if (name is not null)
            {
                await audit.Note(tx, new AuditNote(AuditKinds.KeyEnded, AuditBy.Of(caller)) { Subject = id, Name = name });
            }

            return name is not null;
        });
        cache.Forget();
        return ended ? TypedResults.NoContent() : throw Refusal.NotFound();
    }

    private static void RefuseKeys(StaffCaller caller)
    {
        if (caller.Session is null)
        {
            throw Refusal.NotAllowed();
        }
    }

    private static HashSet<Permission> Chosen(FieldCheck check, IReadOnlyList<string?>? names, StaffCaller caller)
    {
        if (names is null)
        {
            return [.. caller.Permissions];
        }

        var chosen = new HashSet<Permission>();
        foreach (var name in names)
        {
            if (name is not null && PermissionNames.TryParse(name, out var permission))
            {
                chosen.Add(permission);
            }
            else
            {
                check.Wrong("permissions", "one_of");
                break;
            }
        }

        return chosen;
    }

    private static void CheckEnd(FieldCheck check, long? expiresAt, long now)
    {
        if (expiresAt is { } end && (end <= now || end > now + FarthestEnd))
        {
            check.Wrong("expiresAt", "time_to_come");
        }
    }

    private static KeyAnswer Answer(KeyRow key, StaffCaller caller) => new(
        key.Id, key.Name, Names(key.AllowedOf(caller.Permissions)), key.Installation != 0 && caller.InstallationOwner, key.CreatedAt, key.UsedAt, key.ExpiresAt);

    private static IReadOnlyList<string> Names(IEnumerable<Permission> permissions) => [.. permissions.Select(p => p.Name()).Order(StringComparer.Ordinal)];
}
