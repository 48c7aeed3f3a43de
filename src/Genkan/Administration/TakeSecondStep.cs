using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record SecondStepRequest(string? Ticket, string? Code);

internal sealed record SecondStepSetUpRequest(string? Ticket);

internal sealed record EnteredWithCodes(SessionAnswer Session, IReadOnlyList<string> RecoveryCodes);

/// <summary>
/// <c>POST /api/session/second</c>: the code after the password. <c>…/setup</c> and <c>…/confirm</c> for those whose
/// organisation wants a second factor and who have none yet.
/// </summary>
internal sealed class TakeSecondStep(
    IStorage storage, IMembers members, Entrance entrance, SecondSteps steps, GuessLimit guesses, Places places, FailureLimit failures, SecurityNotices notices, IAudit audit)
{
    /// <summary>Six digits are few: of strangers who have the password one guess a minute is let through, of three good codes in a million.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/session/second", (SecondStepRequest request, HttpContext context, TakeSecondStep useCase) => useCase.Take(context, request)).OpenToAnyone().At(Pace.SignIn)
            .Audited(AuditKinds.SessionBegun);
        routes.MapPost("/api/session/second/setup", (SecondStepSetUpRequest request, TakeSecondStep useCase) => useCase.SetUp(request)).OpenToAnyone().At(Pace.SignIn)
            .NotAudited("counts for nothing before it is confirmed");
        routes.MapPost("/api/session/second/confirm", (SecondStepRequest request, HttpContext context, TakeSecondStep useCase) => useCase.Confirm(context, request)).OpenToAnyone().At(Pace.SignIn)
            .Audited(AuditKinds.SecondFactorOn, AuditKinds.SessionBegun);
    }

    private async Task<IResult> Take(HttpContext context, SecondStepRequest request)
    {
        failures.RefuseWhenTooMany(context);
        var code = CodeOf(request);
        var ticket = await steps.Read(request.Ticket);
        var member = await Find(ticket);
        await Prove(context, ticket.Account, () => storage.WriteInstallation(tx => SecondFactors.Prove(tx, ticket.Account, code)));
        return TypedResults.Json(await entrance.Enter(context, member, ticket.Wish, EntryProof.Code), Wire.Json);
    }

    private async Task<IResult> SetUp(SecondStepSetUpRequest request)
    {
        var ticket = await steps.ReadForSetUp(request.Ticket);
        var member = await Find(ticket);
        return TypedResults.Json(await storage.WriteInstallation(tx => SecondFactors.Begin(tx, ticket.Account, member.Email ?? member.UserName)), Wire.Json);
    }

    private async Task<IResult> Confirm(HttpContext context, SecondStepRequest request)
    {
        failures.RefuseWhenTooMany(context);
        var code = CodeOf(request);
        var ticket = await steps.ReadForSetUp(request.Ticket);
        var member = await Find(ticket);
        IReadOnlyList<string>? codes = null;
        await Prove(context, ticket.Account, async () => (codes = await storage.Write(member.Organisation, tx => Confirm(tx, context, member, code))) is not null);
        var session = await entrance.Enter(context, member, ticket.Wish, EntryProof.Code);
        return TypedResults.Json(new EnteredWithCodes(session, codes!), Wire.Json);
    }

    private async Task<IReadOnlyList<string>?> Confirm(ITx tx, HttpContext context, Member member, string code)
    {
        var codes = await SecondFactors.Confirm(tx, member.Account, code);
        if (codes is not null)
        {
            await notices.Tell(tx, member.Agent, SecurityNotice.FactorOn, context);
            await audit.Note(tx, new AuditNote(AuditKinds.SecondFactorOn, AuditBy.Of(context, member.Agent)) { Subject = member.Agent });
        }

        return codes;
    }

    private static string CodeOf(SecondStepRequest request)
    {
        var check = new FieldCheck();
        var code = check.Text("code", request.Code, 20);
        check.Done();
        return code;
    }

    /// <summary>A member who was disabled between the two steps does not take the second.</summary>
    private async Task<Member> Find(SecondStepTicket ticket)
    {
        var member = await storage.ReadInstallation(tx => members.Find(tx, OrganisationId.From(ticket.Organisation), ticket.Agent));
        return EntryRule.Admits(member, ticket.Account) ? member : throw SignIn.Failed();
    }

    /// <summary>Codes are counted apart from passwords: who guesses passwords from outside never closes the second step to its owner.</summary>
    private async Task Prove(HttpContext context, Guid account, Func<Task<bool>> prove)
    {
        var (what, place) = ($"code:{account:N}", await places.Of(context, account));
        if (!await guesses.MayTry(what, place, LongestGap))
        {
            throw new Refusal(429, "too_many") { RetryAfter = (int)GuessLimit.LockTime.TotalSeconds };
        }

        if (!await prove())
        {
            failures.Note(context);
            throw Refusal.Invalid("code", "code_wrong");
        }

        guesses.Forgive(what, place);
    }
}
