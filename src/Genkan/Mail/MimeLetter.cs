using System.Globalization;
using System.Text;

namespace Genkan.Mail;

/// <summary>A letter as it goes over the wire (RFC 5322, RFC 2045 to 2047): plain text and HTML side by side, all of it ASCII lines.</summary>
internal sealed record MimeLetter
{
    public required Guid Id { get; init; }

    public required Mailbox From { get; init; }

    public required Mailbox To { get; init; }

    public required string Subject { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>UTC milliseconds. Of its cause and not of the try, so that a repeat is the same letter.</summary>
    public required long At { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }

    /// <summary>The same for every try: receivers know a repeat by it.</summary>
    public string MessageId => $"<{Id:N}@{From.Domain}>";

    /// <summary>The bytes, lines ended by CRLF; not yet dot-stuffed. UTF-8 only where an address needs it (RFC 6532).</summary>
    public byte[] Write()
    {
        var boundary = $"genkan-{Id:N}";
        var letter = new StringBuilder();
        foreach (var (name, value) in Headers(boundary))
        {
            letter.Append(name).Append(": ").Append(value.ToString()).Append("\r\n");
        }

        letter.Append("\r\n");
        Part(letter, boundary, "text/plain", Text);
        Part(letter, boundary, "text/html", Html);
        letter.Append("--").Append(boundary).Append("--\r\n");
        return Encoding.UTF8.GetBytes(letter.ToString());
    }

    private IEnumerable<(string Name, HeaderText Value)> Headers(string boundary) =>
    [
        ("From", HeaderText.Of("From", From)),
        ("To", HeaderText.Of("To", To)),
        ("Subject", HeaderText.Words("Subject", Subject)),
        ("Date", HeaderText.Fixed(DateTimeOffset.FromUnixTimeMilliseconds(At).ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture))),
        ("Message-ID", HeaderText.Fixed(MessageId)),
        ("MIME-Version", HeaderText.Fixed("1.0")),
        ("Content-Language", HeaderText.Words("Content-Language", Language)),
        // Answering machines leave it alone (RFC 3834), Exchange's too.
        ("Auto-Submitted", HeaderText.Fixed("auto-generated")),
        ("X-Auto-Response-Suppress", HeaderText.Fixed("All")),
        ("Content-Type", HeaderText.Fixed($"multipart/alternative; boundary=\"{boundary}\"")),
    ];

    private static void Part(StringBuilder letter, string boundary, string type, string text)
    {
        var (coding, encoded) = BodyText.Encode(text);
        letter.Append("--").Append(boundary).Append("\r\nContent-Type: ").Append(type).Append("; charset=utf-8\r\nContent-Transfer-Encoding: ")
            .Append(coding).Append("\r\n\r\n").Append(encoded).Append("\r\n");
    }
}
