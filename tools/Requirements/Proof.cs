using System.Globalization;

namespace Genkan.Requirements;

/// <summary>An id is proven when a test that names it passes and none that names it fails.</summary>
internal static class Proof
{
    public static SortedDictionary<string, List<string>> Of(IReadOnlyList<Test> tests)
    {
        var broken = Broken(tests);
        var proven = new SortedDictionary<string, List<string>>(Comparer<string>.Create((a, b) => string.CompareOrdinal(Order(a), Order(b))));
        foreach (var test in tests.Where(test => test.Outcome == Outcome.Passed))
        {
            foreach (var id in test.Requirements.Where(id => !broken.Contains(id)))
            {
                if (!proven.TryGetValue(id, out var names))
                {
                    proven[id] = names = [];
                }

                if (!names.Contains(test.Name))
                {
                    names.Add(test.Name);
                }
            }
        }

        return proven;
    }

    public static IReadOnlyCollection<string> Broken(IEnumerable<Test> tests) =>
        tests.Where(test => test.Outcome == Outcome.Failed)
            .SelectMany(test => test.Requirements)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(Order, StringComparer.Ordinal)
            .ToList();

    /// <summary>RT-5 before RT-12.</summary>
    public static string Order(string id)
    {
        var parts = id.Split('-');
        return $"{parts[0]}-{int.Parse(parts[1], CultureInfo.InvariantCulture):D4}";
    }
}
