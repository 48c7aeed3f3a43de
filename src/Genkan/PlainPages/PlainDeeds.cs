using Genkan.Conversations;
using Genkan.Doors;
using Genkan.LeftMessages;
using Genkan.Routing;
using Genkan.Texts;

namespace Genkan.PlainPages;

/// <summary>What the forms do: <c>POST /plain/{key}/start</c>, <c>/say</c>, <c>/end</c>, <c>/leave</c>, each by the road the API takes.</summary>
internal sealed class PlainDeeds(PlainDoor door, PlainPage page, IConversations conversations, ILeftMessages leftMessages, IRouting routing, ITexts texts, Limits limits)
{
    private delegate Task Deed(PlainRequest request, PlainForm form);

    public static void Map(IEndpointRouteBuilder routes)
    {
        Post(routes, "start", Pace.Starts, (deeds, context, request, form) => deeds.Start(context, request, form));
        Post(routes, "say", Pace.Messages, (deeds, context, request, form) => deeds.Try(context, request, form, deeds.Say));
        Post(routes, "end", Pace.Commands, (deeds, context, request, form) => deeds.Try(context, request, form, deeds.End));
        Post(routes, "leave", Pace.LeftMessages, (deeds, context, request, form) => deeds.Leave(context, request, form));
    }

    private static void Post(IEndpointRouteBuilder routes, string name, Pace pace, Func<PlainDeeds, HttpContext, PlainRequest, PlainForm, Task> handle) => routes
        .MapPost($"/plain/{{key}}/{name}", async (HttpContext context, string key, PlainDeeds deeds, PlainDoor door, ShowPlainPage pages) =>
        {
            if (await door.Open(context, key) is { } request)
            {
                var form = await PlainForm.Read(context);
                if (!await deeds.IsTooMuch(context, request, form, pace))
                {
                    await handle(deeds, context, request, form);
                }
            }
            else
            {
                await pages.NoSuchSite(context);
            }
        })
        .OpenToAnyone()
        .AsPage()
        .ExcludeFromDescription();

    /// <summary>The API's limits, told on the page with everything typed still there.</summary>
    private async Task<bool> IsTooMuch(HttpContext context, PlainRequest request, PlainForm form, Pace pace)
    {
        try
        {
            limits.SpendAddress(context, pace);
            limits.Spend(pace, request.Site.Organisation, request.Visitor?.Visitor);
            return false;
        }
        catch (Refusal refusal)
        {
            context.Response.Headers.RetryAfter = refusal.RetryAfter?.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await Refuse(context, request, form, PlainTrouble.Of(refusal, texts, request.Language)!, refusal, new PlainPage.View(New: pace is Pace.Starts or Pace.LeftMessages, Leave: true));
            return true;
        }
    }

    private async Task Start(HttpContext context, PlainRequest request, PlainForm form) =>
        await Try(context, await door.BecomeVisitor(context, request), form, Start, beginsAnew: true);

    private async Task Leave(HttpContext context, PlainRequest request, PlainForm form)
    {
        if (form.Looks)
        {
            // Nothing is kept yet: the page again, with every word, and the beginning of a talk where somebody has come.
            await PlainAnswer.Page(context, StatusCodes.Status200OK, await page.Draw(request, form, null, new PlainPage.View(New: true, Leave: true)));
            return;
        }

        await Try(context, await door.BecomeVisitor(context, request), form, Leave, "left=1", beginsAnew: true);
    }

    /// <summary>Done: the page anew. Refused: the same page, the reason in its place and everything typed still there.</summary>
    private async Task Try(HttpContext context, PlainRequest request, PlainForm form, Deed deed, string thenQuery = "", bool beginsAnew = false)
    {
        try
        {
            await deed(request, form);
            await PlainAnswer.SeeOther(context, request.Link("", thenQuery));
        }
        catch (Exception fault) when (PlainTrouble.Of(fault, texts, request.Language) is { } trouble)
        {
            await Refuse(context, request, form, trouble, fault, new PlainPage.View(New: beginsAnew, Leave: true));
        }
    }

    private async Task Refuse(HttpContext context, PlainRequest request, PlainForm form, PlainTrouble trouble, Exception fault, PlainPage.View view)
    {
        if (fault is Refusal { Code: "conversation_open" })
        {
            await PlainAnswer.SeeOther(context, request.Link());
            return;
        }

        // The refused id may be used up; the same words under the same id stay one message where the outcome is unknown.
        var again = fault is Refusal { Code: "id_taken" } ? form with { Id = Guid.CreateVersion7() } : form;
        var now = request.Visitor is null ? request : request with { Conversation = await conversations.Current(request.Visitor) };
        await PlainAnswer.Page(context, trouble.Status, await page.Draw(now, again, trouble, view));
    }

    private async Task Start(PlainRequest request, PlainForm form)
    {
        var begun = await Begin(request, form);
        if (!string.IsNullOrWhiteSpace(form.Text))
        {
            // Written for the message form, before somebody came.
            await conversations.Say(request.Visitor!, begun.Id, new SendMessageRequest(form.First, form.Text));
        }
    }

    private async Task<VisitorConversation> Begin(PlainRequest request, PlainForm form)
    {
        var wanted = new StartConversationRequest(
            form.Id,
            request.Site.NicknameForm ? form.Nickname : null,
            form.Agrees ? new ConsentGiven(form.ConsentVersion) : null,
            request.Language)
        {
            Agent = form.ChoiceOf == "agents" ? form.Choice : null,
            Department = form.ChoiceOf == "departments" ? form.Choice : null,
        };
        try
        {
            return await conversations.Start(request.Visitor!, wanted);
        }
        catch (Refusal refusal) when (refusal.Code == "nobody_here" && form.Choice is not null)
        {
            // Only who was chosen has gone: said at the list, which is drawn anew. Where everybody has, the message form takes over.
            throw await routing.For(request.Onlooker) == Availability.Away ? refusal : Refusal.Invalid("agent", "not_offered");
        }
    }

    private Task Say(PlainRequest request, PlainForm form)
    {
        var (visitor, conversation) = Own(request, form);
        return conversations.Say(visitor, conversation, new SendMessageRequest(form.Id, form.Text));
    }

    private Task End(PlainRequest request, PlainForm form)
    {
        var (visitor, conversation) = Own(request, form);
        return conversations.End(visitor, conversation);
    }

    private Task Leave(PlainRequest request, PlainForm form) =>
        leftMessages.Leave(request.Visitor!, new LeftWords(form.Id, form.Name, form.Email, form.Phone, form.Text), request.Language);

    private static (VisitorCaller Visitor, Guid Conversation) Own(PlainRequest request, PlainForm form)
    {
        if (request.Visitor is null || request.Token is null || !PlainCookie.Proves(form.Proof, request.Token))
        {
            throw new Refusal(StatusCodes.Status401Unauthorized, "token_invalid");
        }

        return (request.Visitor, request.Conversation?.Id ?? throw new Refusal(StatusCodes.Status409Conflict, "conversation_ended"));
    }
}
