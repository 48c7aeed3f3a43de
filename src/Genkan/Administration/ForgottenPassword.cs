using Genkan.Audit;
using Genkan.Doors;
using Genkan.PictureCodes;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Administration;

internal sealed record ForgottenPasswordRequest(string? Email, string? Organisation, string? UserName, string? Challenge, string? Code);

/// <summary>
/// <c>POST /api/passwords/forgotten</c>: who gives a mail address (or organisation and user name) and the code of the picture
/// gets a link mailed, if there is such an account. The answer is the same if there is none, in words and in time; the letter
/// is the only difference, and it goes to the account's own address.
/// </summary>
internal sealed class ForgottenPassword(
    IStorage storage,
    Accounts accounts,
    IMembers members,
    IPictureCodes codes,
    ILetters letters,
    ITexts texts,
    GenkanSettings settings,
    TimeProvider clock)
{
    /// <summary>Nobody forgets more often; and nobody fills another's post box.</summary>
    private const int MostAnHour = 3;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/passwords/forgotten", (ForgottenPasswordRequest request, HttpContext context, ForgottenPassword useCase) => useCase.Handle(context, request))
        .OpenToAnyone().At(Pace.Letters).NotAudited("what may come of it, a new password, is");

    private async Task<IResult> Handle(HttpContext context, ForgottenPasswordRequest request)
    {
        var began = clock.GetTimestamp();
        if (!letters.Ready)
        {
            throw Refusal.Conflict("mail_not_set_up");
        }

        Check(request);
        var language = texts.LanguageOf(context.Request.Headers.AcceptLanguage.ToString());
        var member = await storage.ReadInstallation(tx => Find(tx, request));
        // One unit for all: it takes the code and so writes, whether or not somebody is found.
        var right = await storage.Write(member?.Organisation ?? OrganisationId.From(Guid.CreateVersion7()), async tx =>
        {
            var taken = await codes.Take(tx, request.Challenge, request.Code);
            if (taken && member is not null)
            {
                await SendLink(tx, member, language);
            }

            return taken;
        });
        await FirmTime.Wait(clock, began);
        return right ? TypedResults.StatusCode(StatusCodes.Status202Accepted) : throw Refusal.Invalid("code", "code_wrong");
    }

    private static void Check(ForgottenPasswordRequest request)
    {
        var check = new FieldCheck();
        if (request.UserName is not null && request.Email is null)
        {
            check.Text("userName", request.UserName, 254);
            check.Optional("organisation", request.Organisation, 60);
        }
        else
        {
            check.Email("email", request.Email, required: true);
        }

        check.Text("code", request.Code, 40);
        check.Text("challenge", request.Challenge, 200);
        check.Done();
    }

    /// <summary>A member who may come in by the name given, whose account has a mail address and a password to forget. Who was only invited has a link of another kind.</summary>
    private async Task<Member?> Find(IReadTx tx, ForgottenPasswordRequest request)
    {
        var withEmail = request.Email is not null;
        foreach (var member in withEmail ? await OfEmail(tx, request.Email!) : await OfUserName(tx, request))
        {
            if (EntryRule.Admits(member, member.Account) && (await SignInWays.Of(tx, member.Organisation)).Allows(withEmail)
                && await accounts.Find(tx, member.Account) is { HasPassword: true, Email: not null })
            {
                return member;
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<Member>> OfEmail(IReadTx tx, string email) =>
        await accounts.FindByEmail(tx, email.Trim()) is { } account ? await members.OfAccount(tx, account.Id) : [];

    private async Task<IReadOnlyList<Member>> OfUserName(IReadTx tx, ForgottenPasswordRequest request)
    {
        var organisation = request.Organisation is { Length: > 0 } slug ? await Organisations.FindBySlug(tx, slug.Trim()) : await Organisations.TheOnlyOne(tx);
        var member = organisation is null ? null : await members.FindByUserName(tx, OrganisationId.From(organisation.Id), request.UserName!.Trim());
        return member is null ? [] : [member];
    }

    private async Task SendLink(ITx tx, Member member, string language)
    {
        if (await Resets.CountSince(tx, member.Account, tx.Now - 3_600_000) >= MostAnHour)
        {
            return;
        }

        var account = (await accounts.Find(tx, member.Account))!;
        var token = await Resets.Make(tx, account.Id);
        await letters.Queue(tx, ResetLetters.Link(texts, member.Language ?? language, member, account.Email!, $"{settings.PublicUrl}/console/reset#{token}"));
    }
}
