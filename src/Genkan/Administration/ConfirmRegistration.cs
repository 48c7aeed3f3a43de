using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record ConfirmRegistrationRequest(string? Token);

internal sealed record RegistrationLook(string Organisation, string Email);

/// <summary>
/// <c>/api/registrations/look</c> and <c>/confirm</c>: the page behind the mailed link. Confirming founds the organisation and
/// signs its owner in.
/// </summary>
internal sealed class ConfirmRegistration(IStorage storage, FirstRun firstRun, IMembers members, Sessions sessions, ILetters letters, FailureLimit failures)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/registrations/look", (ConfirmRegistrationRequest request, HttpContext context, ConfirmRegistration useCase) => useCase.Look(context, request))
            .OpenToAnyone().At(Pace.SignIn).NotAudited("looking changes nothing");
        routes.MapPost("/api/registrations/confirm", (ConfirmRegistrationRequest request, HttpContext context, ConfirmRegistration useCase) => useCase.Handle(context, request))
            .OpenToAnyone().At(Pace.SignIn).Audited(AuditKinds.OrganisationFounded);
    }

    private static Refusal NoLongerGood() => new(404, "registration_invalid");

    private async Task<IResult> Look(HttpContext context, ConfirmRegistrationRequest request)
    {
        var (_, wanted) = await FindOrRefuse(context, request.Token);
        return TypedResults.Json(new RegistrationLook(wanted.Organisation, wanted.Email), Wire.Json);
    }

    private async Task<IResult> Handle(HttpContext context, ConfirmRegistrationRequest request)
    {
        // Closed since: then nobody comes in by a link that is still about.
        await Register.RefuseUnlessOpen(storage, letters);
        var (id, wanted) = await FindOrRefuse(context, request.Token);
        var founded = await storage.Write(OrganisationId.From(id), async tx =>
            await Registrations.Take(tx, id) ? await firstRun.FoundRegistered(tx, wanted, AuditBy.Of(context)) : throw NoLongerGood());
        var owner = await storage.Read(founded.Id, tx => members.Find(tx, founded.Id, founded.Owner));
        return TypedResults.Json(await sessions.Begin(context, owner!, null), Wire.Json, statusCode: StatusCodes.Status201Created);
    }

    private async Task<(Guid Id, Registration Wanted)> FindOrRefuse(HttpContext context, string? token)
    {
        failures.RefuseWhenTooMany(context);
        if (await storage.ReadInstallation(tx => Registrations.Find(tx, token)) is { } found)
        {
            return found;
        }

        failures.Note(context);
        throw NoLongerGood();
    }
}
