using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

internal sealed record SetStatusRequest(string? Status);

internal sealed record StatusAnswer(string Status, long At);

/// <summary><c>PUT /api/me/status</c> (ST-17 to ST-19). Open conversations are not touched (ST-16).</summary>
internal static class SetStatus
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/me/status", Handle).ForStaff()
        .NotAudited("kept with time in the history of each agent's presence");

    private static async Task<IResult> Handle(SetStatusRequest request, StaffCaller caller, IStorage storage, WorkforceNews news)
    {
        var status = request.Status ?? throw Refusal.Invalid("status", "required");
        var agent = await storage.Write(caller.Organisation, async tx =>
        {
            await news.Before(tx);
            _ = await StatusStore.FindToStandOn(tx, status) ?? throw Refusal.Invalid("status", "one_of");
            var before = await AgentStore.FindToChange(tx, caller.Agent) ?? throw Refusal.NotFound();
            var after = await AgentStore.SetStatus(tx, before, status, Actor.Agent(caller.Agent));
            if (after != before)
            {
                await news.After(tx);
            }

            return after;
        });
        return TypedResults.Json(new StatusAnswer(agent.Status, agent.StatusAt), Wire.Json);
    }
}
