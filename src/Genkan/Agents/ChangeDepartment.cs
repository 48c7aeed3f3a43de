using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

internal sealed record ChangeDepartmentRequest(string? Name, long? Order);

/// <summary><c>PATCH /api/departments/{id}</c>: another name, another place in the lists (AD-17, AD-18).</summary>
internal sealed class ChangeDepartment(IStorage storage, WorkforceNews news, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPatch("/api/departments/{id:guid}", (Guid id, ChangeDepartmentRequest request, StaffCaller caller, ChangeDepartment useCase) => useCase.Handle(caller, id, request))
        .ForStaff(Permission.AgentsManage).Audited(AuditKinds.DepartmentChanged);

    private async Task<IResult> Handle(StaffCaller caller, Guid id, ChangeDepartmentRequest request)
    {
        var check = new FieldCheck();
        var name = request.Name is null ? null : check.Text("name", request.Name, DepartmentRow.LongestName);
        check.Range("order", request.Order ?? 0, 0, DepartmentRow.HighestOrder);
        check.Done();
        var department = await storage.Write(caller.Organisation, async tx =>
        {
            await news.Before(tx);
            await AgentStore.Lock(tx);
            await AdminRights.MustStillCover(tx, caller);
            var before = await DepartmentStore.Find(tx, id) ?? throw Refusal.NotFound();
            var after = before with { Name = name ?? before.Name, Position = request.Order ?? before.Position };
            await DepartmentStore.RefuseTakenName(tx, after);
            if (after != before)
            {
                await DepartmentStore.Update(tx, after);
                tx.Append(AgentEvents.DepartmentChanged(caller, after));
                await news.After(tx);
                await audit.Note(tx, DepartmentAudit.Of(AuditKinds.DepartmentChanged, caller, before, after));
            }

            return after;
        });
        return TypedResults.Json(department.Brief(), Wire.Json);
    }
}
