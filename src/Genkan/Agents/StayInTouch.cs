using Genkan.Audit;
using Genkan.Doors;

namespace Genkan.Agents;

/// <summary><c>POST /api/me/contact</c>: a console answers a heartbeat. Every call tells that somebody is there; this one tells nothing else.</summary>
internal static class StayInTouch
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/me/contact", () => TypedResults.NoContent())
        .ForStaff().NotAudited("says no more than that somebody is there");
}
