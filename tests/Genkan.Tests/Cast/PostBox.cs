using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Genkan.Tests.Cast;

/// <summary>
/// A mail server played by the test, line by line: for what a real one does not do on request (silence, nonsense, refusals)
/// and where none is installed. Without <see cref="Answer"/> it takes everything.
/// </summary>
public sealed class PostBox : IDisposable
{
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<(string To, ReceivedLetter Letter)> _letters = new();

    public PostBox()
    {
        _door.Start();
        _ = Serve();
    }

    public int Port => ((IPEndPoint)_door.LocalEndpoint).Port;

    /// <summary>What was said to it, line by line.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>What it says to a command (and to "" when somebody comes, to "." after a letter); null for the usual.</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    public IReadOnlyList<(string To, ReceivedLetter Letter)> Letters => [.. _letters];

    public string[] Settings() =>
    [
        "--GENKAN_SMTP_HOST", "127.0.0.1", "--GENKAN_SMTP_PORT", Port.ToString(CultureInfo.InvariantCulture), "--GENKAN_SMTP_TLS", "none",
        "--GENKAN_SMTP_FROM", "genkan@post.example", "--GENKAN_PUBLIC_URL", "https://chat.example",
    ];

    /// <summary>The letters for an address, once there are that many.</summary>
    public async Task<IReadOnlyList<ReceivedLetter>> For(string address, int atLeast = 1)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var mine = Letters.Where(l => l.To == address).Select(l => l.Letter).ToList();
            if (mine.Count >= atLeast)
            {
                return mine;
            }

            await Task.Delay(25);
        }

        throw new TimeoutException($"No {atLeast} letters for {address}; heard:\n{string.Join('\n', Heard)}");
    }

    public void Dispose() => _door.Dispose();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                _ = Talk(await _door.AcceptTcpClientAsync());
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Closed for the day.
        }
    }

    private async Task Talk(TcpClient guest)
    {
        using var open = guest;
        await using var stream = guest.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var to = "";
        try
        {
            await Say(stream, Answer("") ?? "220 post.example ready");
            while (await reader.ReadLineAsync() is { } line)
            {
                Heard.Enqueue(line);
                var said = Answer(line) ?? Usual(line);
                await Say(stream, said);
                to = line.StartsWith("RCPT TO:<", StringComparison.Ordinal) ? line["RCPT TO:<".Length..^1] : to;
                if (line == "DATA" && said.StartsWith('3'))
                {
                    await TakeLetter(reader, stream, to);
                }
            }
        }
        catch (IOException)
        {
            // They went.
        }
    }

    private async Task TakeLetter(StreamReader reader, NetworkStream stream, string to)
    {
        var letter = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".")
        {
            letter.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        var said = Answer(".") ?? "250 taken";
        if (said.StartsWith('2'))
        {
            _letters.Enqueue((to, ReceivedLetter.Read(Encoding.UTF8.GetBytes(letter.ToString()))));
        }

        await Say(stream, said);
    }

    private static string Usual(string line) => line.Split(' ')[0] switch
    {
        "EHLO" => "250-post.example\r\n250-SIZE 100000\r\n250 8BITMIME",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 fine",
    };

    private static async Task Say(NetworkStream stream, string what) => await stream.WriteAsync(Encoding.UTF8.GetBytes(what + "\r\n"));
}
