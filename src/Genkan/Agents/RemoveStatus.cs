using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary><c>DELETE /api/statuses/{key}</c>: an own one goes; who stands on it is away from then on.</summary>
internal sealed class RemoveStatus(IStorage storage, WorkforceNews news, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/statuses/{key}", (string key, StaffCaller caller, RemoveStatus useCase) => useCase.Handle(caller, key))
        .ForStaff(Permission.SettingsManage).Audited(AuditKinds.StatusRemoved);

    private async Task<IResult> Handle(StaffCaller caller, string key)
    {
        await storage.Write(caller.Organisation, tx => Remove(tx, caller, key));
        return TypedResults.NoContent();
    }

    private async Task<bool> Remove(ITx tx, StaffCaller caller, string key)
    {
        await news.Before(tx);
        await AgentStore.Lock(tx);
        var status = await StatusStore.FindEvenRemoved(tx, key) ?? throw Refusal.NotFound();
        if (status.Name is null)
        {
            throw Refusal.Conflict("status_built_in");
        }

        if (status.RemovedAt is not null)
        {
            return false;
        }

        await StatusStore.Update(tx, status with { RemovedAt = tx.Now });
        await AgentSettings.Forget(tx, key);
        foreach (var agent in (await AgentStore.All(tx)).Where(a => a.Status == key))
        {
            // Read anew: the agent may have chosen another one since.
            var now = await AgentStore.FindToChange(tx, agent.Id);
            if (now?.Status == key)
            {
                await AgentStore.SetStatus(tx, now, AgentStatus.Away, Actor.Agent(caller.Agent));
            }
        }

        tx.Append(await AgentEvents.StatusesChanged(tx, caller));
        await news.After(tx);
        await audit.Note(tx, StatusAudit.Of(AuditKinds.StatusRemoved, caller, status, null));
        return true;
    }
}
