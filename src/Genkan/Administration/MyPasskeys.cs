using System.Text.Json;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record AddPasskeyRequest(string? Name, string? Ticket, JsonElement? Credential);

internal sealed record PasskeyNameRequest(string? Name);

/// <summary><c>/api/me/passkeys</c>: one's own keys: add, name, remove.</summary>
internal sealed class MyPasskeys(IStorage storage, IMembers members, Passkeys passkeys, Freshness freshness, SecurityNotices notices, IAudit audit)
{
    private const int LongestName = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/me/passkeys/options", (StaffCaller caller, HttpContext context, MyPasskeys useCase) => useCase.Ask(context, caller)).ForStaff().NotAudited("asks a question");
        routes.MapPost("/api/me/passkeys", (AddPasskeyRequest request, StaffCaller caller, HttpContext context, MyPasskeys useCase) => useCase.Add(context, caller, request)).ForStaff()
            .Audited(AuditKinds.PasskeyAdded);
        routes.MapPatch("/api/me/passkeys/{id:guid}", (Guid id, PasskeyNameRequest request, StaffCaller caller, MyPasskeys useCase) => useCase.Rename(caller, id, request)).ForStaff()
            .NotAudited("a name for its owner's own list");
        routes.MapDelete("/api/me/passkeys/{id:guid}", (Guid id, StaffCaller caller, HttpContext context, MyPasskeys useCase) => useCase.Remove(context, caller, id)).ForStaff().Audited(AuditKinds.PasskeyRemoved);
    }

    private async Task<IResult> Ask(HttpContext context, StaffCaller caller)
    {
        await freshness.Require(caller);
        var (member, count) = await storage.ReadInstallation(async tx => (
            await members.Find(tx, caller.Organisation, caller.Agent) ?? throw Refusal.NotFound(), await PasskeyStore.CountOf(tx, caller.Account)));
        return count >= PasskeyStore.Most
            ? throw Refusal.Conflict("passkeys_full")
            : TypedResults.Json(await passkeys.AskForNew(context, caller.Account, member.Email ?? member.UserName, member.Name), Wire.Json);
    }

    private async Task<IResult> Add(HttpContext context, StaffCaller caller, AddPasskeyRequest request)
    {
        await freshness.Require(caller);
        var name = NameIn(request.Name);
        var key = await passkeys.ReadNew(context, caller.Account, request.Ticket, request.Credential) ?? throw Refused();
        var added = await storage.Write(caller.Organisation, async tx =>
        {
            // Asked again in the unit: two answers may come at once.
            var isNew = await Passkeys.SpendNew(tx, request.Ticket!) && await PasskeyStore.Find(tx, key.CredentialId) is null;
            var row = isNew ? await PasskeyStore.Add(tx, caller.Account, name, key) : throw Refused();
            await notices.Tell(tx, caller.Agent, SecurityNotice.PasskeyAdded(name), context);
            await Note(tx, caller, AuditKinds.PasskeyAdded);
            return row;
        });
        return TypedResults.Json(added.Answer(), Wire.Json, statusCode: StatusCodes.Status201Created);
    }

    private async Task<IResult> Rename(StaffCaller caller, Guid id, PasskeyNameRequest request)
    {
        Freshness.SignedIn(caller);
        var name = NameIn(request.Name);
        var renamed = await storage.WriteInstallation(tx => PasskeyStore.Rename(tx, caller.Account, id, name));
        return renamed > 0 ? TypedResults.NoContent() : throw Refusal.NotFound();
    }

    private async Task<IResult> Remove(HttpContext context, StaffCaller caller, Guid id)
    {
        Freshness.SignedIn(caller);
        var all = await storage.ReadInstallation(tx => PasskeyStore.Of(tx, caller.Account));
        var key = all.FirstOrDefault(p => p.Id == id) ?? throw Refusal.NotFound();
        await freshness.Require(caller);
        await storage.Write(caller.Organisation, async tx =>
        {
            if (await PasskeyStore.Drop(tx, caller.Account, id) > 0)
            {
                await notices.Tell(tx, caller.Agent, SecurityNotice.PasskeyRemoved(key.Name), context);
                await Note(tx, caller, AuditKinds.PasskeyRemoved);
            }

            return true;
        });
        return TypedResults.NoContent();
    }

    private Task Note(ITx tx, StaffCaller caller, string kind) =>
        audit.Note(tx, new AuditNote(kind, AuditBy.Of(caller)) { Subject = caller.Agent });

    private static string NameIn(string? name)
    {
        var check = new FieldCheck();
        var text = check.Text("name", name, LongestName);
        check.Done();
        return text;
    }

    private static Refusal Refused() => new(422, "passkey_refused");
}
