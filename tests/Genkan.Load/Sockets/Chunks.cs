using System.Buffers.Text;

namespace Genkan.Load.Sockets;

/// <summary>Takes one whole frame, without the empty line that ends it.</summary>
internal delegate void FrameTaken(ReadOnlySpan<byte> frame);

/// <summary>Undoes the chunked coding (RFC 9112 7.1) of an event stream and cuts it into frames, keeping only what is not whole yet.</summary>
internal sealed class Chunks
{
    /// <summary>Bytes as they came, of which no line or chunk was whole.</summary>
    private byte[] raw = [];
    private byte[] text = [];
    private int left;
    private bool inBody;
    private bool afterChunk;

    /// <exception cref="IOException">The answer was no stream.</exception>
    public void Take(ReadOnlySpan<byte> got, FrameTaken frame)
    {
        var input = raw.Length == 0 ? got : [.. raw, .. got];
        raw = [];
        if (!inBody && !PassHead(ref input))
        {
            raw = input.ToArray();
            return;
        }

        while (input.Length > 0)
        {
            if (left == 0 && !PassSize(ref input))
            {
                raw = input.ToArray();
                return;
            }

            var part = input[..Math.Min(left, input.Length)];
            left -= part.Length;
            input = input[part.Length..];
            afterChunk |= left == 0;
            Cut(part, frame);
        }
    }

    private bool PassHead(ref ReadOnlySpan<byte> input)
    {
        var end = input.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        if (!input.StartsWith("HTTP/1.1 200"u8))
        {
            throw new IOException("The server refused the stream.");
        }

        input = input[(end + 4)..];
        inBody = true;
        return true;
    }

    private bool PassSize(ref ReadOnlySpan<byte> input)
    {
        var from = afterChunk ? 2 : 0;
        if (input.Length < from)
        {
            return false;
        }

        var end = input[from..].IndexOf("\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        _ = Utf8Parser.TryParse(input.Slice(from, end), out left, out _, 'x');
        if (left == 0)
        {
            throw new IOException("The server ended the stream.");
        }

        input = input[(from + end + 2)..];
        afterChunk = false;
        return true;
    }

    private void Cut(ReadOnlySpan<byte> part, FrameTaken frame)
    {
        var all = text.Length == 0 ? part : [.. text, .. part];
        int end;
        while ((end = all.IndexOf("\n\n"u8)) >= 0)
        {
            frame(all[..end]);
            all = all[(end + 2)..];
        }

        text = all.Length == 0 ? [] : all.ToArray();
    }
}
