using System.Text.Json;
using System.Text.RegularExpressions;

namespace Genkan.Tests.HouseRules;

/// <summary>The words of texts/*.json against the sources that say them.</summary>
internal static partial class WordCheck
{
    /// <summary>Plural forms by CLDR: where a language has no singular of its own, a form for it would never be said.</summary>
    private static readonly Dictionary<string, string[]> Plurals = new(StringComparer.Ordinal)
    {
        ["en"] = ["one", "other"],
        ["tr"] = ["one", "other"],
        ["ja"] = ["other"],
        ["zh-Hans"] = ["other"],
        ["zh-Hant"] = ["other"],
    };

    // Said by code rather than by key: the stable code stands in the source, its words under this prefix.
    private static readonly string[] CodePrefixes = ["problem.", "field.", "line."];

    public static IReadOnlyCollection<string> Languages => Plurals.Keys;

    public static Dictionary<string, string> Load(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(Project.Read($"texts/{language}.json"))!;

    /// <summary>Every language has every key, in its own plural forms, with the same holes to fill.</summary>
    public static IEnumerable<string> Gaps(IReadOnlyDictionary<string, Dictionary<string, string>> byLanguage)
    {
        var families = byLanguage.SelectMany(language => language.Value.Keys.Where(key => key.EndsWith("_other", StringComparison.Ordinal))).Select(Family).ToHashSet(StringComparer.Ordinal);
        var wanted = byLanguage.SelectMany(language => language.Value.Keys).Select(key => IsPlural(key) && families.Contains(Family(key)) ? Family(key) : key)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var (language, texts) in byLanguage)
        {
            var keys = wanted.SelectMany(key => families.Contains(key) ? Plurals[language].Select(form => $"{key}_{form}") : [key]).ToHashSet(StringComparer.Ordinal);
            foreach (var missing in keys.Where(key => !texts.ContainsKey(key)))
            {
                yield return $"{language}: {missing} is missing";
            }

            foreach (var extra in texts.Keys.Where(key => !keys.Contains(key)))
            {
                yield return $"{language}: {extra} is a form this language does not have";
            }

            foreach (var (key, text) in texts.Where(text => string.IsNullOrWhiteSpace(text.Value)))
            {
                yield return $"{language}: {key} is empty{text}";
            }

            foreach (var (key, text) in texts)
            {
                var english = byLanguage["en"].GetValueOrDefault(key) ?? byLanguage["en"].GetValueOrDefault(Family(key) + "_other");
                if (english is not null && !Holes(english, key).SetEquals(Holes(text, key)))
                {
                    yield return $"{language}: {key} has other holes than in English";
                }
            }
        }
    }

    /// <summary>Keys no source says.</summary>
    public static IEnumerable<string> Unused(IEnumerable<string> keys, IReadOnlyCollection<string> sources)
    {
        var said = sources.SelectMany(text => Literals().Matches(text).Select(match => match.Groups["text"].Value)).ToHashSet(StringComparer.Ordinal);
        var beginnings = sources.SelectMany(text => Beginnings().Matches(text).Select(match => match.Groups["text"].Value)).ToHashSet(StringComparer.Ordinal);
        return keys.Where(key => !IsSaid(key) && !IsSaid(Family(key)));

        bool IsSaid(string key) =>
            said.Contains(key)
            || beginnings.Any(beginning => key.StartsWith(beginning, StringComparison.Ordinal))
            || CodePrefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal) && said.Contains(key[prefix.Length..]));
    }

    /// <summary>Keys a source says and nobody worded.</summary>
    public static IEnumerable<string> Missing(IReadOnlyCollection<string> keys, IEnumerable<(string Path, string Text)> sources)
    {
        var known = keys.Concat(keys.Select(Family)).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, text) in sources)
        {
            var said = Literals().Matches(text).Select(match => match.Groups["text"].Value).Where(word => Keys().IsMatch(word) && !Events.Value.Contains(word))
                .Concat(Refusals().Matches(text).Select(match => $"problem.{match.Groups["code"].Value}"))
                .Concat(Wrongs().Matches(text).Select(match => $"field.{match.Groups["code"].Value}"));
            foreach (var key in said.Distinct(StringComparer.Ordinal).Where(key => !known.Contains(key)))
            {
                yield return $"{path}: {key}";
            }
        }
    }

    /// <summary>What is only talked about is not said.</summary>
    public static string WithoutComments(string text) => Comments().Replace(text, "");

    private static bool IsPlural(string key) => PluralEnding().IsMatch(key);

    private static string Family(string key) => PluralEnding().Replace(key, "");

    // A singular may leave its number out ("one message").
    private static HashSet<string> Holes(string text, string key) =>
        HoleNames().Matches(text).Select(match => match.Value).Where(hole => hole != "{count}" || !IsPlural(key)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Kinds of events look like keys and are none.</summary>
    private static readonly Lazy<HashSet<string>> Events = new(() =>
        [.. EventKinds().Matches(Project.Read("web/client/src/types.ts")).Select(match => match.Groups["kind"].Value)]);

    [GeneratedRegex(@"/\*.*?\*/|^\s*//[^\n]*$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Comments();

    [GeneratedRegex(@"_(zero|one|two|few|many|other)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PluralEnding();

    [GeneratedRegex(@"\{\w+\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HoleNames();

    [GeneratedRegex("""["'`](?<text>[\w.-]+)["'`]""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Literals();

    // "line.{code}", `console.status.${status}`, "field." + code
    [GeneratedRegex("""["'`](?<text>[\w-]+\.([\w-]+\.)*[\w-]*?)(\$?\{|["'`]\s*\+)""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Beginnings();

    [GeneratedRegex(@"^(problem|field|line|site|widget|plain|console|manage|demo|languageName)\.(?!(js|css|html|ts|tsx|json|example)$)[\w.-]*\w$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Keys();

    [GeneratedRegex("""new\s+Refusal\(\s*\d+,\s*"(?<code>\w+)"|RefuseWith\(\s*\d+,\s*"(?<code>\w+)"|Refusal\.Conflict\(\s*"(?<code>\w+)" """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Refusals();

    [GeneratedRegex("""(\.Wrong|Refusal\.Invalid)\(\s*("\w+"|\w+),\s*"(?<code>\w+)""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Wrongs();

    [GeneratedRegex("""^\s+"?(?<kind>[\w.]+)"?: \{""", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EventKinds();
}
