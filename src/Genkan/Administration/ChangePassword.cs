using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record ChangePasswordRequest(string? Current, string? Password);

/// <summary><c>PUT /api/me/password</c>: with the current one. Every other sign-in of the account ends, and no other browser is remembered.</summary>
internal sealed class ChangePassword(IStorage storage, Accounts accounts, IMembers members, SignOut signOut, FailureLimit failures, SecurityNotices notices, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/me/password", (ChangePasswordRequest request, StaffCaller caller, HttpContext context, ChangePassword useCase) => useCase.Handle(context, caller, request))
        .ForStaff().Audited(AuditKinds.PasswordChanged);

    private async Task<IResult> Handle(HttpContext context, StaffCaller caller, ChangePasswordRequest request)
    {
        // A program has no business with the password of the person it works for.
        if (caller.Session is null)
        {
            throw Refusal.NotAllowed();
        }

        failures.RefuseWhenTooMany(context);
        var member = await storage.Read(caller.Organisation, tx => members.Find(tx, caller.Organisation, caller.Agent)) ?? throw Refusal.NotFound();
        var check = new FieldCheck();
        check.Text("current", request.Current, PasswordRule.Longest, trim: false);
        PasswordRule.Check(check, "password", request.Password, member.Email, member.UserName);
        check.Done();
        if (!await accounts.Prove(storage, caller.Account, request.Current!, Place.Inside(caller)))
        {
            failures.Note(context);
            throw Refusal.Invalid("current", "password_wrong");
        }

        await Change(context, caller, request.Password!);
        return TypedResults.NoContent();
    }

    private async Task Change(HttpContext context, StaffCaller caller, string password)
    {
        var hash = await accounts.HashPassword(password);
        var sessions = await storage.Write(caller.Organisation, async tx =>
        {
            await accounts.SetPassword(tx, caller.Account, hash, keep: await SessionStore.DeviceOf(tx, caller));
            var others = await SessionStore.OthersOf(tx, caller.Account, caller.Session);
            await notices.Tell(tx, caller.Agent, SecurityNotice.PasswordChanged, context);
            await audit.Note(tx, new AuditNote(AuditKinds.PasswordChanged, AuditBy.Of(caller)) { Subject = caller.Agent });
            return others;
        });
        foreach (var other in sessions)
        {
            await signOut.End(other.Organisation, other.Agent, other.Id, AuditBy.Of(caller));
        }
    }
}
