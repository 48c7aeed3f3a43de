using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Genkan.Storage;

/// <summary>A batch as it came from another node.</summary>
internal sealed record BusParcel(Guid Node, long Number, BusBatch Batch);

/// <summary>
/// A batch on its way: sealed with AES-256-GCM under a key of the installation, since PostgreSQL's queue of notifications may
/// reach its disk and previews of typing must not, and cut into payloads of <c>node.number.part.parts.base64</c>.
/// </summary>
internal sealed class BusWire(Keys keys)
{
    /// <summary>PostgreSQL takes payloads shorter than 8,000 bytes (documentation of NOTIFY); the rest is for the words before it.</summary>
    public const int MostOfPayload = 7_900;

    private const byte Form = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] key = keys.For("bus");

    public IReadOnlyList<string> Pack(Guid node, long number, BusBatch batch)
    {
        var text = Convert.ToBase64String(Close(node, number, Plain(batch)));
        var parts = (text.Length + MostOfPayload - 1) / MostOfPayload;
        return [.. Enumerable.Range(0, parts).Select(part => string.Create(
            CultureInfo.InvariantCulture,
            $"{node:N}.{number}.{part}.{parts}.{text.AsSpan(part * MostOfPayload, Math.Min(MostOfPayload, text.Length - (part * MostOfPayload)))}"))];
    }

    /// <summary>One payload, not yet opened; null where it is none of ours.</summary>
    public static (Guid Node, long Number, int Part, int Parts, string Text)? Read(string payload) =>
        payload.Split('.', 5) is [var node, var number, var part, var parts, var text]
        && Guid.TryParseExact(node, "N", out var from)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var p)
        && int.TryParse(parts, NumberStyles.None, CultureInfo.InvariantCulture, out var of)
        && p < of ? (from, n, p, of, text) : null;

    /// <exception cref="CryptographicException">Sealed under other keys, or changed on the way.</exception>
    public BusBatch Unpack(Guid node, long number, string text)
    {
        var packed = Convert.FromBase64String(text);
        if (packed.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("Too short.");
        }

        var plain = new byte[packed.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(packed.AsSpan(0, NonceLength), packed.AsSpan(NonceLength + TagLength), packed.AsSpan(NonceLength, TagLength), plain, Whose(node, number));
        return Batch(plain);
    }

    private byte[] Close(Guid node, long number, byte[] plain)
    {
        var packed = new byte[NonceLength + TagLength + plain.Length];
        RandomNumberGenerator.Fill(packed.AsSpan(0, NonceLength));
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(packed.AsSpan(0, NonceLength), plain, packed.AsSpan(NonceLength + TagLength), packed.AsSpan(NonceLength, TagLength), Whose(node, number));
        return packed;
    }

    private static byte[] Whose(Guid node, long number) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{node:N}.{number}"));

    private static byte[] Plain(BusBatch batch)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Form);
        writer.Write(batch.Lost);
        writer.Write(batch.Hints.Count);
        foreach (var (organisation, seq) in batch.Hints)
        {
            writer.Write(organisation.Value.ToByteArray());
            writer.Write(seq);
        }

        writer.Write(batch.Words.Count);
        foreach (var word in batch.Words)
        {
            writer.Write(word.Topic);
            writer.Write(word.Json);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    private static BusBatch Batch(byte[] plain)
    {
        using var reader = new BinaryReader(new MemoryStream(plain), Encoding.UTF8);
        if (reader.ReadByte() != Form)
        {
            throw new CryptographicException("Another form.");
        }

        var lost = reader.ReadBoolean();
        var hints = new (OrganisationId, long)[reader.ReadInt32()];
        for (var i = 0; i < hints.Length; i++)
        {
            hints[i] = (OrganisationId.From(new Guid(reader.ReadBytes(16))), reader.ReadInt64());
        }

        var words = new BusWord[reader.ReadInt32()];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = new BusWord(reader.ReadString(), reader.ReadString());
        }

        return new BusBatch(hints, words, lost);
    }
}
