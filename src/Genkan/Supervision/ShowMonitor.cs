using Genkan.Doors;

namespace Genkan.Supervision;

/// <summary><c>GET /api/monitor</c>: all that goes on now, for the first look.</summary>
internal static class ShowMonitor
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/monitor", async (StaffCaller staff, Watchtower tower) => (await tower.Now(staff.Organisation)).Whole()).ForStaff(Watchtower.Needs);
}
