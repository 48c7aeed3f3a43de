using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Genkan.Pages;

/// <summary>One browser file: read when first asked for, compressed once per coding, kept in memory.</summary>
internal sealed class WebFile
{
    /// <summary>Stands in pages where the response's nonce belongs.</summary>
    public const string NoncePlace = "__CSP_NONCE__";

    // 9 of 11: nine tenths of what 11 saves in a twentieth of the time; the first visitor waits for it.
    private const int BrotliQuality = 9;
    private const int BrotliWindow = 22;

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".css"] = "text/css; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".ico"] = "image/x-icon",
        [".jpg"] = "image/jpeg",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".mp3"] = "audio/mpeg",
        [".ogg"] = "audio/ogg",
        [".png"] = "image/png",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
        [".wasm"] = "application/wasm",
        [".wav"] = "audio/wav",
        [".webmanifest"] = "application/manifest+json",
        [".webp"] = "image/webp",
        [".woff2"] = "font/woff2",
    };

    private readonly Lazy<byte[]> plain;
    private readonly Lazy<byte[]> brotli;
    private readonly Lazy<byte[]> gzip;
    private readonly Lazy<string> tag;
    private readonly Lazy<string?> template;

    public WebFile(string name, Func<Stream> open)
    {
        ContentType = Types.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream");
        plain = new(() => ReadAll(open));
        brotli = new(() => Brotli(plain.Value));
        gzip = new(() => Gzip(plain.Value));
        tag = new(() => Convert.ToHexStringLower(SHA256.HashData(plain.Value))[..20]);
        template = new(() => ContentType.StartsWith("text/html", StringComparison.Ordinal) && Encoding.UTF8.GetString(plain.Value) is var text && text.Contains(NoncePlace, StringComparison.Ordinal) ? text : null);
    }

    public string ContentType { get; }

    public byte[] Plain => plain.Value;

    /// <summary>The page's text where it has a place for a nonce: then each answer is another one.</summary>
    public string? Template => template.Value;

    /// <summary>Pictures, sounds and fonts are compressed already.</summary>
    public bool ShrinksWell => ContentType.StartsWith("text/", StringComparison.Ordinal)
        || ContentType is "application/json" or "application/manifest+json" or "image/svg+xml" or "application/wasm";

    /// <summary>The body in the best coding the client takes.</summary>
    public (byte[] Body, string? Coding, string Tag) For(string acceptEncoding)
    {
        var coding = ShrinksWell ? Codings.Best(acceptEncoding) : null;
        return coding switch
        {
            "br" => (brotli.Value, coding, $"\"{tag.Value}-br\""),
            "gzip" => (gzip.Value, coding, $"\"{tag.Value}-gz\""),
            _ => (plain.Value, null, $"\"{tag.Value}\""),
        };
    }

    private static byte[] ReadAll(Func<Stream> open)
    {
        using var file = open();
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        return memory.ToArray();
    }

    private static byte[] Brotli(byte[] bytes)
    {
        var buffer = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes, buffer, out var length, BrotliQuality, BrotliWindow)
            ? buffer[..length]
            : throw new InvalidOperationException("Brotli did not fit its own bound");
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var stream = new GZipStream(memory, CompressionLevel.SmallestSize))
        {
            stream.Write(bytes);
        }

        return memory.ToArray();
    }
}
