using Genkan.Doors;
using Genkan.Live;
using Genkan.Sites;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Visitors;

/// <summary>A page was opened: begins a visit, or continues one by its token, and tells the page what it must know.</summary>
internal sealed class BeginVisit(
    IStorage storage,
    VisitorStore store,
    VisitorTokens tokens,
    ISites sites,
    ISiteOrigins origins,
    ITexts texts,
    ILive live,
    Limits limits,
    IEnumerable<IVisitAnswerPart> parts)
{
    /// <summary>Addresses longer than this are of no use to anybody who reads them.</summary>
    private const int LongestUrl = 2000;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/visitor/visits", (VisitRequest request, HttpContext context, BeginVisit begin) => begin.Handle(request, context))
        .OpenToAnyone().At(Pace.Visits);

    private async Task<VisitAnswer> Handle(VisitRequest request, HttpContext context)
    {
        var page = Check(request);
        var site = await sites.FindByKey(request.Site ?? "") ?? throw new Refusal(404, "key_unknown");
        await RefuseForeignOrigin(context, site);
        var known = KnownFrom(context, site);
        var reach = request.Reach ?? Reach.Talk;
        if (known is not null && known.Reach < reach)
        {
            // The loader's weak token must not turn into one that opens the conversation.
            throw Refusal.NotAllowed();
        }

        limits.Spend(Pace.Visits, site.Organisation, known?.Visitor);
        var language = texts.Find(request.Language);
        var caller = known ?? new VisitorCaller { Organisation = site.Organisation, Site = site.Id, Visitor = NewVisitor(site, reach), Reach = reach };
        caller = caller with { Address = context.Connection.RemoteIpAddress };
        var head = await Keep(caller, isNew: known is null, page, language, TrailOf(request, site));
        return await Answer(caller, site, language, context, head);
    }

    private static PageView? Check(VisitRequest request)
    {
        var check = new FieldCheck();
        check.Text("site", request.Site, 40);
        var url = check.Optional("page", request.Page, LongestUrl);
        var title = check.Optional("title", request.Title, 300);
        var referrer = check.Optional("referrer", request.Referrer, LongestUrl);
        check.Optional("language", request.Language, 35);
        check.Optional("trail", request.Trail, 200);
        check.Done();
        return url is null ? null : new PageView(url, title, referrer);
    }

    private async Task RefuseForeignOrigin(HttpContext context, SiteProfile site)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && !OwnOrigin.Is(context, origin) && !await origins.Allows(site.Organisation, site.Id, origin))
        {
            throw new Refusal(403, "origin_not_allowed");
        }
    }

    /// <summary>Who continues is told by the token alone, never by an id in the body.</summary>
    private VisitorCaller? KnownFrom(HttpContext context, SiteProfile site)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return null;
        }

        var caller = header.StartsWith("Visitor ", StringComparison.Ordinal) ? tokens.Read(header["Visitor ".Length..].Trim()) : null;
        return caller is not null && caller.Organisation == site.Organisation && caller.Site == site.Id
            ? caller
            : throw new Refusal(401, "token_invalid");
    }

    /// <summary>Nobody, where the site lets nothing be stored before the chat is opened (W-25).</summary>
    private static Guid? NewVisitor(SiteProfile site, Reach reach) =>
        reach == Reach.Page && site.StoreOnlyAfterOpening ? null : Guid.CreateVersion7();

    /// <summary>The loader's visitor whose trail the window joins. That gives the page token no new right: the window is somebody of its own.</summary>
    private Guid? TrailOf(VisitRequest request, SiteProfile site) =>
        request.Trail is { Length: > 0 } token && tokens.Read(token) is { } trail && trail.Organisation == site.Organisation ? trail.Visitor : null;

    private async Task<long> Keep(VisitorCaller caller, bool isNew, PageView? page, string? language, Guid? trail)
    {
        if (caller.Visitor is not { } visitor)
        {
            return await storage.Read(caller.Organisation, tx => tx.Head());
        }

        try
        {
            return await Store(caller.Organisation, visitor, caller.Site, isNew, page, language, trail);
        }
        catch (Exception fault) when (!isNew && (fault is CannotWriteException or OutcomeUnknownException))
        {
            // Reading goes on with the disk full: who is known sees the talk, and this look at a page goes uncounted.
            var head = await storage.Read<long?>(caller.Organisation, async tx => await store.Exists(tx, visitor) ? await tx.Head() : null);
            if (head is null)
            {
                throw;
            }

            return head.Value;
        }
    }

    private Task<long> Store(OrganisationId organisation, Guid visitor, Guid site, bool isNew, PageView? page, string? language, Guid? trail) =>
        storage.Write(organisation, async tx =>
        {
            // A token outlives its visitor's row when that was erased or an older backup came back.
            if (isNew || !await store.Exists(tx, visitor))
            {
                await store.Add(tx, visitor, site, language, trail);
            }
            else
            {
                await store.Seen(tx, visitor, language, trail);
            }

            if (page is not null)
            {
                await store.AddPageView(tx, visitor, site, page.Url, page.Title, page.Referrer);
            }

            return await tx.Head();
        });

    private async Task<VisitAnswer> Answer(VisitorCaller caller, SiteProfile site, string? language, HttpContext context, long head)
    {
        var spoken = sites.LanguageFor(site, language, context.Request.Headers.AcceptLanguage.ToString());
        var answer = new VisitAnswer
        {
            Token = tokens.Make(caller),
            Store = caller.Visitor is not null,
            Visitor = caller.Visitor,
            Cursor = live.CursorAt(caller, head),
            Epoch = storage.Epoch,
            Site = sites.Show(site, spoken, typingPreview: true),
        };
        foreach (var part in parts)
        {
            await part.Fill(answer, caller, site);
        }

        return answer;
    }

    private sealed record PageView(string Url, string? Title, string? Referrer);
}

/// <summary>Body of <c>POST /visitor/visits</c>: key 40, page and referrer 2,000, title 300 characters at most.</summary>
public sealed record VisitRequest(
    string? Site = null,
    string? Page = null,
    string? Title = null,
    string? Referrer = null,
    string? Language = null,
    Reach? Reach = null,
    string? Trail = null);
