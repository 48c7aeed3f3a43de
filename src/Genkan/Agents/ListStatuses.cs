using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

internal sealed record StatusList(IReadOnlyList<StatusBrief> Items);

/// <summary><c>GET /api/statuses</c>: what one can stand on, and what each lets through (ST-20, ST-21).</summary>
internal static class ListStatuses
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/statuses", List).ForStaff();

    private static Task<StatusList> List(StaffCaller caller, IStorage storage, IWorkforce workforce) =>
        storage.Read(caller.Organisation, async tx => new StatusList(await workforce.Statuses(tx)));
}
