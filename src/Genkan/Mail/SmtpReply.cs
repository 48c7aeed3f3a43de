namespace Genkan.Mail;

/// <summary>One answer of the server: a number and the words of all its lines (RFC 5321 4.2).</summary>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsGood => Code is >= 200 and < 400;

    /// <summary>RFC 5321 4.2.1: 5yz says no for good.</summary>
    public bool IsForGood => Code is >= 500 and < 600;

    /// <summary>For people: the number and the words, at most 500 characters.</summary>
    public string Words
    {
        get
        {
            var words = $"{Code} {string.Join(' ', Lines)}".Trim();
            return words[..Math.Min(words.Length, 500)];
        }
    }
}
