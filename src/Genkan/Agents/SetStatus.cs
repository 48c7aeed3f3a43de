using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

internal sealed record SetStatusRequest(string? Status);

internal sealed record StatusAnswer(AgentStatus Status, long At);

/// <summary><c>PUT /api/me/status</c> (ST-17 to ST-19). Open conversations are not touched (ST-16).</summary>
internal static class SetStatus
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/me/status", Handle).ForStaff()
        .NotAudited("kept with time in the history of each agent's presence");

    private static async Task<IResult> Handle(SetStatusRequest request, StaffCaller caller, IStorage storage)
    {
        if (!AgentStatuses.TryParse(request.Status, out var status))
        {
            throw Refusal.Invalid("status", request.Status is null ? "required" : "one_of");
        }

        var agent = await storage.Write(caller.Organisation, async tx =>
        {
            var before = await AgentStore.FindToChange(tx, caller.Agent) ?? throw Refusal.NotFound();
            return await AgentStore.SetStatus(tx, before, status, Actor.Agent(caller.Agent));
        });
        return TypedResults.Json(new StatusAnswer(status, agent.StatusAt), Wire.Json);
    }
}
