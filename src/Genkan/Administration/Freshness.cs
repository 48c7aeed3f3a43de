using System.Text.Json;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record ProofRequest(string? Password, string? Ticket, JsonElement? Credential);

/// <summary>
/// <c>POST /api/me/proof</c>: the password or a passkey again, before what somebody at a borrowed screen must not do: turn the
/// second factor on or off, make new recovery codes, add or remove a passkey. Good for five minutes of this sign-in.
/// </summary>
internal sealed class Freshness(IStorage storage, Accounts accounts, Passkeys passkeys, FailureLimit failures)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(5);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/me/proof/options", async (StaffCaller caller, HttpContext context, Passkeys keys) =>
            TypedResults.Json(await keys.Ask(context, SignedIn(caller) is { } ? caller.Account : null), Wire.Json)).ForStaff().NotAudited("asks a question");
        routes.MapPost("/api/me/proof", (ProofRequest request, StaffCaller caller, HttpContext context, Freshness useCase) => useCase.Handle(context, caller, request)).ForStaff().At(Pace.SignIn)
            .NotAudited("changes nothing by itself; what it opens is noted");
    }

    /// <summary>The sign-in of a person: programs with a key have no business with how their maker signs in.</summary>
    public static Guid? SignedIn(StaffCaller caller) => caller.Session ?? throw Refusal.NotAllowed();

    /// <exception cref="Refusal"><c>proof_needed</c>; <c>not_allowed</c> for keys.</exception>
    public async Task Require(StaffCaller caller)
    {
        var session = SignedIn(caller)!.Value;
        var (at, now) = await storage.Read(caller.Organisation, async tx => (await SessionStore.ProvedAt(tx, caller.Organisation, session), tx.Now));
        if (at is null || now - at > GoodFor.TotalMilliseconds)
        {
            throw new Refusal(403, "proof_needed");
        }
    }

    private async Task<IResult> Handle(HttpContext context, StaffCaller caller, ProofRequest request)
    {
        var session = SignedIn(caller)!.Value;
        failures.RefuseWhenTooMany(context);
        await (request.Credential is null ? ProvePassword(context, caller, request) : ProvePasskey(context, caller, request));
        await storage.Write(caller.Organisation, tx => SessionStore.Proved(tx, session));
        return TypedResults.NoContent();
    }

    private async Task ProvePassword(HttpContext context, StaffCaller caller, ProofRequest request)
    {
        var check = new FieldCheck();
        check.Text("password", request.Password, PasswordRule.Longest, trim: false);
        check.Done();
        if (!await accounts.Prove(storage, caller.Account, request.Password!, Place.Inside(caller)))
        {
            failures.Note(context);
            throw Refusal.Invalid("password", "password_wrong");
        }
    }

    private async Task ProvePasskey(HttpContext context, StaffCaller caller, ProofRequest request)
    {
        var key = await passkeys.Read(context, caller.Account, request.Ticket, request.Credential);
        if (key is null || key.Value.Account != caller.Account || !await storage.WriteInstallation(tx => Passkeys.Spend(tx, request.Ticket!, key.Value.Passkey)))
        {
            failures.Note(context);
            throw new Refusal(403, "passkey_refused");
        }
    }
}
