using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record SetUpRequest(string? Code, string? Organisation, string? Name, string? Email, string? Password, string? Language);

internal sealed record SetupNeeded(bool Needed);

/// <summary><c>/api/setup</c>: the first organisation and its owner, by whoever holds the printed code.</summary>
internal sealed class SetUp(IStorage storage, FirstRun firstRun, SetupCode code, IMembers members, Sessions sessions, FailureLimit failures)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/setup", async (IFirstRun run) => TypedResults.Json(new SetupNeeded(await run.Needed()), Wire.Json)).OpenToAnyone();
        routes.MapPost("/api/setup", (SetUpRequest request, HttpContext context, SetUp useCase) => useCase.Handle(context, request)).OpenToAnyone().At(Pace.SignIn)
            .Audited(AuditKinds.OrganisationFounded, AuditKinds.SessionBegun);
    }

    private async Task<IResult> Handle(HttpContext context, SetUpRequest request)
    {
        failures.RefuseWhenTooMany(context);
        if (!await firstRun.Needed())
        {
            throw Refusal.Conflict("setup_done");
        }

        if (!code.Is(request.Code))
        {
            failures.Note(context);
            throw new Refusal(403, "setup_code_wrong");
        }

        var founded = await firstRun.Begin(Wanted(request));
        code.Burn();
        var owner = await storage.Read(founded.Id, tx => members.Find(tx, founded.Id, founded.Owner));
        return TypedResults.Json(await sessions.Begin(context, owner!, null), Wire.Json, statusCode: StatusCodes.Status201Created);
    }

    private static NewOrganisation Wanted(SetUpRequest request) =>
        new(request.Organisation, request.Name, request.Email, request.Password) { Language = request.Language };
}
