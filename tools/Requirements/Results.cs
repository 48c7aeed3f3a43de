using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Genkan.Requirements;

internal enum Outcome
{
    Passed,
    Failed,
    Skipped,
}

internal sealed record Test(string Runner, string Name, Outcome Outcome, IReadOnlyList<string> Requirements);

/// <summary>What the runners left in artifacts/results: xunit's XML and vitest's JSON.</summary>
internal static partial class Results
{
    public static IEnumerable<Test> Read(string folder) =>
        !Directory.Exists(folder)
            ? []
            : Directory.GetFiles(folder, "*.xml").Order(StringComparer.Ordinal).SelectMany(Xunit)
                .Concat(Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).SelectMany(Vitest));

    private static IEnumerable<Test> Xunit(string file)
    {
        var runner = Path.GetFileNameWithoutExtension(file);
        var document = XDocument.Load(file);
        foreach (var test in document.Descendants("test"))
        {
            var traits = test.Descendants("trait").Where(trait => (string?)trait.Attribute("name") == "Requirement");
            yield return new Test(
                runner,
                $"{((string?)test.Attribute("type"))?.Split('.')[^1]}: {(string?)test.Attribute("name")}",
                (string?)test.Attribute("result") switch { "Pass" => Outcome.Passed, "Fail" => Outcome.Failed, _ => Outcome.Skipped },
                [.. traits.Select(trait => (string)trait.Attribute("value")!).Distinct(StringComparer.Ordinal)]);
        }

        // A fixture that broke while being taken down, or a crash, belongs to no test and is a failure all the same.
        foreach (var error in document.Descendants("error"))
        {
            yield return new Test(runner, $"{(string?)error.Attribute("type")} {(string?)error.Attribute("name")}", Outcome.Failed, []);
        }
    }

    private static IEnumerable<Test> Vitest(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var suite in document.RootElement.GetProperty("testResults").EnumerateArray())
        {
            var tests = suite.GetProperty("assertionResults").EnumerateArray().ToList();
            foreach (var test in tests)
            {
                var name = test.GetProperty("fullName").GetString()!;
                yield return new Test(
                    "web",
                    name,
                    test.GetProperty("status").GetString() switch { "passed" => Outcome.Passed, "failed" => Outcome.Failed, _ => Outcome.Skipped },
                    [.. Ids().Matches(name).Select(match => match.Groups["id"].Value).Distinct(StringComparer.Ordinal)]);
            }

            // A file that does not even load has no tests to fail.
            if (suite.GetProperty("status").GetString() == "failed" && tests.TrueForAll(test => test.GetProperty("status").GetString() != "failed"))
            {
                yield return new Test("web", suite.GetProperty("name").GetString()!, Outcome.Failed, []);
            }
        }
    }

    [GeneratedRegex(@"@(?<id>[A-Z]+-\d+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Ids();
}
