using Genkan.Administration;
using Genkan.Texts;

namespace Genkan.Mail;

/// <summary>How all letters look: as plain text, and as HTML that carries nothing from elsewhere (no pictures, no fonts, no counting pixels).</summary>
internal static class LetterLayout
{
    public static string Text(Letter letter)
    {
        var pieces = letter.Before.ToList();
        if (letter.Quote is { } quote)
        {
            pieces.Add($"{quote.Intro}\n{string.Join('\n', quote.Text.ReplaceLineEndings("\n").Split('\n').Select(line => $"> {line}"))}");
        }

        if (letter.Link is { } link)
        {
            pieces.Add($"{link.Words}:\n{link.Url}");
        }

        pieces.AddRange(letter.After);
        return string.Join("\n\n", pieces) + "\n";
    }

    public static string Html(Letter letter)
    {
        var before = Paragraphs(letter.Before);
        var quote = letter.Quote is { } quoted ? Quote(quoted) : Texts.Html.None;
        var after = Paragraphs(letter.After);
        var link = letter.Link is { } to ? Button(to) : Texts.Html.None;
        return Texts.Html.Of(
            $"""
            <!doctype html>
            <html lang="{letter.Language}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>{letter.Subject}</title></head>
            <body style="margin:0;padding:24px;font:16px/1.6 system-ui,-apple-system,'Segoe UI','Noto Sans','Hiragino Sans','Microsoft YaHei',sans-serif">
            <div style="max-width:560px;margin:0 auto">
            {before}{quote}{link}{after}
            </div>
            </body>
            </html>

            """).ToString();
    }

    private static Html Paragraphs(IEnumerable<string> texts) =>
        Texts.Html.Join(texts.Select(text => Texts.Html.Of($"<p style=\"margin:0 0 16px\">{Texts.Html.Lines(text)}</p>\n")));

    private static Html Quote(LetterQuote quote) => Texts.Html.Of(
        $"""
        <p style="margin:0 0 4px;font-size:13px">{quote.Intro}</p>
        <blockquote style="margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #b9b2a4">{Texts.Html.Lines(quote.Text)}</blockquote>

        """);

    /// <summary>The address stands in words too: some programs take links away, and people like to see where they go.</summary>
    private static Html Button(LetterLink link) => Texts.Html.Of(
        $"""
        <p style="margin:0 0 16px"><a href="{link.Url}" style="display:inline-block;padding:10px 20px;border-radius:6px;background:#2f4b8a;color:#ffffff;text-decoration:none;font-weight:600">{link.Words}</a></p>
        <p style="margin:0 0 16px;font-size:13px;word-break:break-all"><a href="{link.Url}">{link.Url}</a></p>

        """);
}
