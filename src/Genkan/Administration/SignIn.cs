using System.Collections.Concurrent;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record SignInRequest(string? Email, string? Password, string? Status, string? Organisation, string? UserName)
{
    public bool? Remember { get; init; }

    public bool? Automatic { get; init; }

    internal bool ByUserName => UserName is not null && Email is null;

    public EntryWish Wish() => new() { Organisation = Organisation, ByUserName = ByUserName, ByEmail = !ByUserName, Status = Status, Remember = Remember == true || Automatic == true, Automatic = Automatic == true };
}

internal sealed record OrganisationChoice(string Slug, string Name);

/// <summary>
/// <c>POST /api/session</c>: by mail address, or by user name inside an organisation. Whatever is wrong (no such name, wrong
/// password, closed to guesses, disabled, not joined) the answer is the same, and takes the same time.
/// </summary>
internal sealed class SignIn(IStorage storage, Accounts accounts, IMembers members, Entrance entrance, Places places, FailureLimit failures, IAudit audit, TimeProvider clock)
{
    /// <summary>A refusal leaves no earlier than this: what a known name costs beyond an unknown one (a write) hides inside.</summary>
    private static readonly TimeSpan RefusalTakes = TimeSpan.FromMilliseconds(400);

    /// <summary>Of one account's refusals the trail keeps one a minute: who guesses for days must not fill it.</summary>
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, long> noted = new();

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/session", (SignInRequest request, HttpContext context, SignIn useCase) => useCase.Handle(context, request))
        .OpenToAnyone().At(Pace.SignIn).Audited(AuditKinds.SessionBegun, AuditKinds.SessionRefused);

    public static Refusal Failed() => new(401, "sign_in_failed");

    private async Task<IResult> Handle(HttpContext context, SignInRequest request)
    {
        Check(request);
        failures.RefuseWhenTooMany(context);
        var began = clock.GetTimestamp();
        var account = await FindAccount(request);
        try
        {
            var place = await places.Of(context, account);
            return await accounts.Prove(storage, account, request.Password!, place, NameOf(request))
                ? TypedResults.Json(await entrance.Enter(context, await entrance.Which(account!.Value, request.Wish()), request.Wish(), EntryProof.Password), Wire.Json)
                : throw Failed();
        }
        catch (Refusal refusal) when (refusal.Code == Failed().Code)
        {
            failures.Note(context);
            await NoteRefusal(context, account);
            await WaitUntil(began);
            throw;
        }
    }

    private string NameOf(SignInRequest request) => places.KeyOfName(request.Email ?? $"{request.Organisation} {request.UserName}");

    private void Check(SignInRequest request)
    {
        var check = new FieldCheck();
        check.Text(request.ByUserName ? "userName" : "email", request.ByUserName ? request.UserName : request.Email, 254);
        // No more than our own rule ever let through: a megabyte is not worth hashing.
        check.Text("password", request.Password, PasswordRule.Longest, trim: false);
        check.Optional("organisation", request.Organisation, 60);
        if (request.Status is not null && !members.MayBeStatus(request.Status))
        {
            check.Wrong("status", "one_of");
        }

        check.Done();
    }

    private Task<Guid?> FindAccount(SignInRequest request) => storage.ReadInstallation(async tx =>
    {
        if (request.Email is { } email)
        {
            return (await accounts.FindByEmail(tx, email))?.Id;
        }

        // With one organisation on the installation nobody needs to know its short name.
        var organisation = request.Organisation is { Length: > 0 } slug
            ? await Organisations.FindBySlug(tx, slug.Trim())
            : await Organisations.TheOnlyOne(tx);
        var member = organisation is null ? null : await members.FindByUserName(tx, OrganisationId.From(organisation.Id), request.UserName!);
        return member?.Account;
    });

    /// <summary>Where the account is known, each of its organisations sees that somebody tried.</summary>
    private async Task NoteRefusal(HttpContext context, Guid? account)
    {
        if (account is not { } known || (noted.TryGetValue(known, out var last) && clock.GetElapsedTime(last) < BetweenNotes))
        {
            return;
        }

        noted[known] = clock.GetTimestamp();
        await storage.WriteInstallation(async tx =>
        {
            foreach (var member in await members.OfAccount(tx, known))
            {
                await audit.Note(tx, member.Organisation, new AuditNote(AuditKinds.SessionRefused, AuditBy.Of(context)) { Subject = member.Agent, Name = member.Name });
            }

            return known;
        });
    }

    private async Task WaitUntil(long began)
    {
        var left = RefusalTakes - clock.GetElapsedTime(began);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, clock);
        }
    }
}
