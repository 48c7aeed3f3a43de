using Genkan.Audit;
using Genkan.Doors;
using Genkan.PictureCodes;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Administration;

internal sealed record RegisterRequest(string? Organisation, string? Name, string? Email, string? Password, string? Language, string? Challenge, string? Code);

/// <summary>
/// <c>POST /api/registrations</c>: an organisation registers itself, where the installation's owner allows it. Nothing exists
/// until the mailed link is confirmed. Where the address has an account already the answer is the same, and the letter says so.
/// </summary>
internal sealed class Register(
    IStorage storage,
    Accounts accounts,
    IPictureCodes codes,
    ILetters letters,
    ITexts texts,
    GenkanSettings settings,
    TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/registrations", (RegisterRequest request, HttpContext context, Register useCase) => useCase.Handle(context, request))
        .OpenToAnyone().At(Pace.Letters).NotAudited("nothing exists until it is confirmed");

    /// <summary>Closed reads as not there.</summary>
    public static async Task RefuseUnlessOpen(IStorage storage, ILetters letters)
    {
        if (!letters.Ready || !await storage.ReadInstallation(Installation.Registers))
        {
            throw new Refusal(403, "registration_closed");
        }
    }

    private async Task<IResult> Handle(HttpContext context, RegisterRequest request)
    {
        var began = clock.GetTimestamp();
        await RefuseUnlessOpen(storage, letters);
        var language = texts.Find(request.Language) ?? texts.LanguageOf(context.Request.Headers.AcceptLanguage.ToString());
        var wanted = Check(request, language);
        wanted = wanted with { PasswordHash = await accounts.HashPassword(request.Password!) };
        var known = await storage.ReadInstallation(tx => accounts.FindByEmail(tx, wanted.Email)) is not null;
        var id = Guid.CreateVersion7();
        var right = await storage.Write(OrganisationId.From(id), async tx =>
        {
            var taken = await codes.Take(tx, request.Challenge, request.Code);
            if (taken)
            {
                await letters.Queue(tx, known ? Known(wanted) : Confirm(wanted, await Registrations.Add(tx, id, wanted)));
            }

            return taken;
        });
        await FirmTime.Wait(clock, began);
        return right ? TypedResults.StatusCode(StatusCodes.Status202Accepted) : throw Refusal.Invalid("code", "code_wrong");
    }

    private static Registration Check(RegisterRequest request, string language)
    {
        var check = new FieldCheck();
        var wanted = new Registration(
            check.Text("organisation", request.Organisation, Organisations.LongestName),
            check.Text("name", request.Name, 100),
            check.Email("email", request.Email, required: true) ?? "",
            "",
            language);
        PasswordRule.Check(check, "password", request.Password, wanted.Email, null);
        check.Text("code", request.Code, 40);
        check.Text("challenge", request.Challenge, 200);
        check.Done();
        return wanted;
    }

    private Letter Confirm(Registration wanted, string token) => Write(
        wanted,
        "registration",
        "letter.register_subject",
        [texts.Say(wanted.Language, "letter.register_text", [("organisation", wanted.Organisation)])],
        new LetterLink(texts.Say(wanted.Language, "letter.register_do"), $"{settings.PublicUrl}/console/confirm#{token}"),
        [texts.Say(wanted.Language, "letter.register_once"), texts.Say(wanted.Language, "letter.register_not_you")]);

    private Letter Known(Registration wanted) => Write(
        wanted,
        "registrationKnown",
        "letter.register_known_subject",
        [texts.Say(wanted.Language, "letter.register_known_text")],
        new LetterLink(texts.Say(wanted.Language, "letter.sign_in"), $"{settings.PublicUrl}/console/"),
        [texts.Say(wanted.Language, "letter.register_known_not_you")]);

    private Letter Write(Registration wanted, string kind, string subject, IReadOnlyList<string> before, LetterLink link, IReadOnlyList<string> after) => new()
    {
        Id = Guid.CreateVersion7(),
        Kind = kind,
        To = wanted.Email,
        Language = wanted.Language,
        Subject = texts.Say(wanted.Language, subject),
        // No name in it: whoever registers with somebody else's address does not choose the words that person gets.
        Before = before,
        Link = link,
        After = after,
    };
}
