using System.Globalization;
using System.Text.Json;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

internal sealed record AddDepartmentRequest(Guid Id, string? Name, long? Order);

/// <summary><c>POST /api/departments</c> (AD-17, AD-19).</summary>
internal sealed class AddDepartment(IStorage storage, WorkforceNews news, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/departments", (AddDepartmentRequest request, StaffCaller caller, AddDepartment useCase) => useCase.Handle(caller, request))
        .ForStaff(Permission.AgentsManage).Audited(AuditKinds.DepartmentAdded);

    private async Task<IResult> Handle(StaffCaller caller, AddDepartmentRequest request)
    {
        var check = new FieldCheck();
        var wanted = new DepartmentRow
        {
            Id = check.Id("id", request.Id),
            Organisation = caller.Organisation,
            Name = check.Text("name", request.Name, DepartmentRow.LongestName),
            Position = request.Order ?? 0,
        };
        check.Range("order", wanted.Position, 0, DepartmentRow.HighestOrder);
        check.Done();
        wanted = wanted with { MadeFrom = JsonSerializer.Serialize(wanted.Brief(), Wire.Json) };
        var (made, isNew) = await storage.Write(caller.Organisation, tx => AddOnce(tx, caller, wanted));
        return TypedResults.Json(made.Brief(), Wire.Json, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private async Task<(DepartmentRow Department, bool IsNew)> AddOnce(ITx tx, StaffCaller caller, DepartmentRow wanted)
    {
        await news.Before(tx);
        await AgentStore.Lock(tx);
        await AdminRights.MustStillCover(tx, caller);
        if (await DepartmentStore.FindEvenRemoved(tx, wanted.Id) is { } there)
        {
            return there.RemovedAt is null && there.MadeFrom == wanted.MadeFrom ? (there, false) : throw Refusal.Conflict("id_taken");
        }

        if ((await DepartmentStore.All(tx)).Count >= DepartmentStore.Most)
        {
            throw Refusal.Invalid("name", "too_many", ("max", DepartmentStore.Most.ToString(CultureInfo.InvariantCulture)));
        }

        await DepartmentStore.RefuseTakenName(tx, wanted);
        var made = wanted with { CreatedAt = tx.Now };
        await DepartmentStore.Insert(tx, made);
        tx.Append(AgentEvents.DepartmentAdded(caller, made));
        await news.After(tx);
        await audit.Note(tx, DepartmentAudit.Of(AuditKinds.DepartmentAdded, caller, null, made));
        return (made, true);
    }
}
