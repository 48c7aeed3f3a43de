using System.Globalization;
using System.Text;

namespace Genkan.Texts;

/// <summary>One form for words that are the same to a person, whatever the case and whichever keyboard they were typed on.</summary>
public static class Folded
{
    /// <summary>
    /// For names that must be unique and are looked up whole. I, İ and ı are one letter here: a Turkish keyboard's capital
    /// of "ali" is "ALİ", an English one's "ALI", and neither may open a second door.
    /// </summary>
    public static string Key(string text) => Lower(text.Trim().Normalize(NormalizationForm.FormKC));

    /// <summary>For searching: accents folded too ("Şule" is found by "sule"); the marks of other scripts stay.</summary>
    public static string ForSearch(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            // Latin, Greek and Cyrillic accents only: Japanese voicing marks make other letters.
            if (c is < '\u0300' or > '\u036f')
            {
                plain.Append(c);
            }
        }

        return Lower(plain.ToString().Normalize(NormalizationForm.FormC));
    }

    /// <summary>A pattern for <c>LIKE … ESCAPE '\'</c> that finds the folded words anywhere.</summary>
    public static string LikePattern(string words) =>
        "%" + ForSearch(words.Trim()).Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";

    private static string Lower(string text) =>
        text.Replace('İ', 'i').Replace('I', 'i').Replace('ı', 'i').ToLower(CultureInfo.InvariantCulture);
}
