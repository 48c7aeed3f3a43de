using Genkan.Administration;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

internal sealed record AgentList(IReadOnlyList<AgentAnswer> Items);

/// <summary><c>GET /api/agents?q=</c> and <c>GET /api/agents/{id}</c>.</summary>
internal static class ListAgents
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/agents", List).ForStaff(Permission.AgentsManage);
        routes.MapGet("/api/agents/{id:guid}", Show).ForStaff(Permission.AgentsManage);
    }

    private static async Task<IResult> List(string? q, StaffCaller caller, IStorage storage)
    {
        var check = new FieldCheck();
        var words = check.Optional("q", q, 200);
        check.Done();
        var agents = await storage.Read(caller.Organisation, tx => AgentStore.All(tx, words));
        return TypedResults.Json(new AgentList([.. agents.Select(a => a.Answer())]), Wire.Json);
    }

    private static async Task<IResult> Show(Guid id, StaffCaller caller, IStorage storage) =>
        TypedResults.Json((await storage.Read(caller.Organisation, tx => AgentStore.Find(tx, id)) ?? throw Refusal.NotFound()).Answer(), Wire.Json);
}
