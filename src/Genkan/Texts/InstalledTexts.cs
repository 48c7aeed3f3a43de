using System.Reflection;
using System.Text.Json;

namespace Genkan.Texts;

internal sealed class InstalledTexts : ITexts
{
    private const string Prefix = "texts/";
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> byLanguage = new(StringComparer.OrdinalIgnoreCase);

    public InstalledTexts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            byLanguage[Path.GetFileNameWithoutExtension(name[Prefix.Length..])] = JsonSerializer.Deserialize<Dictionary<string, string>>(file)!;
        }

        Languages = [.. byLanguage.Keys.OrderBy(l => l != "en").ThenBy(l => l, StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Languages { get; }

    public IEnumerable<string> KeysOf(string beginning) => byLanguage["en"].Keys
        .Where(key => key.StartsWith(beginning, StringComparison.Ordinal))
        .Select(key => key[beginning.Length..])
        .Order(StringComparer.Ordinal);

    public string LanguageOf(string? acceptLanguage)
    {
        var wanted = (acceptLanguage ?? "").Split(',', 12)
            .Select(part => part.Split(';'))
            .Select(p => (Tag: p[0].Trim(), Weight: WeightOf(p)))
            .OrderByDescending(p => p.Weight);
        return wanted.Select(w => Find(w.Tag)).FirstOrDefault(l => l is not null) ?? "en";
    }

    public string? Find(string? tag)
    {
        if (string.IsNullOrEmpty(tag) || tag.Length > 35)
        {
            return null;
        }

        if (tag.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
        {
            return WritesTraditional(tag) ? "zh-Hant" : "zh-Hans";
        }

        return Languages.FirstOrDefault(l => string.Equals(l, tag, StringComparison.OrdinalIgnoreCase))
            ?? Languages.FirstOrDefault(l => tag.StartsWith(l + "-", StringComparison.OrdinalIgnoreCase));
    }

    public string Say(string language, string key, IReadOnlyList<(string Name, string Value)>? values = null)
    {
        var words = byLanguage.GetValueOrDefault(language)?.GetValueOrDefault(key)
            ?? byLanguage["en"].GetValueOrDefault(key)
            ?? key;
        foreach (var (name, value) in values ?? [])
        {
            words = words.Replace("{" + name + "}", value, StringComparison.Ordinal);
        }

        return words;
    }

    /// <summary>Taiwan, Hong Kong and Macau write traditional characters (CLDR likely subtags).</summary>
    private static bool WritesTraditional(string tag) => tag.Split('-', '_').Skip(1).Any(part =>
        part.Equals("Hant", StringComparison.OrdinalIgnoreCase)
        || (part.ToUpperInvariant() is "TW" or "HK" or "MO" && !tag.Contains("Hans", StringComparison.OrdinalIgnoreCase)));

    private static double WeightOf(string[] parts) =>
        parts.Skip(1).Select(p => p.Trim()).FirstOrDefault(p => p.StartsWith("q=", StringComparison.Ordinal)) is { } q
        && double.TryParse(q[2..], System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var weight)
            ? weight
            : 1;
}
