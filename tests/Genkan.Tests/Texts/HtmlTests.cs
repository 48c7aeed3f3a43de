using Genkan.Texts;

namespace Genkan.Tests.Texts;

/// <summary>Pages made on the server: what was typed is never markup.</summary>
public sealed class HtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onmouseover=\"alert(1)")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("</textarea><img src=x onerror=alert(1)>")]
    [InlineData("<!--")]
    public void What_is_put_in_is_text(string typed)
    {
        var written = Html.Of($"""<p title="{typed}">{typed}</p>""").ToString();

        written[3..^4].IndexOfAny(['<', '\'']).ShouldBe(-1);
        written.Count(c => c == '"').ShouldBe(2);
        written.Count(c => c == '>').ShouldBe(2);
    }

    [Fact]
    public void Markup_made_the_same_way_stays_markup_and_lines_stay_lines()
    {
        var inner = Html.Of($"<b>{"a<b"}</b>");

        Html.Of($"<p>{inner}{Html.None}</p>").ToString().ShouldBe("<p><b>a&lt;b</b></p>");
        Html.Lines("a\r\nb\n<c>").ToString().ShouldBe("a<br>b<br>&lt;c&gt;");
        Html.Join([inner, inner]).ToString().ShouldBe("<b>a&lt;b</b><b>a&lt;b</b>");
        Html.Of($"{"日本語 Iğdır"}").ToString().ShouldBe("日本語 Iğdır");
    }
}
