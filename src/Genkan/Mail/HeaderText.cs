using System.Text;

namespace Genkan.Mail;

/// <summary>
/// The value of a header in a form that can stand in one: every way to make one goes through here, and what comes out holds a
/// line break only where a line is folded. So nothing a person typed can begin a header of its own, or the body.
/// </summary>
internal readonly struct HeaderText
{
    // RFC 2047 2: a line with an encoded word has at most 76 characters, the word itself 75. RFC 5322 2.1.1: lines of 78.
    private const int LongestLine = 76;
    private const string Begin = "=?UTF-8?B?";
    private const string End = "?=";
    private readonly string? folded;

    private HeaderText(string folded) => this.folded = folded;

    /// <summary>Words a person may have written (subject, a name).</summary>
    /// <param name="header">The header's name, because it takes a part of the first line.</param>
    /// <param name="words">Any text.</param>
    public static HeaderText Words(string header, string words)
    {
        var clean = Clean(words);
        return new HeaderText(IsPlain(clean) ? Fold(header.Length + 2, clean) : Encode(header.Length + 2, clean));
    }

    /// <summary>A person with an address.</summary>
    public static HeaderText Of(string header, Mailbox mailbox)
    {
        if (mailbox.Name is null || Clean(mailbox.Name) is not { Length: > 0 } name)
        {
            return new HeaderText(mailbox.Address);
        }

        var words = IsPlain(name)
            ? '"' + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"'
            : Encode(header.Length + 2, name);
        return new HeaderText($"{words}\r\n <{mailbox.Address}>");
    }

    /// <summary>What the program itself writes: a date, an id, a media type.</summary>
    /// <exception cref="ArgumentException">It holds something else than visible ASCII and blanks.</exception>
    public static HeaderText Fixed(string value) =>
        value.All(c => c is >= ' ' and <= '~') ? new HeaderText(value) : throw new ArgumentException("A fixed header is visible ASCII.", nameof(value));

    public override string ToString() => folded ?? "";

    /// <summary>Line breaks and other control characters become blanks; half a character becomes the sign for one that is lost.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? " " : rune.ToString());
        }

        return clean.ToString().Trim();
    }

    /// <summary>Stands as it is; what looks like an encoded word must not be taken for one.</summary>
    private static bool IsPlain(string text) =>
        text.All(c => c is >= ' ' and <= '~') && !text.Contains("=?", StringComparison.Ordinal) && text.Split(' ').All(word => word.Length <= 60) && !text.Contains("  ", StringComparison.Ordinal);

    private static string Fold(int used, string text)
    {
        var lines = new StringBuilder(text.Length + 8);
        foreach (var word in text.Split(' '))
        {
            if (lines.Length > 0)
            {
                var fits = used + 1 + word.Length <= LongestLine;
                lines.Append(fits ? " " : "\r\n ");
                used = fits ? used + 1 : 1;
            }

            lines.Append(word);
            used += word.Length;
        }

        return lines.ToString();
    }

    /// <summary>Base64 words (RFC 2047 4.1), broken between characters only: each must be readable alone.</summary>
    private static string Encode(int used, string text)
    {
        var words = new List<string>();
        var part = new List<byte>();
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var bytes = utf8[..rune.EncodeToUtf8(utf8)];
            if (part.Count > 0 && part.Count + bytes.Length > Room(words.Count == 0 ? used : 1))
            {
                words.Add(Word(part));
                part.Clear();
            }

            part.AddRange(bytes);
        }

        words.Add(Word(part));
        return string.Join("\r\n ", words);
    }

    private static int Room(int used) => Math.Min(75, LongestLine - used) is var left ? (left - Begin.Length - End.Length) / 4 * 3 : 0;

    private static string Word(List<byte> bytes) => Begin + Convert.ToBase64String([.. bytes]) + End;
}
