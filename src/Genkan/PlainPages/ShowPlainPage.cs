using Genkan.Doors;
using Genkan.LeftMessages;
using Genkan.Sites;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.PlainPages;

/// <summary><c>GET /plain/{key}</c> and its transcript <c>/plain/{key}/talk</c>.</summary>
internal sealed class ShowPlainPage(PlainDoor door, PlainPage page, PlainTalk talk, PlainLayout layout, ISites sites, ILeftMessages leftMessages, ITexts texts)
{
    // Soon enough for who is still writing, and as cheap as a picture.
    private const string SecondsBetweenLooks = "10";
    private static readonly string[] Reading = ["GET", "HEAD"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/plain/{key}", Reading, (HttpContext context, string key, ShowPlainPage useCase) => useCase.Show(context, key))
            .OpenToAnyone().AsPage().ExcludeFromDescription();
        routes.MapMethods("/plain/{key}/talk", Reading, (HttpContext context, string key, ShowPlainPage useCase) => useCase.ShowTalk(context, key))
            .OpenToAnyone().AsPage().ExcludeFromDescription();
        routes.MapMethods("/plain/{key}/here", Reading, (HttpContext context, string key, ShowPlainPage useCase) => useCase.ShowHere(context, key))
            .OpenToAnyone().AsPage().ExcludeFromDescription();
    }

    public Task NoSuchSite(HttpContext context)
    {
        var language = texts.LanguageOf(context.Request.Headers.AcceptLanguage.ToString());
        var sentence = texts.Say(language, "problem.key_unknown");
        return PlainAnswer.Page(context, StatusCodes.Status404NotFound, layout.Bare(language, "Genkan", Html.None, Html.Of($"""<body class="page"><div class="main"><p class="lead">{sentence}</p></div></body>""")));
    }

    private async Task Show(HttpContext context, string key)
    {
        if (await door.Open(context, key) is not { } request)
        {
            await NoSuchSite(context);
            return;
        }

        if (request.Visitor is null && ComesFromAnotherSite(context))
        {
            await PlainAnswer.Page(context, StatusCodes.Status200OK, Again(request));
            return;
        }

        var query = context.Request.Query;
        var view = new PlainPage.View(New: query.ContainsKey("new"), AskEnd: query.ContainsKey("end"), Left: query.ContainsKey("left"), Leave: query.ContainsKey("leave"));
        var form = new PlainForm();
        await CountOpening(context, request, view, form);
        await PlainAnswer.Page(context, StatusCodes.Status200OK, await page.Draw(request, form, null, view));
        await MarkSeen(context, request, view);
    }

    private async Task ShowHere(HttpContext context, string key)
    {
        if (await door.Open(context, key) is { } request)
        {
            context.Response.Headers["Refresh"] = SecondsBetweenLooks;
            await PlainAnswer.Page(context, StatusCodes.Status200OK, await page.DrawHere(request), inFrame: true);
        }
        else
        {
            await NoSuchSite(context);
        }
    }

    /// <summary>Answers that stood on the page count as seen, where a person looked.</summary>
    private async Task MarkSeen(HttpContext context, PlainRequest request, PlainPage.View view)
    {
        if (request.Visitor is null || request.IsOpen || view.Left || (request.Conversation is not null && !view.New) || !HttpMethods.IsGet(context.Request.Method) || IsAhead(context))
        {
            return;
        }

        foreach (var answer in (await leftMessages.Answers(request.Visitor)).Where(a => a.SeenAt is null))
        {
            try
            {
                await leftMessages.Saw(request.Visitor, answer.Id);
            }
            catch (Exception fault) when (fault is Refusal or CannotWriteException or TooBusyException or OutcomeUnknownException)
            {
                // Reading goes on while nothing can be written.
            }
        }
    }

    private static bool IsAhead(HttpContext context) => context.Request.Headers["Sec-Purpose"].Count > 0 || context.Request.Headers["Purpose"].Count > 0;

    private async Task ShowTalk(HttpContext context, string key)
    {
        if (await door.Open(context, key) is { } request)
        {
            await PlainAnswer.Page(context, StatusCodes.Status200OK, await talk.Draw(request, context.Request.Query.ContainsKey("done")), inFrame: true);
        }
        else
        {
            await NoSuchSite(context);
        }
    }

    /// <summary>A browser keeps our strict cookie back on the first step from another site; a step of our own shows it.</summary>
    private Html Again(PlainRequest request) => layout.Bare(
        request.Language,
        request.Site.Name,
        Html.Of($"""<meta http-equiv="refresh" content="0;url={request.Link("", "here=1")}">"""),
        Html.Of($"""<body class="page"><div class="main"><p><a href="{request.Link("", "here=1")}">{texts.Say(request.Language, "plain.back")}</a></p></div></body>"""));

    private static bool ComesFromAnotherSite(HttpContext context) =>
        context.Request.Headers["Sec-Fetch-Site"].ToString() == "cross-site" && !context.Request.Query.ContainsKey("here");

    /// <summary>A browser that fetches ahead has opened nothing yet.</summary>
    private async Task CountOpening(HttpContext context, PlainRequest request, PlainPage.View view, PlainForm form)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || IsAhead(context) || !await page.OpensEntryScreen(request, view))
        {
            return;
        }

        try
        {
            await sites.CountEntry(request.Site, request.Visitor?.Visitor, form.Id);
        }
        catch (Exception fault) when (fault is Refusal or CannotWriteException or TooBusyException or OutcomeUnknownException)
        {
            // A number more or less is no reason to show the visitor no page.
        }
    }
}
