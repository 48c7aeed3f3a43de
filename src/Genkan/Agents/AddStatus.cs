using System.Globalization;
using System.Text.Json;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

internal sealed record AddStatusRequest : StatusFields
{
    public Guid Id { get; init; }
}

/// <summary><c>POST /api/statuses</c>: a status of the organisation's own (ST-21). Its id becomes its key; what is not said it does not let through.</summary>
internal sealed class AddStatus(IStorage storage, WorkforceNews news, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/statuses", (AddStatusRequest request, StaffCaller caller, AddStatus useCase) => useCase.Handle(caller, request))
        .ForStaff(Permission.SettingsManage).Audited(AuditKinds.StatusAdded);

    private async Task<IResult> Handle(StaffCaller caller, AddStatusRequest request)
    {
        var check = new FieldCheck();
        var key = check.Id("id", request.Id).ToString();
        var wanted = (request with { Name = request.Name ?? "" }).ApplyTo(new StatusRow { Organisation = caller.Organisation, Key = key, Name = "" }, check);
        check.Done();
        wanted = wanted with { MadeFrom = JsonSerializer.Serialize(wanted.Brief(), Wire.Json) };
        var (made, isNew) = await storage.Write(caller.Organisation, tx => AddOnce(tx, caller, wanted));
        return TypedResults.Json(made.Brief(), Wire.Json, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private async Task<(StatusRow Status, bool IsNew)> AddOnce(ITx tx, StaffCaller caller, StatusRow wanted)
    {
        await news.Before(tx);
        await AgentStore.Lock(tx);
        if (await StatusStore.FindEvenRemoved(tx, wanted.Key) is { } there)
        {
            return there.RemovedAt is null && there.MadeFrom == wanted.MadeFrom ? (there, false) : throw Refusal.Conflict("id_taken");
        }

        if ((await StatusStore.All(tx)).Count >= StatusStore.Most)
        {
            throw Refusal.Invalid("name", "too_many", ("max", StatusStore.Most.ToString(CultureInfo.InvariantCulture)));
        }

        await StatusStore.RefuseTakenName(tx, wanted);
        var made = wanted with { CreatedAt = tx.Now };
        await StatusStore.Insert(tx, made);
        tx.Append(await AgentEvents.StatusesChanged(tx, caller));
        await news.After(tx);
        await audit.Note(tx, StatusAudit.Of(AuditKinds.StatusAdded, caller, null, made));
        return (made, true);
    }
}
