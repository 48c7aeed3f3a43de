using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>Begins sign-ins and shows them.</summary>
internal sealed class Sessions(IStorage storage, IMembers members, IAudit audit) : ISessions
{
    /// <summary>Signs the member in: session, cookie, status, history. Refuses where the membership ended since it was looked at.</summary>
    public async Task<SessionAnswer> Begin(HttpContext context, Member member, string? status)
    {
        var (session, token, owner) = await storage.Write(member.Organisation, async tx =>
        {
            var still = await members.Find(tx, member.Organisation, member.Agent);
            if (still is not { MayEnter: true } || still.Account != member.Account)
            {
                throw SignIn.Failed();
            }

            var (id, secret) = await SessionStore.Begin(tx, member.Account, member.Agent);
            await members.SignedIn(tx, member.Agent, status);
            await audit.Note(tx, new AuditNote(AuditKinds.SessionBegun, AuditBy.Of(context, member.Agent)) { Subject = member.Agent });
            return (id, secret, await Installation.IsOwnedBy(tx, member.Account));
        });
        SessionCookie.Give(context, token);
        members.Seen(member.Organisation, member.Agent);
        return await Show(StaffCredentials.CallerFor(member, owner, session));
    }

    public Task<SessionAnswer> Show(StaffCaller caller) => storage.Read(caller.Organisation, async tx =>
    {
        var member = await members.Find(tx, caller.Organisation, caller.Agent) ?? throw new Refusal(401, "not_signed_in");
        return new SessionAnswer(
            await members.Show(tx, caller.Agent),
            await Organisations.Show(tx),
            [.. member.Permissions.Where(p => caller.Key is null || caller.May(p)).Select(p => p.Name()).Order(StringComparer.Ordinal)],
            caller.InstallationOwner,
            member.Language,
            member.Sound,
            await tx.Head(),
            storage.Epoch);
    });
}
