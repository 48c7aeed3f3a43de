using System.Text;

namespace Genkan.Mail;

/// <summary>A text part in a coding that passes every server: lines of at most 76 ASCII characters (RFC 2045 6.7, 6.8).</summary>
internal static class BodyText
{
    private const int LongestLine = 76;

    /// <summary>Quoted-printable where most of it stays readable, else base64, which is shorter for Japanese and Chinese.</summary>
    public static (string Coding, string Encoded) Encode(string text)
    {
        var lines = text.ReplaceLineEndings("\r\n");
        var utf8 = Encoding.UTF8.GetBytes(lines);
        var foreign = utf8.Count(b => b >= 0x80);
        return foreign * 6 <= utf8.Length
            ? ("quoted-printable", QuotedPrintable(lines))
            : ("base64", Convert.ToBase64String(utf8, Base64FormattingOptions.InsertLineBreaks));
    }

    internal static string QuotedPrintable(string text)
    {
        var encoded = new StringBuilder(text.Length + (text.Length / 4));
        var first = true;
        foreach (var line in text.Split("\r\n"))
        {
            encoded.Append(first ? "" : "\r\n");
            AppendLine(encoded, Encoding.UTF8.GetBytes(line));
            first = false;
        }

        return encoded.ToString();
    }

    private static void AppendLine(StringBuilder encoded, byte[] line)
    {
        var column = 0;
        for (var i = 0; i < line.Length; i++)
        {
            // A blank at the end of a line is lost on the way unless it is coded.
            var plain = line[i] is (>= 33 and <= 126 and not (byte)'=') || (line[i] is (byte)' ' or (byte)'\t' && i < line.Length - 1);
            var piece = plain ? ((char)line[i]).ToString() : $"={line[i]:X2}";
            var isLast = i == line.Length - 1;
            if (column + piece.Length > (isLast ? LongestLine : LongestLine - 1))
            {
                encoded.Append("=\r\n");
                column = 0;
            }

            encoded.Append(piece);
            column += piece.Length;
        }
    }
}
