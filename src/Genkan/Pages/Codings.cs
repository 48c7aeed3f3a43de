namespace Genkan.Pages;

/// <summary>Reads Accept-Encoding (RFC 9110 12.5.3) as far as we offer something.</summary>
internal static class Codings
{
    /// <summary><c>br</c>, <c>gzip</c> or null for the bytes as they are.</summary>
    public static string? Best(string accepted)
    {
        var taken = accepted.Split(',', 16, StringSplitOptions.TrimEntries).Where(IsWanted).Select(NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return taken.Contains("br") ? "br" : taken.Contains("gzip") ? "gzip" : null;
    }

    private static string NameOf(string part) => part.Split(';')[0].Trim();

    private static bool IsWanted(string part) => !part.Split(';').Skip(1)
        .Any(p => p.Replace(" ", "", StringComparison.Ordinal) is "q=0" or "q=0.0" or "q=0.00" or "q=0.000");
}
