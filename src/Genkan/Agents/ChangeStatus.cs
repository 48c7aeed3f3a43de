using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

internal sealed record ChangeStatusRequest : StatusFields;

/// <summary><c>PATCH /api/statuses/{key}</c>: what a status lets through, and the name of an own one (ST-20, CF-07).</summary>
internal sealed class ChangeStatus(IStorage storage, WorkforceNews news, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPatch("/api/statuses/{key}", (string key, ChangeStatusRequest request, StaffCaller caller, ChangeStatus useCase) => useCase.Handle(caller, key, request))
        .ForStaff(Permission.SettingsManage).Audited(AuditKinds.StatusChanged);

    private async Task<IResult> Handle(StaffCaller caller, string key, ChangeStatusRequest request)
    {
        var status = await storage.Write(caller.Organisation, async tx =>
        {
            await news.Before(tx);
            await AgentStore.Lock(tx);
            var before = await StatusStore.Find(tx, key) ?? throw Refusal.NotFound();
            var check = new FieldCheck();
            var after = request.ApplyTo(before, check);
            StatusFields.OfflineLetsNothingThrough(after, check);
            check.Done();
            await StatusStore.RefuseTakenName(tx, after);
            if (after != before)
            {
                await StatusStore.Update(tx, after);
                tx.Append(await AgentEvents.StatusesChanged(tx, caller));
                await news.After(tx);
                await audit.Note(tx, StatusAudit.Of(AuditKinds.StatusChanged, caller, before, after));
            }

            return after;
        });
        return TypedResults.Json(status.Brief(), Wire.Json);
    }
}
