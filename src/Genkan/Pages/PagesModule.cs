using Genkan.Texts;

namespace Genkan.Pages;

/// <summary>The browser side as it is served: console, loader, chat window.</summary>
public static class PagesModule
{
    internal static readonly string[] Reading = ["GET", "HEAD"];

    /// <summary>Registers the room.</summary>
    public static void AddPages(this IServiceCollection services)
    {
        services.AddSingleton(_ => new WebFiles());
        services.AddSingleton<ConsolePages>();
        services.AddSingleton<WidgetPages>();
    }

    /// <summary>Opens its doors.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        ConsolePages.Map(routes);
        WidgetPages.Map(routes);
    }

    internal static string Say(HttpContext context, ITexts texts, string key) =>
        texts.Say(texts.LanguageOf(context.Request.Headers.AcceptLanguage.ToString()), key);
}
