namespace Genkan.Tests.HouseRules;

/// <summary>Five languages from the first screen: no word is missing in one of them, none lies about unused.</summary>
[Requirement("LP-03", "LP-04")]
public sealed class WordTests
{
    private static readonly Lazy<Dictionary<string, Dictionary<string, string>>> Texts = new(() =>
        WordCheck.Languages.ToDictionary(language => language, WordCheck.Load, StringComparer.Ordinal));

    private static readonly Lazy<List<(string Path, string Text)>> Sources = new(() =>
        [.. Project.Sources("src/Genkan", ".cs", ".html", ".css", ".js"),
            .. Project.Sources("web", ".ts", ".tsx", ".mjs").Where(file => !file.Path.Contains(".test.", StringComparison.Ordinal)).Select(file => (file.Path, WordCheck.WithoutComments(file.Text)))]);

    [Fact]
    public void Every_language_has_every_text() => WordCheck.Gaps(Texts.Value).ShouldBeEmpty();

    [Fact]
    public void No_text_is_unused() => WordCheck.Unused(Texts.Value["en"].Keys, [.. Sources.Value.Select(file => file.Text)]).ShouldBeEmpty();

    [Fact]
    public void No_text_is_missing() => WordCheck.Missing(Texts.Value["en"].Keys, Sources.Value).ShouldBeEmpty();

    [Fact]
    public void Keys_are_sorted_and_stand_once()
    {
        foreach (var language in WordCheck.Languages)
        {
            var keys = Project.Read($"texts/{language}.json").Split('\n').Where(line => line.StartsWith("  \"", StringComparison.Ordinal))
                .Select(line => line.Split('"')[1]).ToList();
            string.Join('\n', keys).ShouldBe(string.Join('\n', keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)), language);
        }
    }

    [Fact]
    public void Gaps_are_seen()
    {
        var texts = WordCheck.Languages.ToDictionary(
            language => language,
            language => new Dictionary<string, string>(StringComparer.Ordinal) { ["console.new_other"] = "{count}", ["widget.hi"] = "Hi {name}" },
            StringComparer.Ordinal);
        texts["en"]["console.new_one"] = "one";
        texts["ja"]["console.new_one"] = "one";
        texts["tr"].Remove("widget.hi");
        texts["zh-Hans"]["widget.hi"] = "{nom}";

        WordCheck.Gaps(texts).ShouldBe(
            [
                "tr: console.new_one is missing",
                "tr: widget.hi is missing",
                "ja: console.new_one is a form this language does not have",
                "zh-Hans: widget.hi has other holes than in English",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Unused_and_missing_texts_are_seen()
    {
        string[] keys = ["console.hello", "console.idle", "console.status.away", "problem.not_found", "problem.gone", "console.new_one", "console.new_other"];
        const string source = """say("console.hello"); say(`console.status.${status}`); new Refusal(404, "not_found"); say("console.new", { count })""";
        WordCheck.Unused(keys, [source]).ShouldBe(["console.idle", "problem.gone"]);

        WordCheck.Missing(keys, [("a.ts", source), ("b.ts", """say("console.nobody_worded_this"); new Refusal(409, "nor_this"); on("site.changed")""")])
            .ShouldBe(["b.ts: console.nobody_worded_this", "b.ts: problem.nor_this"]);
    }
}
