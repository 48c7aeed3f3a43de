using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Genkan.Requirements;

// requirements FOLDER LIST [--json]: which requirement ids the last bin/test proved.
// requirements --sum FOLDER: the last line of bin/test; exit code 1 when anything failed or nothing ran.
if (args is ["--sum", var folder])
{
    return Sum(folder);
}

if (args is not [var results, var list, .. var options])
{
    Console.Error.WriteLine("requirements FOLDER LIST [--json] | --sum FOLDER");
    return 2;
}

var tests = Results.Read(results).ToList();
if (tests.Count == 0)
{
    Console.Error.WriteLine("There are no results yet; run bin/test first.");
    return 1;
}

var proven = Proof.Of(tests);
if (options.Contains("--json"))
{
    var json = new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    Console.WriteLine(JsonSerializer.Serialize(proven, json));
}
else
{
    Print(proven, Proof.Broken(tests), File.ReadLines(list));
}

return 0;

static int Sum(string folder)
{
    var tests = Results.Read(folder).ToList();
    var broken = Directory.Exists(folder) ? Directory.GetFiles(folder, "failed-*").Length : 1;
    var (passed, failed, skipped) = (Count(Outcome.Passed), Count(Outcome.Failed) + broken, Count(Outcome.Skipped));
    foreach (var test in tests.Where(test => test.Outcome == Outcome.Failed))
    {
        Console.WriteLine($"failed: {test.Runner}: {test.Name}");
    }

    Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
    return failed > 0 || passed == 0 ? 1 : 0;

    int Count(Outcome outcome) => tests.Count(test => test.Outcome == outcome);
}

static void Print(SortedDictionary<string, List<string>> proven, IReadOnlyCollection<string> broken, IEnumerable<string> list)
{
    var known = list.Select(line => Regex.Match(line, @"^\| (?<id>[A-Z]+-\d+) \|", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
        .Where(match => match.Success)
        .Select(match => match.Groups["id"].Value)
        .ToHashSet(StringComparer.Ordinal);

    Console.WriteLine($"With passing tests ({proven.Keys.Count(known.Contains)} of {known.Count}):");
    foreach (var (id, names) in proven)
    {
        Console.WriteLine($"  {id,-6} {names.Count,3} {(names.Count == 1 ? "test " : "tests")}  {names[0]}");
    }

    Line("With a test that fails", broken);
    Line("Named by a test, not in the list", proven.Keys.Where(id => !known.Contains(id)));
    Line("Without a test", known.Where(id => !proven.ContainsKey(id) && !broken.Contains(id)).OrderBy(Proof.Order, StringComparer.Ordinal));
}

static void Line(string title, IEnumerable<string> ids)
{
    var all = ids.ToList();
    if (all.Count > 0)
    {
        Console.WriteLine($"{title} ({all.Count}): {string.Join(' ', all)}");
    }
}
