using Genkan.Doors;
using Genkan.Sites;
using Genkan.Texts;

namespace Genkan.Pages;

/// <summary>The loader, the chat window in its frame, and the same window as a page of its own for apps (W-32).</summary>
internal sealed class WidgetPages(WebFiles files, ISites sites, ITexts texts)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/widget.js", PagesModule.Reading, (HttpContext context, WidgetPages pages) => pages.Public(context, "widget/widget.js", PageResponse.FiveMinutes))
            .OpenToAnyone().At(Pace.Unlimited).ExcludeFromDescription();
        routes.MapMethods("/widget/assets/{**path}", PagesModule.Reading, (HttpContext context, string? path, WidgetPages pages) => pages.Public(context, $"widget/assets/{path}", PageResponse.Forever))
            .OpenToAnyone().At(Pace.Unlimited).ExcludeFromDescription();
        routes.MapMethods("/widget/frame", PagesModule.Reading, (HttpContext context, WidgetPages pages) => pages.Window(context, "widget/frame.html", context.Request.Query["site"].ToString()))
            .OpenToAnyone().AsPage().ExcludeFromDescription();
        routes.MapMethods("/chat/{key}", PagesModule.Reading, (HttpContext context, string key, WidgetPages pages) => pages.Window(context, "widget/chat.html", key))
            .OpenToAnyone().AsPage().ExcludeFromDescription();
    }

    /// <summary>Files other sites' pages load: they must be allowed to, also where those pages isolate themselves (COEP).</summary>
    private async Task Public(HttpContext context, string path, string cacheControl)
    {
        var file = files.Find(path) ?? throw Refusal.NotFound();
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        context.Response.Headers.AccessControlAllowOrigin = "*";
        await PageResponse.SendFile(context, file, cacheControl);
    }

    private async Task Window(HttpContext context, string path, string key)
    {
        if (await sites.FindByKey(key) is not { } site)
        {
            await PageResponse.SendSentence(context, StatusCodes.Status404NotFound, PagesModule.Say(context, texts, "problem.key_unknown"));
        }
        else if ((files.Find(path) ?? files.Find("widget/frame.html")) is { } page)
        {
            await PageResponse.SendPage(context, page, style => Policy(style, site));
        }
        else
        {
            await PageResponse.SendSentence(context, StatusCodes.Status503ServiceUnavailable, PagesModule.Say(context, texts, "problem.web_missing"));
        }
    }

    /// <summary>Only the site's own pages may frame its chat: a stranger's page around it could trick the visitor into a click.</summary>
    private static string Policy(string style, SiteProfile site) =>
        $"default-src 'none'; script-src 'self'; style-src {style}; connect-src 'self'; img-src 'self' data: blob:; font-src 'self'; media-src 'self' data:; "
        + $"base-uri 'none'; form-action 'self'; frame-ancestors {(site.Origins.Count == 0 ? "*" : "'self' " + string.Join(' ', site.Origins))}; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";
}
