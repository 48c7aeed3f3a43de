using Genkan.Doors;
using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.LeftMessages;

internal sealed record LeaveMessageRequest(Guid Id, string? Name = null, string? Email = null, string? Phone = null, string? Text = null);

/// <summary>Answer to a left message, the same for every repeat.</summary>
internal sealed record MessageLeft(Guid Id, long At);

/// <summary><c>POST /visitor/leftmessages</c>: nobody is here, the request is left in writing (E-14).</summary>
internal sealed class LeaveMessage(IStorage storage, ISites sites, Answers answers) : ILeftMessages
{
    private const int LongestName = 80;
    private const int LongestPhone = 40;
    private const int LongestText = 4000;
    // Five digits is the shortest number somebody can be called back under (small national extensions aside).
    private const int FewestDigits = 5;
    // Nobody in need writes more in a day; a script would fill the agents' list.
    private const int MostADay = 20;
    private const long Day = 24 * 60 * 60 * 1000;
    private const int RetryAfterSeconds = 3600;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/visitor/leftmessages", async (LeaveMessageRequest request, VisitorCaller caller, LeaveMessage useCase, HttpContext context) =>
        {
            var (left, isNew) = await useCase.Handle(caller, request, null, context.Request.Headers.AcceptLanguage.ToString());
            return isNew ? TypedResults.Json(left, Wire.Json, statusCode: StatusCodes.Status201Created) : TypedResults.Json(left, Wire.Json);
        })
        .ForVisitors(Reach.Talk).At(Pace.LeftMessages);

    public async Task Leave(VisitorCaller visitor, LeftWords words, string language) =>
        await Handle(visitor, new LeaveMessageRequest(words.Id, words.Name, words.Email, words.Phone, words.Text), language, null);

    public Task<IReadOnlyList<LeftAnswer>> Answers(VisitorCaller visitor) => answers.Of(visitor);

    public Task Saw(VisitorCaller visitor, Guid message) => answers.Saw(visitor, message);

    private async Task<(MessageLeft Left, bool IsNew)> Handle(VisitorCaller caller, LeaveMessageRequest request, string? chosen, string? acceptLanguage)
    {
        // A token that stands for nobody leaves nothing behind.
        var visitor = caller.Visitor ?? throw new Refusal(StatusCodes.Status401Unauthorized, "token_invalid");
        var message = Check(request) with { Site = caller.Site };
        var site = await sites.Find(caller.Organisation, caller.Site) ?? throw Refusal.NotFound();
        message = message with { Language = sites.LanguageFor(site, chosen, acceptLanguage) };
        return await storage.Write(caller.Organisation, tx => LeaveOnce(tx, visitor, message));
    }

    private static async Task<(MessageLeft Left, bool IsNew)> LeaveOnce(ITx tx, Guid visitor, LeftMessage message)
    {
        if (await LeftMessageStore.Find(tx, message.Id) is { } there)
        {
            return there.SaysTheSameAs(message) ? (new(there.Id, there.At), false) : throw Refusal.Conflict("id_taken");
        }

        if (await LeftMessageStore.CountSince(tx, visitor, tx.Now - Day) >= MostADay)
        {
            throw new Refusal(StatusCodes.Status429TooManyRequests, "too_many") { RetryAfter = RetryAfterSeconds };
        }

        message = message with { At = tx.Now };
        await LeftMessageStore.Insert(tx, visitor, message);
        tx.Append(LeftMessageEvents.Received(visitor, message));
        return (new(message.Id, message.At), true);
    }

    private static LeftMessage Check(LeaveMessageRequest request)
    {
        var check = new FieldCheck();
        var message = new LeftMessage
        {
            Id = check.Id("id", request.Id),
            Name = check.Text("name", request.Name, LongestName),
            Email = check.Email("email", request.Email, required: false),
            Phone = CheckPhone(request.Phone, check),
            Text = check.Text("text", request.Text, LongestText),
        };
        if (string.IsNullOrWhiteSpace(request.Email) && string.IsNullOrWhiteSpace(request.Phone))
        {
            check.Wrong("email", "contact_needed");
        }

        check.Done();
        return message;
    }

    /// <summary>Loosely, in any script's digits: a person dials it.</summary>
    private static string? CheckPhone(string? typed, FieldCheck check)
    {
        var phone = check.Optional("phone", typed, LongestPhone);
        if (phone is not null && (phone.Count(char.IsDigit) < FewestDigits || phone.Any(char.IsControl)))
        {
            check.Wrong("phone", "phone_invalid");
        }

        return phone;
    }
}
