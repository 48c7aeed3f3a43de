using System.Globalization;

namespace Genkan.Mail;

/// <summary>
/// A mail address that can stand in an SMTP command and a header as it is, and a name beside it. Only addresses in dot-atom
/// form exist here (RFC 5322 3.4.1, with the letters of RFC 6532): no quotes, no comments, no blanks, nothing to break out of.
/// </summary>
internal sealed record Mailbox
{
    // RFC 5321 4.5.3.1
    private const int LongestAddress = 254;
    private const int LongestLocalPart = 64;
    private const string AtomMarks = "!#$%&'*+-/=?^_`{|}~.";
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private Mailbox(string local, string domain, string? name) => (Local, Domain, Name) = (local, domain, name);

    public string Local { get; }

    /// <summary>In ASCII (RFC 5891).</summary>
    public string Domain { get; }

    public string? Name { get; }

    public string Address => $"{Local}@{Domain}";

    /// <summary>Can only be sent where the server knows SMTPUTF8 (RFC 6531).</summary>
    public bool NeedsUtf8 => !Local.All(char.IsAscii);

    /// <summary>Null where the address is none, or one we do not send to.</summary>
    public static Mailbox? Of(string? address, string? name)
    {
        var text = address?.Trim() ?? "";
        var at = text.LastIndexOf('@');
        if (text.Length > LongestAddress || at is < 1 or > LongestLocalPart || !IsDotAtom(text[..at]) || DomainOf(text[(at + 1)..]) is not { } domain)
        {
            return null;
        }

        return new Mailbox(text[..at], domain, string.IsNullOrWhiteSpace(name) ? null : name.Trim());
    }

    /// <summary>The same address, signed by another name.</summary>
    public Mailbox InTheNameOf(string name) => new(Local, Domain, string.IsNullOrWhiteSpace(name) ? Name : name.Trim());

    private static bool IsDotAtom(string local) =>
        local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal)
        && local.All(c => char.IsAsciiLetterOrDigit(c) || AtomMarks.Contains(c, StringComparison.Ordinal) || char.IsLetterOrDigit(c) || char.IsSurrogate(c) || IsMark(c))
        && Doors.FieldCheck.IsWellFormed(local);

    private static bool IsMark(char c) => !char.IsAscii(c)
        && char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static string? DomainOf(string domain)
    {
        try
        {
            var ascii = Idn.GetAscii(domain).ToLowerInvariant();
            return ascii.Length <= 253 && ascii.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
