using Genkan.Doors;
using Genkan.Texts;

namespace Genkan.Pages;

/// <summary><c>/console/…</c>: the console's files, and its one page for every address that is a view of it.</summary>
internal sealed class ConsolePages(WebFiles files, ITexts texts)
{
    private const string Page = "index.html";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", PagesModule.Reading, context =>
        {
            context.Response.Redirect("/console/");
            return Task.CompletedTask;
        }).OpenToAnyone().AsPage().At(Pace.Unlimited).ExcludeFromDescription();
        routes.MapMethods("/console/{**path}", PagesModule.Reading, (HttpContext context, string? path, ConsolePages pages) => pages.Answer(context, path ?? ""))
            .OpenToAnyone().AsPage().At(Pace.Unlimited).ExcludeFromDescription();
    }

    private async Task Answer(HttpContext context, string path)
    {
        if (path != Page && files.Find($"console/{path}") is { } file)
        {
            await PageResponse.SendFile(context, file, path.StartsWith("assets/", StringComparison.Ordinal) ? PageResponse.Forever : PageResponse.AskAgain);
        }
        else if (path != Page && LooksLikeFile(path))
        {
            throw Refusal.NotFound();
        }
        else
        {
            await SendConsole(context);
        }
    }

    private async Task SendConsole(HttpContext context)
    {
        if (files.Find($"console/{Page}") is { } page)
        {
            await PageResponse.SendPage(context, page, Policy);
        }
        else
        {
            await PageResponse.SendSentence(context, StatusCodes.Status503ServiceUnavailable, PagesModule.Say(context, texts, "problem.web_missing"));
        }
    }

    /// <summary>An asset of an older release asked for by an open tab must be a 404, not a page of HTML taken for script.</summary>
    private static bool LooksLikeFile(string path) => path.StartsWith("assets/", StringComparison.Ordinal) || Path.HasExtension(path);

    private static string Policy(string style) =>
        $"default-src 'none'; script-src 'self'; style-src {style}; connect-src 'self'; img-src 'self' data: blob:; font-src 'self'; media-src 'self' data:; "
        + "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default";
}
