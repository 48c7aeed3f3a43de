using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Genkan.Load.Sockets;

/// <summary>Hears one frame: its kind and data as bytes, and when it was read.</summary>
internal delegate void FrameHeard(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data, long at);

/// <summary>
/// One open stream of Server-Sent Events (WHATWG HTML 9.2) over a bare socket: remembers its cursor, comes back with it.
/// Holds no buffer while nothing comes, so that the crowd stays small beside the server.
/// </summary>
internal sealed class EventStream(IPEndPoint server, string path, string headers, string? cursor, string? epoch) : IDisposable
{
    private Socket? socket;
    private Chunks chunks = new();
    private int life;

    public FrameHeard? Heard { get; set; }

    /// <summary>When the present connection was greeted; 0 while it was not.</summary>
    public long GreetedAt { get; private set; }

    /// <summary>Answers that were no stream, and connections that ended unasked.</summary>
    public int Failures { get; private set; }

    public string? Cursor { get; private set; } = cursor;

    public async Task Open()
    {
        GreetedAt = 0;
        chunks = new Chunks();
        var mine = ++life;
        var fresh = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket = fresh;
        await fresh.ConnectAsync(server);
        await fresh.SendAsync(Request());
        _ = ReadToEnd(fresh, mine);
    }

    /// <summary>Cut without a word, as when the network goes: a reset, so that no port is left waiting.</summary>
    public void Cut()
    {
        life++;
        GreetedAt = 0;
        if (Interlocked.Exchange(ref socket, null) is { } open)
        {
            open.LingerState = new LingerOption(enable: true, seconds: 0);
            open.Dispose();
        }
    }

    public void Dispose() => Cut();

    private byte[] Request()
    {
        var where = epoch is null ? path : $"{path}?epoch={epoch}";
        var resume = Cursor is null ? "" : $"Last-Event-ID: {Cursor}\r\n";
        return Encoding.ASCII.GetBytes($"GET {where} HTTP/1.1\r\nHost: {server}\r\nAccept: text/event-stream\r\n{headers}{resume}\r\n");
    }

    private async Task ReadToEnd(Socket from, int mine)
    {
        try
        {
            while (true)
            {
                // Nothing is rented until there is something to read.
                await from.ReceiveAsync(Memory<byte>.Empty);
                if (!await ReadSome(from, mine))
                {
                    break;
                }
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or IOException)
        {
            // Counted below unless we cut it ourselves.
        }

        if (mine == life)
        {
            Failures++;
        }
    }

    private async Task<bool> ReadSome(Socket from, int mine)
    {
        var rented = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            var got = await from.ReceiveAsync(rented);
            if (got == 0 || mine != life)
            {
                return false;
            }

            chunks.Take(rented.AsSpan(0, got), Frame);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Frame(ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> kind = default, data = default;
        foreach (var range in frame.Split((byte)'\n'))
        {
            var line = frame[range];
            if (line.StartsWith("id: "u8))
            {
                Cursor = Encoding.ASCII.GetString(line[4..]);
            }
            else if (line.StartsWith("event: "u8))
            {
                kind = line[7..];
            }
            else if (line.StartsWith("data: "u8))
            {
                data = line[6..];
            }
        }

        var at = System.Diagnostics.Stopwatch.GetTimestamp();
        if (kind.SequenceEqual("hello"u8))
        {
            GreetedAt = at;
        }

        Heard?.Invoke(kind, data, at);
    }
}
