using System.Globalization;
using Genkan.Doors;
using Genkan.Texts;

namespace Genkan.Administration;

/// <summary>Length does most; what the first guesses of every list are is refused. No rules about kinds of characters: they make passwords worse.</summary>
internal static class PasswordRule
{
    public const int Shortest = 10;
    public const int Longest = 128;

    // "aaaaaaaaaaaa" and "1212121212" are long and worth nothing.
    private const int FewestDifferent = 5;

    // Long enough to pass, and in the first hundreds of every list.
    private static readonly string[] Common =
    [
        "1234567890", "0123456789", "0987654321", "12345678910", "qwertyuiop", "1q2w3e4r5t", "password12", "password123", "password1234",
        "passw0rd123", "iloveyou12", "welcome123", "admin12345", "letmein123", "qwerty12345", "changeme123", "administrator",
    ];

    public static void Check(FieldCheck check, string field, string? password, string? email, string? userName)
    {
        var text = check.Text(field, password, Longest, trim: false);
        if (text.Length is > 0 and <= Longest && IsWeak(text, email, userName))
        {
            check.Wrong(field, "password_weak", ("min", Shortest.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static bool IsWeak(string text, string? email, string? userName) =>
        text.Length < Shortest
        || text.Distinct().Count() < FewestDifferent
        || Common.Contains(text.ToLowerInvariant())
        || IsTheSame(text, email)
        || IsTheSame(text, userName);

    private static bool IsTheSame(string text, string? name) =>
        name is { Length: > 0 } && FieldCheck.IsWellFormed(text) && FieldCheck.IsWellFormed(name) && Folded.Key(text) == Folded.Key(name);
}
