using Genkan.Administration;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary><c>DELETE /api/agents/{id}</c>: out at once. Name and nickname stay for history (H-02); user name and mail address are free again.</summary>
internal sealed class RemoveAgent(IStorage storage, IAccounts accounts, WorkforceNews news, Belonging belonging, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/agents/{id:guid}", (Guid id, StaffCaller caller, RemoveAgent useCase) => useCase.Handle(caller, id))
        .ForStaff(Permission.AgentsManage).Audited(AuditKinds.AgentRemoved);

    private async Task<IResult> Handle(StaffCaller caller, Guid id)
    {
        await storage.Write(caller.Organisation, tx => Remove(tx, caller, id));
        accounts.ShowOut(caller.Organisation, id, "disabled");
        return TypedResults.NoContent();
    }

    private async Task<bool> Remove(ITx tx, StaffCaller caller, Guid id)
    {
        await news.Before(tx);
        await AgentStore.Lock(tx);
        if (await AgentStore.FindEvenRemoved(tx, id) is not { } before)
        {
            throw Refusal.NotFound();
        }

        if (before.RemovedAt is not null)
        {
            // A repeat: done is done.
            return false;
        }

        var after = before with { RemovedAt = tx.Now, Account = null, Email = null, Status = AgentStatus.Offline, StatusAt = tx.Now };
        await AdminRights.MustStillCover(tx, caller, before);
        await AdminRights.TheLastAdminStays(tx, before, after);
        await AdminRights.TheInstallationsOwnerStays(tx, accounts, before, after);
        await End(tx, caller, before, after);
        return true;
    }

    private async Task End(ITx tx, StaffCaller caller, AgentRow before, AgentRow after)
    {
        await AgentStore.Update(tx, after);
        await AgentStore.Note(tx, after.Id, "removed", after.Status);
        await accounts.EndSessions(tx, after.Organisation, after.Id);
        await accounts.EndKeysAndInvitations(tx, after.Organisation, after.Id);
        await new AccountChange(accounts, caller).DropIfUnused(tx, before.Account);
        tx.Append(AgentEvents.Removed(Actor.Agent(caller.Agent), after.Id));
        await news.After(tx);
        await audit.Note(tx, AgentAudit.Of(AuditKinds.AgentRemoved, AuditBy.Of(caller), before, null, await belonging.Read(tx)));
    }
}
