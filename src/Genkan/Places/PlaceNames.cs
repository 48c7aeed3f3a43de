using System.Globalization;
using System.Text;
using Genkan.Texts;

namespace Genkan.Places;

/// <summary>Data files spell places each in their way: “Zhejiang”, “Zhejiang Sheng”, 浙江省; “İstanbul”, “Istanbul Province”.</summary>
internal static class PlaceNames
{
    private const int LongestKey = 60;
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal)
    {
        "province", "prefecture", "sheng", "shi", "il", "ili", "city", "municipality", "zizhiqu", "zhou", "ken", "fu", "to", "ku", "ward", "district",
    };

    /// <summary>What two spellings of one name have in common: letters and digits only, without accents and without what kind of place it is.</summary>
    public static string Fold(string name)
    {
        var words = Folded.ForSearch(Bare(name)).Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries);
        var count = words.Length;
        while (count > 1 && Kinds.Contains(words[count - 1]))
        {
            count--;
        }

        return new string([.. words.Take(count).SelectMany(word => word).Where(char.IsLetterOrDigit)]);
    }

    /// <summary>The name as part of a code: without accents and kind, words joined by hyphens, at most 60 characters. Empty where nothing remains.</summary>
    public static string Key(string name)
    {
        var words = Bare(name).Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).ToList();
        while (words.Count > 1 && Kinds.Contains(words[^1].ToLowerInvariant()))
        {
            words.RemoveAt(words.Count - 1);
        }

        var key = new StringBuilder();
        foreach (var c in string.Join('-', words).Normalize(NormalizationForm.FormKD))
        {
            key.Append(c switch { 'ı' => "i", 'ß' => "ss", 'ø' => "o", 'Ø' => "O", 'ł' => "l", 'Ł' => "L", 'đ' => "d", 'æ' => "ae", _ => IsKept(c) ? c.ToString() : "" });
        }

        var whole = key.ToString().Normalize(NormalizationForm.FormC);
        return (whole.Length > LongestKey ? whole[..LongestKey] : whole).Trim('-');
    }

    /// <summary>Can this be a key made above?</summary>
    public static bool IsKey(string text) => text.Length is > 0 and <= LongestKey && text.All(IsKept);

    private static bool IsKept(char c) => c == '-' || (char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.ModifierLetter);

    /// <summary>“Haidian (Haidian Qu)” is Haidian.</summary>
    private static string Bare(string name)
    {
        var open = name.IndexOf('(', StringComparison.Ordinal);
        return (open > 0 ? name[..open] : name).Trim();
    }
}
