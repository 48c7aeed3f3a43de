using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Genkan.Load.Sockets;

/// <summary>
/// One kept HTTP/1.1 connection of one person, one request at a time (RFC 9112). Bare sockets, because ten thousand
/// HttpClient connections would cost the machine more than the server that is to be measured.
/// </summary>
internal sealed class Call(IPEndPoint server) : IDisposable
{
    private byte[] buffer = new byte[4096];
    private Socket? socket;
    private int filled;

    /// <summary>Sends and reads the whole answer; its body is good until the next call. Connects anew where the connection had gone.</summary>
    public async Task<Answer> Send(ReadOnlyMemory<byte> request)
    {
        if (socket is null)
        {
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server);
        }

        try
        {
            await socket.SendAsync(request);
            return await Read();
        }
        catch (SocketException)
        {
            socket?.Dispose();
            socket = null;
            throw;
        }
    }

    /// <summary>The bytes of a request.</summary>
    /// <param name="headers">Lines ending in CR LF, or nothing.</param>
    public static byte[] Request(IPEndPoint server, string method, string path, string headers, string? json = null)
    {
        var body = json is null ? "" : json;
        var type = json is null ? "" : "Content-Type: application/json\r\n";
        var length = method == "GET" ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        return Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\nHost: {server}\r\n{headers}{type}{length}\r\n{body}");
    }

    public void Dispose() => socket?.Dispose();

    private async Task<Answer> Read()
    {
        filled = 0;
        int head;
        while ((head = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await More();
        }

        var lines = Encoding.ASCII.GetString(buffer, 0, head);
        var status = int.Parse(lines.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        var start = head + 4;
        var length = status is 204 or 304 ? 0 : LengthIn(lines);
        var body = length is { } known ? await Counted(start, known) : await Chunked(start);
        if (lines.Contains("\r\nConnection: close", StringComparison.OrdinalIgnoreCase))
        {
            socket?.Dispose();
            socket = null;
        }

        return new Answer(status, lines, body);
    }

    private static int? LengthIn(string head)
    {
        const string name = "\r\nContent-Length: ";
        var at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var rest = head.AsSpan(at + name.Length);
        var end = rest.IndexOf('\r');
        return int.Parse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private async Task<ReadOnlyMemory<byte>> Counted(int start, int length)
    {
        while (filled < start + length)
        {
            await More();
        }

        return buffer.AsMemory(start, length);
    }

    /// <summary>Joins the chunks in place.</summary>
    private async Task<ReadOnlyMemory<byte>> Chunked(int start)
    {
        var (read, written) = (start, start);
        while (true)
        {
            int end;
            while ((end = buffer.AsSpan(read, filled - read).IndexOf("\r\n"u8)) < 0)
            {
                await More();
            }

            var size = int.Parse(Encoding.ASCII.GetString(buffer, read, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            read += end + 2;
            while (filled < read + size + 2)
            {
                await More();
            }

            buffer.AsSpan(read, size).CopyTo(buffer.AsSpan(written));
            written += size;
            read += size + 2;
            if (size == 0)
            {
                return buffer.AsMemory(start, written - start);
            }
        }
    }

    private async Task More()
    {
        if (filled == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 4);
        }

        var got = await socket!.ReceiveAsync(buffer.AsMemory(filled));
        if (got == 0)
        {
            socket.Dispose();
            socket = null;
            throw new IOException("The server closed the connection.");
        }

        filled += got;
    }
}

/// <summary>What came back.</summary>
internal readonly record struct Answer(int Status, string Head, ReadOnlyMemory<byte> Body)
{
    public string Text => Encoding.UTF8.GetString(Body.Span);
}
