using Genkan.Sites;
using Genkan.Texts;

namespace Genkan.PlainPages;

/// <summary>What every plain page has around it. Markup of 2011: it must hold in Internet Explorer 9.</summary>
internal sealed class PlainLayout(ITexts texts)
{
    public Html Page(PlainRequest request, Html body) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="{request.Language}"><head><meta charset="utf-8"><meta http-equiv="X-UA-Compatible" content="IE=edge">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{texts.Say(request.Language, "plain.title", [("site", request.Site.Name)])}</title>
        <link rel="stylesheet" href="{PlainLook.Address}"></head>
        <body class="page">
        <div class="head"><h1>{request.Site.Name}</h1>{Languages(request)}</div>
        <div class="main">
        {body}
        </div>
        </body></html>

        """);

    public Html Bare(string language, string title, Html head, Html body) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="{language}"><head><meta charset="utf-8"><meta http-equiv="X-UA-Compatible" content="IE=edge">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title}</title>{head}
        <link rel="stylesheet" href="{PlainLook.Address}"></head>
        {body}
        </html>

        """);

    private Html Languages(PlainRequest request) => Html.Of($"""
        <p class="languages" role="navigation" aria-label="{texts.Say(request.Language, "plain.language")}">{Html.Join(texts.Languages.Select(language => LanguageLink(request, language)))}</p>
        """);

    private Html LanguageLink(PlainRequest request, string language)
    {
        var name = texts.Say(language, $"languageName.{language}");
        return language == request.Language
            ? Html.Of($"""<b lang="{language}">{name}</b> """)
            : Html.Of($"""<a lang="{language}" hreflang="{language}" href="{(request with { ChosenLanguage = language }).Link()}">{name}</a> """);
    }
}
