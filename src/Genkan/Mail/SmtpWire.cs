using System.Text;

namespace Genkan.Mail;

/// <summary>Lines to and from the server, with an end to how long and how much it may say.</summary>
internal sealed class SmtpWire(Stream stream)
{
    /// <summary>RFC 5321 4.5.3.1.5 allows 512; some say more.</summary>
    private const int LongestLine = 2_048;

    private const int MostLines = 128;
    private readonly byte[] buffer = new byte[4_096];
    private int from;
    private int to;

    /// <summary>Something was sent that nobody asked for yet.</summary>
    public bool HasMore => to > from;

    public async Task<SmtpReply> Read(CancellationToken stop)
    {
        var lines = new List<string>();
        while (true)
        {
            var line = await ReadLine(stop);
            var code = line.Length >= 3 && int.TryParse(line.AsSpan(0, 3), System.Globalization.NumberStyles.None, null, out var number) ? number : 0;
            if (code is < 200 or > 599 || (line.Length > 3 && line[3] is not (' ' or '-')))
            {
                throw new SmtpTrouble("broken");
            }

            lines.Add(line.Length > 4 ? line[4..].Trim() : "");
            if (line.Length == 3 || line[3] == ' ')
            {
                return new SmtpReply(code, lines);
            }

            if (lines.Count >= MostLines)
            {
                throw new SmtpTrouble("broken");
            }
        }
    }

    public async Task Write(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        await stream.WriteAsync(bytes, stop);
        await stream.FlushAsync(stop);
    }

    private async Task<string> ReadLine(CancellationToken stop)
    {
        var line = new List<byte>();
        while (true)
        {
            if (from == to)
            {
                (from, to) = (0, await stream.ReadAsync(buffer, stop));
                if (to == 0)
                {
                    throw new SmtpTrouble("broken");
                }
            }

            var next = buffer[from++];
            if (next == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(next);
            if (line.Count > LongestLine)
            {
                throw new SmtpTrouble("broken");
            }
        }
    }
}
