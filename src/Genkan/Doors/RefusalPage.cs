using System.Security.Cryptography;
using System.Text;
using Genkan.Texts;

namespace Genkan.Doors;

/// <summary>Marks an endpoint whose answers people read in a browser.</summary>
internal sealed record ReadInBrowsers;

/// <summary>Declares at an endpoint that it answers with pages.</summary>
public static class PageDeclarations
{
    /// <summary>Refusals are pages too, where a browser asks for one.</summary>
    public static T AsPage<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new ReadInBrowsers());
}

/// <summary>A refusal as a page: one sentence in the reader's language, in markup that browsers of 2011 show too. Programs get the problem document.</summary>
internal static class RefusalPage
{
    private static readonly Html Style = Html.Of(
        $$"""body{margin:0;background:#faf8f5;color:#1d2126;font:16px/1.5 sans-serif}div{max-width:30em;margin:0 auto;padding:3em 1.5em}a{color:#2f4b8a}""");

    /// <summary>No style but this one may stand in the page, and no script at all.</summary>
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style.ToString())))}'; base-uri 'none'; form-action 'none'; frame-ancestors *";

    /// <summary>Is this a page's door, or none at all, and does the caller ask for a page? Scripts ask for <c>*/*</c>.</summary>
    public static bool IsAskedFor(HttpContext context)
    {
        var path = context.Request.Path;
        var isPage = context.GetEndpoint() is RouteEndpoint endpoint
            ? endpoint.Metadata.GetMetadata<ReadInBrowsers>() is not null
            : !path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && !path.StartsWithSegments("/visitor", StringComparison.OrdinalIgnoreCase);
        return isPage && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The language chosen in the address, else the browser's.</summary>
    public static string LanguageOf(HttpContext context, ITexts texts) =>
        texts.Find(context.Request.Query["lang"].ToString()) ?? texts.LanguageOf(context.Request.Headers.AcceptLanguage.ToString());

    public static async Task Send(HttpContext context, ITexts texts, Refusal refusal)
    {
        var language = LanguageOf(context, texts);
        var headers = context.Response.Headers;
        PageHeaders.Harden(headers);
        headers.ContentSecurityPolicy = Policy;
        context.Response.ContentType = "text/html; charset=utf-8";
        // Only what was read may be asked for again by itself: what a form sent might be done twice.
        var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        var again = reads && refusal.Status is 429 or 503 ? refusal.RetryAfter ?? 0 : 0;
        var body = Encoding.UTF8.GetBytes(Page(texts, language, refusal, again).ToString());
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private static Html Page(ITexts texts, string language, Refusal refusal, int again) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Genkan</title>{Refresh(again)}<style>{Style}</style></head>
        <body><div><p>{texts.Say(language, $"problem.{refusal.Code}")}</p>{Again(texts, language, again)}</div></body></html>

        """);

    private static Html Refresh(int again) => again == 0 ? Html.None : Html.Of($"""<meta http-equiv="refresh" content="{(long)again}">""");

    private static Html Again(ITexts texts, string language, int again) => again == 0 ? Html.None : Html.Of($"""<p><a href="">{texts.Say(language, "plain.try_again")}</a></p>""");
}
