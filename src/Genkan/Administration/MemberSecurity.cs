using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record MemberSecurityAnswer(Guid Agent, bool SecondFactor, long Passkeys, long Sessions);

internal sealed record MemberSecurityList(IReadOnlyList<MemberSecurityAnswer> Items);

internal sealed record MemberSignIns(Guid Agent, bool SecondFactor, long Passkeys, bool MayReset, IReadOnlyList<SignInAnswer> Sessions, IReadOnlyList<SignInAnswer> Devices);

/// <summary>
/// What an admin sees of, and may do about, the members' sign-ins: who has a second factor, taking a lost one away, ending
/// sign-ins. Nobody does it to who may more than they, and an account used elsewhere too is its owner's alone.
/// </summary>
internal sealed class MemberSecurity(IStorage storage, IMembers members, SignOut signOut, SecurityNotices notices, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/security/members", (StaffCaller caller, MemberSecurity useCase) => useCase.List(caller)).ForStaff(Permission.AgentsManage);
        routes.MapGet("/api/agents/{id:guid}/security", (Guid id, StaffCaller caller, MemberSecurity useCase) => useCase.Show(caller, id)).ForStaff(Permission.AgentsManage);
        routes.MapDelete("/api/agents/{id:guid}/second-factor", (Guid id, StaffCaller caller, MemberSecurity useCase) => useCase.Reset(caller, id)).ForStaff(Permission.AgentsManage)
            .Audited(AuditKinds.SecondFactorReset, AuditKinds.SessionEnded);
        routes.MapDelete("/api/agents/{id:guid}/sessions", (Guid id, StaffCaller caller, MemberSecurity useCase) => useCase.EndSessions(caller, id)).ForStaff(Permission.AgentsManage)
            .Audited(AuditKinds.SessionEnded);
    }

    private async Task<IResult> List(StaffCaller caller) => TypedResults.Json(await storage.Read(caller.Organisation, async tx =>
    {
        var items = new List<MemberSecurityAnswer>();
        foreach (var member in await members.AllOf(tx, caller.Organisation))
        {
            var sessions = await SessionStore.OfAgent(tx, caller.Organisation, member.Agent);
            items.Add(new MemberSecurityAnswer(member.Agent, await SecondFactors.IsOn(tx, member.Account), await PasskeyStore.CountOf(tx, member.Account), sessions.Count));
        }

        return new MemberSecurityList(items);
    }), Wire.Json);

    private async Task<IResult> Show(StaffCaller caller, Guid id) => TypedResults.Json(await storage.Read(caller.Organisation, async tx =>
    {
        var member = await Find(tx, caller, id);
        var sessions = await SessionStore.OfAgent(tx, caller.Organisation, id);
        return new MemberSignIns(
            id,
            await SecondFactors.IsOn(tx, member.Account),
            await PasskeyStore.CountOf(tx, member.Account),
            Covers(caller, member) && id != caller.Agent && !await IsUsedElsewhere(tx, member),
            await SignIns.Sessions(tx, sessions, caller.Session),
            await SignIns.Devices(tx, await Devices.OfAgent(tx, caller.Organisation, id), sessions));
    }), Wire.Json);

    private async Task<IResult> Reset(StaffCaller caller, Guid id)
    {
        var ended = await storage.Write(caller.Organisation, async tx =>
        {
            var member = await FindCovered(tx, caller, id);
            if (id == caller.Agent)
            {
                // One's own is turned off with the password in hand, or a screen left alone could do it.
                throw Refusal.NotAllowed();
            }

            if (await IsUsedElsewhere(tx, member))
            {
                throw Refusal.Conflict("account_elsewhere");
            }

            await notices.Tell(tx, id, SecurityNotice.FactorReset, by: null);
            await SecondFactors.TurnOff(tx, member.Account);
            await PasskeyStore.DropAll(tx, member.Account);
            var sessions = await EndIn(tx, member);
            await audit.Note(tx, new AuditNote(AuditKinds.SecondFactorReset, AuditBy.Of(caller)) { Subject = id, Name = member.Name });
            return sessions;
        });
        await End(caller, ended);
        return TypedResults.NoContent();
    }

    private async Task<IResult> EndSessions(StaffCaller caller, Guid id)
    {
        await End(caller, await storage.Write(caller.Organisation, async tx => await EndIn(tx, await FindCovered(tx, caller, id))));
        return TypedResults.NoContent();
    }

    private static async Task<IReadOnlyList<SessionRow>> EndIn(ITx tx, Member member)
    {
        await Devices.EndAll(tx, member.Organisation, member.Agent);
        return await SessionStore.OfAgent(tx, member.Organisation, member.Agent);
    }

    private async Task End(StaffCaller caller, IReadOnlyList<SessionRow> sessions)
    {
        foreach (var session in sessions)
        {
            await signOut.End(session.Organisation, session.Agent, session.Id, AuditBy.Of(caller));
        }
    }

    private async Task<Member> Find(IReadTx tx, StaffCaller caller, Guid id) => await members.Find(tx, caller.Organisation, id) ?? throw Refusal.NotFound();

    private async Task<Member> FindCovered(ITx tx, StaffCaller caller, Guid id)
    {
        var member = await Find(tx, caller, id);
        return Covers(caller, member) ? member : throw Refusal.NotAllowed();
    }

    private static bool Covers(StaffCaller caller, Member member) => member.Permissions.IsSubsetOf(caller.Permissions);

    private async Task<bool> IsUsedElsewhere(IReadTx tx, Member member) =>
        (await members.OfAccount(tx, member.Account)).Any(m => m.Organisation != member.Organisation) || await Installation.IsOwnedBy(tx, member.Account);
}
