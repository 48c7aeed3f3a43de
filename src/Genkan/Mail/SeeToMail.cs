using Genkan.Administration;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Genkan.Mail;

/// <param name="State"><c>ready</c>, <c>off</c> (no server named) or <c>incomplete</c>.</param>
/// <param name="Problems">What is to be mended, by setting.</param>
/// <param name="Server">Host and port.</param>
/// <param name="Tls"><c>none</c>, <c>startTls</c>, <c>tls</c>.</param>
/// <param name="SignsIn">With a user name and a password.</param>
/// <param name="From">Who letters are from.</param>
internal sealed record MailAnswer(string State, IReadOnlyList<MailProblem> Problems, string? Server, MailTls? Tls, bool SignsIn, string? From);

internal sealed record TestLetterRequest(string? To);

/// <param name="Sent">The server has taken it.</param>
/// <param name="Why">Else why not, as in the list of letters.</param>
/// <param name="Reply">What the server said.</param>
internal sealed record TestLetterAnswer(bool Sent, string? Why, string? Reply);

/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="To">The address.</param>
/// <param name="State"><c>waiting</c> (tried in vain, and will be again) or <c>failed</c>.</param>
/// <param name="CreatedAt">UTC milliseconds.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="TriedAt">The last time.</param>
/// <param name="Why">Why it did not get there.</param>
/// <param name="Reply">What the server said.</param>
internal sealed record LetterAnswer(Guid Id, string Kind, string To, string State, long CreatedAt, long Attempts, long? TriedAt, string? Why, string? Reply);

internal sealed record LetterList(IReadOnlyList<LetterAnswer> Items);

/// <summary><c>/api/mail</c>: whether mail works, a letter to try it, and what did not get there; for the installation's owner.</summary>
internal sealed class SeeToMail(IStorage storage, IJobs jobs, IPostman postman, MailSettings settings, ITexts texts, TimeProvider clock, IEnumerable<ILetterWatch> watches)
{
    private const int MostShown = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/mail", (SeeToMail useCase) => useCase.Show()).ForInstallationOwner();
        routes.MapPost("/api/mail/test", (TestLetterRequest request, HttpContext context, SeeToMail useCase) => useCase.Try(context, request))
            .ForInstallationOwner().NotAudited("a letter to try the mail changes nothing");
        routes.MapGet("/api/mail/letters", (SeeToMail useCase) => useCase.List()).ForInstallationOwner();
        routes.MapPost("/api/mail/letters/{id:guid}/again", (Guid id, SeeToMail useCase) => useCase.Again(id)).ForInstallationOwner().NotAudited("its cause is in the trail, the sending is not");
        routes.MapDelete("/api/mail/letters/{id:guid}", (Guid id, SeeToMail useCase) => useCase.Forget(id)).ForInstallationOwner().NotAudited("its cause is in the trail, the sending is not");
    }

    private JsonHttpResult<MailAnswer> Show() => TypedResults.Json(
        settings.Host is null
            ? new MailAnswer("off", [], null, null, false, null)
            : new MailAnswer(
                settings.Ready ? "ready" : "incomplete",
                settings.Problems,
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{settings.Host}:{settings.Port}"),
                settings.Tls,
                settings.User is not null,
                settings.From is { } from ? $"{from.Name} <{from.Address}>" : null),
        Wire.Json);

    /// <summary>At once and not by the queue: who presses the button waits for what the server says.</summary>
    private async Task<IResult> Try(HttpContext context, TestLetterRequest request)
    {
        var check = new FieldCheck();
        check.Email("to", request.To, required: true);
        var to = Mailbox.Of(request.To, null);
        if (to is null && !string.IsNullOrWhiteSpace(request.To))
        {
            check.Wrong("to", "email_invalid");
        }

        check.Done();
        if (!settings.Ready)
        {
            throw Refusal.Conflict("mail_not_set_up");
        }

        try
        {
            var reply = await postman.Deliver(TestLetter(texts.LanguageOf(context.Request.Headers.AcceptLanguage.ToString()), to!), context.RequestAborted);
            return TypedResults.Json(new TestLetterAnswer(true, null, reply), Wire.Json);
        }
        catch (SmtpTrouble trouble)
        {
            return TypedResults.Json(new TestLetterAnswer(false, trouble.Why, trouble.Reply), Wire.Json);
        }
    }

    private MimeLetter TestLetter(string language, Mailbox to)
    {
        var letter = new Letter
        {
            Id = Guid.CreateVersion7(),
            Kind = "test",
            To = to.Address,
            Language = language,
            Subject = texts.Say(language, "letter.test_subject"),
            Before = [texts.Say(language, "letter.test_text", [("server", settings.Host!)])],
        };
        return new MimeLetter
        {
            Id = letter.Id,
            From = settings.From!,
            To = to,
            Subject = letter.Subject,
            Language = language,
            At = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Text = LetterLayout.Text(letter),
            Html = LetterLayout.Html(letter),
        };
    }

    private async Task<IResult> List()
    {
        var rows = await storage.ReadInstallation(tx => LetterStore.NotThere(tx, MostShown));
        return TypedResults.Json(
            new LetterList([.. rows.Select(r => new LetterAnswer(r.Id, r.Kind, r.Recipient, r.State, r.CreatedAt, r.Attempts, r.TriedAt, r.Why, r.Reply))]),
            Wire.Json);
    }

    private Task<IResult> Again(Guid id) => ForLetter(id, async tx =>
    {
        var again = await LetterStore.Again(tx, id);
        if (again > 0)
        {
            await jobs.Queue(tx, id, DeliverLetter.JobKind, new { }, 0);
            await watches.Tell(tx, id, LetterFate.Waiting);
        }

        return again;
    });

    private Task<IResult> Forget(Guid id) => ForLetter(id, async tx =>
    {
        await jobs.Cancel(tx, id);
        var forgotten = await LetterStore.Forget(tx, id);
        if (forgotten > 0)
        {
            await watches.Tell(tx, id, LetterFate.Failed, "dropped");
        }

        return forgotten;
    });

    private async Task<IResult> ForLetter(Guid id, Func<ITx, Task<int>> deed)
    {
        var organisation = await storage.ReadInstallation(tx => LetterStore.OrganisationOf(tx, id)) ?? throw Refusal.NotFound();
        return await storage.Write(organisation, deed) > 0 ? TypedResults.NoContent() : throw Refusal.NotFound();
    }
}
