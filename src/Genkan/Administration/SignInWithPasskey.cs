using System.Text.Json;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record PasskeySignInRequest
{
    public string? Ticket { get; init; }
    public JsonElement? Credential { get; init; }
    public string? Organisation { get; init; }
    public string? Status { get; init; }
    public bool? Remember { get; init; }
    public bool? Automatic { get; init; }

    public EntryWish Wish() => new() { Organisation = Organisation, Status = Status, Remember = Remember == true || Automatic == true, Automatic = Automatic == true };
}

/// <summary><c>POST /api/session/passkey</c>: no name, no password; the key says who it is.</summary>
internal sealed class SignInWithPasskey(IStorage storage, IMembers members, Passkeys passkeys, Entrance entrance, FailureLimit failures)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/session/passkey/options", async (HttpContext context, Passkeys keys) => TypedResults.Json(await keys.Ask(context, null), Wire.Json)).OpenToAnyone().At(Pace.SignIn)
            .NotAudited("asks a question");
        routes.MapPost("/api/session/passkey", (PasskeySignInRequest request, HttpContext context, SignInWithPasskey useCase) => useCase.Handle(context, request)).OpenToAnyone().At(Pace.SignIn)
            .Audited(AuditKinds.SessionBegun);
    }

    private async Task<IResult> Handle(HttpContext context, PasskeySignInRequest request)
    {
        failures.RefuseWhenTooMany(context);
        Check(request);
        if (await passkeys.Read(context, null, request.Ticket, request.Credential) is not { } key)
        {
            throw Refused(context);
        }

        // Who has to choose between organisations answers again with the same key: nothing is spent until it is clear where to.
        var member = await entrance.Which(key.Account, request.Wish());
        if (!await storage.WriteInstallation(tx => Passkeys.Spend(tx, request.Ticket!, key.Passkey)))
        {
            throw Refused(context);
        }

        return TypedResults.Json(await entrance.Enter(context, member, request.Wish(), EntryProof.Passkey), Wire.Json);
    }

    private void Check(PasskeySignInRequest request)
    {
        var check = new FieldCheck();
        check.Optional("organisation", request.Organisation, 60);
        if (request.Status is not null && !members.MayBeStatus(request.Status))
        {
            check.Wrong("status", "one_of");
        }

        check.Done();
    }

    private Refusal Refused(HttpContext context)
    {
        failures.Note(context);
        return new Refusal(401, "passkey_refused");
    }
}
