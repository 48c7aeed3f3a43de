using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record OrganisationOwner(string? Name, string? Email, string? Password);

internal sealed record AddOrganisationRequest(Guid? Id, string? Name, string? Slug, OrganisationOwner? Owner);

internal sealed record OrganisationList(IReadOnlyList<OrganisationAnswer> Items);

/// <summary><c>/api/organisations</c>: further organisations, by the installation's owner.</summary>
internal static class AddOrganisation
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/organisations", List).ForInstallationOwner();
        routes.MapPost("/api/organisations", Add).ForInstallationOwner().Audited(AuditKinds.OrganisationFounded, AuditKinds.OrganisationAdded);
    }

    private static async Task<IResult> List(IStorage storage) =>
        TypedResults.Json(new OrganisationList(await storage.ReadInstallation(Organisations.All)), Wire.Json);

    private static async Task<IResult> Add(AddOrganisationRequest request, StaffCaller caller, IFirstRun firstRun)
    {
        var wanted = new NewOrganisation(request.Name, request.Owner?.Name, request.Owner?.Email, request.Owner?.Password)
        {
            Id = request.Id == Guid.Empty ? null : request.Id,
            Slug = request.Slug,
            By = caller,
        };
        var founded = await firstRun.Found(wanted);
        return TypedResults.Json(
            new OrganisationAnswer(founded.Id.Value, founded.Name, founded.Slug),
            Wire.Json,
            statusCode: founded.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
