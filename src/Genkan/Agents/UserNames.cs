using Genkan.Doors;

namespace Genkan.Agents;

/// <summary>Names to sign in with: letters of any script, digits, dot, hyphen and underscore.</summary>
internal static class UserNames
{
    public const int Longest = 64;

    public static string Check(FieldCheck check, string? userName)
    {
        var text = check.Text("userName", userName, Longest);
        if (text.Length > 0 && !text.All(Fits))
        {
            check.Wrong("userName", "user_name_invalid");
        }

        return text;
    }

    /// <summary>One made from a mail address or a name.</summary>
    public static string From(string text)
    {
        var part = text.Split('@')[0];
        var made = new string([.. part.Select(c => Fits(c) ? c : '-')]).Trim('-', '.');
        return made.Length == 0 ? "owner" : made[..Math.Min(made.Length, Longest)];
    }

    // Marks belong to letters in Thai, Hindi and others.
    private static bool Fits(char c) => char.IsLetterOrDigit(c) || c is '.' or '-' or '_'
        || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
