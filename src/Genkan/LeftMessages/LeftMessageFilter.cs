using Genkan.Texts;

namespace Genkan.LeftMessages;

/// <summary>Which messages, and in which order.</summary>
internal sealed record LeftMessageFilter(string? State, Guid? Site, string? Words, bool OldestFirst)
{
    /// <summary>Words beyond these are looked for as they stand, together with the last.</summary>
    private const int MostTerms = 4;

    public bool Searches => !string.IsNullOrWhiteSpace(Words);

    /// <summary>Four patterns that must all be found; those not needed find everything.</summary>
    public IReadOnlyList<string> Terms
    {
        get
        {
            var words = Folded.ForSearch(Words ?? "").Split((char[]?)null, MostTerms, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return [.. Enumerable.Range(0, MostTerms).Select(i => i < words.Length ? Folded.LikePattern(words[i]) : "%")];
        }
    }
}
