using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary><c>GET /api/session</c>: who am I?</summary>
internal static class ShowSession
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/session", Handle).ForStaff();

    private static async Task<IResult> Handle(StaffCaller caller, ISessions sessions) =>
        TypedResults.Json(await sessions.Show(caller), Wire.Json);
}
