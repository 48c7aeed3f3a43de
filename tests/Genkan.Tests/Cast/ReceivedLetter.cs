using System.Text;
using System.Text.RegularExpressions;

namespace Genkan.Tests.Cast;

/// <summary>A letter as it lies in the post box, read by what the standards say and nothing of ours.</summary>
public sealed partial record ReceivedLetter
{
    private ReceivedLetter(string raw, IReadOnlyList<(string Name, string Value)> headers, string body) => (Raw, Headers, Body) = (raw, headers, body);

    public string Raw { get; }

    /// <summary>Unfolded, in order.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; }

    public string Body { get; }

    public string Subject => Decoded(this["Subject"]);

    public string Text => Part("text/plain");

    public string Html => Part("text/html");

    /// <summary>The token behind the # of the first link.</summary>
    public string Token => Tokens().Match(Text).Groups["token"].Value;

    public string this[string header] => Headers.Single(h => h.Name.Equals(header, StringComparison.OrdinalIgnoreCase)).Value;

    public static ReceivedLetter Read(byte[] bytes)
    {
        var raw = Encoding.UTF8.GetString(bytes).ReplaceLineEndings("\n");
        var cut = raw.IndexOf("\n\n", StringComparison.Ordinal);
        var headers = Folds().Replace(raw[..cut], " ").Split('\n').Select(line => line.Split(':', 2)).Select(pair => (pair[0], pair[1].Trim())).ToList();
        return new ReceivedLetter(raw, headers, raw[(cut + 2)..]);
    }

    /// <summary>RFC 2047: blanks between two encoded words are none.</summary>
    public static string Decoded(string value) => Words().Replace(
        Between().Replace(value, "${word}"),
        match => Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups["base64"].Value)));

    private string Part(string type)
    {
        var boundary = Boundaries().Match(this["Content-Type"]).Groups["boundary"].Value;
        var part = Body.Split($"--{boundary}").Single(piece => piece.TrimStart('\n').StartsWith($"Content-Type: {type}", StringComparison.Ordinal)).TrimStart('\n');
        var cut = part.IndexOf("\n\n", StringComparison.Ordinal);
        var content = part[(cut + 2)..];
        return part[..cut].Contains("base64", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(content)).ReplaceLineEndings("\n")
            : FromQuotedPrintable(content);
    }

    private static string FromQuotedPrintable(string content)
    {
        var bytes = new List<byte>();
        var joined = content.Replace("=\n", "", StringComparison.Ordinal);
        for (var i = 0; i < joined.Length; i++)
        {
            if (joined[i] == '=')
            {
                bytes.Add(Convert.ToByte(joined.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.Add((byte)joined[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    [GeneratedRegex(@"\n[ \t]+", RegexOptions.None, 1000)]
    private static partial Regex Folds();

    [GeneratedRegex(@"(?<word>=\?UTF-8\?B\?[A-Za-z0-9+/=]*\?=)\s+(?==\?)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Between();

    [GeneratedRegex(@"=\?UTF-8\?B\?(?<base64>[A-Za-z0-9+/=]*)\?=", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();

    [GeneratedRegex("boundary=\"(?<boundary>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Boundaries();

    [GeneratedRegex(@"#(?<token>[\w-]{43})\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tokens();
}
