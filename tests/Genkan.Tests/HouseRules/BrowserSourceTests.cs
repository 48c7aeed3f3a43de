namespace Genkan.Tests.HouseRules;

/// <summary>What a stranger types is text in every screen.</summary>
public sealed class BrowserSourceTests
{
    private static readonly string[] Dangers = ["innerHTML", "outerHTML", "insertAdjacentHTML", "dangerouslySetInnerHTML", "document.write", "srcdoc"];

    [Fact]
    public void No_screen_makes_markup_out_of_text() =>
        Dangerous(Project.Sources("web", ".ts", ".tsx").Where(file => !file.Path.Contains(".test.", StringComparison.Ordinal))).ShouldBeEmpty();

    [Fact]
    public void There_are_screens_to_look_at() => Project.Sources("web", ".ts", ".tsx").Count().ShouldBeGreaterThan(20);

    [Fact]
    public void Making_markup_is_seen() => Dangerous([("a.tsx", "node.innerHTML = text;")]).ShouldBe(["a.tsx: innerHTML"]);

    [Fact]
    public void The_visitors_pages_have_no_unload_handler()
    {
        // It would take the host page out of the back/forward cache.
        var handlers = from file in Project.Sources("web/widget", ".ts", ".tsx").Concat(Project.Sources("web/client", ".ts"))
                       where file.Text.Contains("\"unload\"", StringComparison.Ordinal) || file.Text.Contains("onunload", StringComparison.Ordinal)
                       select file.Path;
        handlers.ShouldBeEmpty();
    }

    private static IEnumerable<string> Dangerous(IEnumerable<(string Path, string Text)> sources) =>
        from file in sources
        from danger in Dangers
        where file.Text.Contains(danger, StringComparison.Ordinal)
        select $"{file.Path}: {danger}";
}
