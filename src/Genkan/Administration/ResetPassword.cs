using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record ResetLookRequest(string? Token);

/// <param name="Name">Of the person.</param>
/// <param name="SignInName">For the password manager: the mail address.</param>
internal sealed record ResetLookAnswer(string Name, string SignInName);

internal sealed record ResetPasswordRequest(string? Token, string? Password);

/// <summary>
/// <c>/api/passwords/look</c> and <c>/api/passwords/reset</c>: the page behind a mailed link. Programs that open every link of a
/// letter change nothing: only sending the form takes the link. Every sign-in of the account ends, and the person is told by mail.
/// It signs nobody in: a second factor is asked for as ever.
/// </summary>
internal sealed class ResetPassword(
    IStorage storage,
    Accounts accounts,
    IMembers members,
    SignOut signOut,
    SecurityNotices notices,
    FailureLimit failures,
    IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/passwords/look", (ResetLookRequest request, HttpContext context, ResetPassword useCase) => useCase.Look(context, request))
            .OpenToAnyone().At(Pace.SignIn).NotAudited("looking changes nothing");
        routes.MapPost("/api/passwords/reset", (ResetPasswordRequest request, HttpContext context, ResetPassword useCase) => useCase.Handle(context, request))
            .OpenToAnyone().At(Pace.SignIn).Audited(AuditKinds.PasswordChanged, AuditKinds.SessionEnded);
    }

    private static Refusal NoLongerGood() => new(404, "reset_invalid");

    private async Task<IResult> Look(HttpContext context, ResetLookRequest request)
    {
        var (member, account) = await FindOrRefuse(context, request.Token);
        return TypedResults.Json(new ResetLookAnswer(member.Name, account.Email!), Wire.Json);
    }

    private async Task<IResult> Handle(HttpContext context, ResetPasswordRequest request)
    {
        var (member, account) = await FindOrRefuse(context, request.Token);
        var check = new FieldCheck();
        PasswordRule.Check(check, "password", request.Password, account.Email, member.UserName);
        check.Done();
        var hash = await accounts.HashPassword(request.Password!);
        var ended = await storage.Write(member.Organisation, tx => Change(tx, request.Token!, member, account, hash, context));
        foreach (var session in ended)
        {
            await signOut.End(session.Organisation, session.Agent, session.Id, AuditBy.Of(context, session.Agent));
        }

        return TypedResults.NoContent();
    }

    private async Task<IReadOnlyList<SessionRow>> Change(ITx tx, string token, Member member, AccountBrief account, string hash, HttpContext context)
    {
        if (await Resets.Take(tx, token) != account.Id)
        {
            throw NoLongerGood();
        }

        await accounts.SetPassword(tx, account.Id, hash);
        await notices.Tell(tx, member.Agent, SecurityNotice.PasswordReset, context);
        var sessions = await SessionStore.OthersOf(tx, account.Id, null);
        await audit.Note(tx, new AuditNote(AuditKinds.PasswordChanged, AuditBy.Of(context, member.Agent)) { Subject = member.Agent });
        return sessions;
    }

    private async Task<(Member Member, AccountBrief Account)> FindOrRefuse(HttpContext context, string? token)
    {
        failures.RefuseWhenTooMany(context);
        var (member, account) = await storage.ReadInstallation(async tx =>
        {
            var id = await Resets.Find(tx, token);
            var found = id is null ? null : await accounts.Find(tx, id.Value);
            var all = found is null ? [] : await members.OfAccount(tx, found.Id);
            return (all.FirstOrDefault(m => EntryRule.Admits(m, found!.Id)), found);
        });
        if (member is null || account?.Email is null)
        {
            failures.Note(context);
            throw NoLongerGood();
        }

        return (member, account);
    }
}
