using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record AcceptInvitationRequest(string? Token, string? Name, string? Password);

/// <summary>
/// <c>POST /api/invitations/accept</c>: the invited person chooses a password, or proves the one of the account there is
/// already: a link alone never opens an account somebody else uses.
/// </summary>
internal sealed class AcceptInvitation(IStorage storage, IMembers members, Accounts accounts, Entrance entrance, Places places, FailureLimit failures, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/invitations/accept", (AcceptInvitationRequest request, HttpContext context, AcceptInvitation useCase) => useCase.Handle(context, request))
        .OpenToAnyone().At(Pace.SignIn).Audited(AuditKinds.AgentJoined, AuditKinds.SessionBegun);

    private async Task<IResult> Handle(HttpContext context, AcceptInvitationRequest request)
    {
        failures.RefuseWhenTooMany(context);
        var (member, account) = await storage.ReadInstallation(tx => FindInvited(tx, request.Token));
        if (member is null || account is null)
        {
            failures.Note(context);
            throw LookAtInvitation.NoLongerGood();
        }

        var check = new FieldCheck();
        var name = check.Optional("name", request.Name, 100);
        CheckPassword(check, request.Password, member, account);
        check.Done();
        var hash = account.HasPassword ? await Prove(context, account, request.Password!) : await accounts.HashPassword(request.Password!);
        await storage.Write(member.Organisation, async tx => await Join(tx, request.Token!, member, name, hash, AuditBy.Of(context, member.Agent)));
        var joined = await storage.Read(member.Organisation, tx => members.Find(tx, member.Organisation, member.Agent));
        // Who has a second factor shows it here too.
        return TypedResults.Json(await entrance.Enter(context, joined!, new EntryWish(), EntryProof.Password), Wire.Json);
    }

    private async Task<(Member? Member, AccountBrief? Account)> FindInvited(IReadTx tx, string? token)
    {
        var invitation = await Invitations.Find(tx, token);
        var member = invitation is null ? null : await members.Find(tx, invitation.Organisation, invitation.Agent);
        return member is { Joined: false, Disabled: false } ? (member, await accounts.Find(tx, member.Account)) : (null, null);
    }

    private static void CheckPassword(FieldCheck check, string? password, Member member, AccountBrief account)
    {
        if (account.HasPassword)
        {
            check.Text("password", password, PasswordRule.Longest, trim: false);
        }
        else
        {
            PasswordRule.Check(check, "password", password, member.Email, member.UserName);
        }
    }

    private async Task<string?> Prove(HttpContext context, AccountBrief account, string password)
    {
        if (await accounts.Prove(storage, account.Id, password, await places.Of(context, account.Id)))
        {
            return null;
        }

        failures.Note(context);
        throw Refusal.Invalid("password", "password_wrong");
    }

    /// <param name="tx">The unit.</param>
    /// <param name="token">The link's.</param>
    /// <param name="member">Who was invited.</param>
    /// <param name="name">What the person wants to be called, where given.</param>
    /// <param name="hash">Of a new password; null where the present one was proved.</param>
    /// <param name="by">The person, from where.</param>
    private async Task<bool> Join(ITx tx, string token, Member member, string? name, string? hash, AuditBy by)
    {
        await Installation.Lock(tx);
        // Somebody accepted an invitation of another organisation for the same new account in the meantime: start over, with that password.
        var taken = hash is not null && (await accounts.Find(tx, member.Account))?.HasPassword != false;
        if (taken || !await Invitations.Take(tx, token))
        {
            throw LookAtInvitation.NoLongerGood();
        }

        if (hash is not null)
        {
            await accounts.SetPassword(tx, member.Account, hash);
        }

        await members.Join(tx, member.Agent, name);
        await audit.Note(tx, new AuditNote(AuditKinds.AgentJoined, by) { Subject = member.Agent, Name = name ?? member.Name });
        return true;
    }
}
