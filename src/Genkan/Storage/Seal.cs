using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Genkan.Storage;

/// <summary>
/// The sealed form: <c>g1.ROOT.BASE64URL</c> for texts, <c>GSL1</c> and the root's number in four bytes for bytes; then nonce
/// (12 bytes), ciphertext, tag (16 bytes). The 1 is the version of the form.
/// </summary>
internal sealed class Seal(Keys keys) : ISeal
{
    private const string Form = "g1.";
    private const int NonceLength = 12, TagLength = 16;
    private static readonly byte[] BytesForm = "GSL1"u8.ToArray();
    private static readonly int BytesHeader = BytesForm.Length + sizeof(int);
    private readonly ConcurrentDictionary<int, byte[]> sealing = new();
    private readonly byte[] marking = keys.For("mark");

    /// <summary>How texts sealed under the newest root begin.</summary>
    public string Newest { get; } = string.Create(CultureInfo.InvariantCulture, $"{Form}{keys.Newest}.");

    /// <summary>The same for bytes.</summary>
    public byte[] NewestBytes { get; } = Header(keys.Newest);

    public string? Close(SealedPlace place, string? plain) =>
        plain is null ? null : Newest + Base64Url.EncodeToString(Encrypt(place, keys.Newest, Encoding.UTF8.GetBytes(plain), header: 0));

    public string? Open(SealedPlace place, string? closed)
    {
        if (closed is null)
        {
            return null;
        }

        return TryRead(closed, out var root, out var inside)
            ? Encoding.UTF8.GetString(Decrypt(place, root, inside))
            : throw new SealBrokenException($"What stands in {place.Column} is not sealed.");
    }

    public byte[] CloseBytes(SealedPlace place, ReadOnlySpan<byte> plain)
    {
        var closed = Encrypt(place, keys.Newest, plain, BytesHeader);
        NewestBytes.CopyTo(closed, 0);
        return closed;
    }

    public byte[] OpenBytes(SealedPlace place, ReadOnlySpan<byte> closed) => IsSealed(closed)
        ? Decrypt(place, BinaryPrimitives.ReadInt32BigEndian(closed[BytesForm.Length..]), closed[BytesHeader..])
        : throw new SealBrokenException($"What stands in {place.Column} is not sealed.");

    public string? Mark(string column, string? value, OrganisationId? organisation)
    {
        if (value is null)
        {
            return null;
        }

        var said = Encoding.UTF8.GetBytes($"{column}\0{organisation?.Value.ToString("D") ?? ""}\0{value}");
        return MarkForm + Base64Url.EncodeToString(HMACSHA256.HashData(marking, said));
    }

    /// <summary>How marks begin: no mail address and no hexadecimal hash does.</summary>
    public const string MarkForm = "m1.";

    public static bool IsSealed(string text) => TryRead(text, out _, out _);

    public static bool IsSealed(ReadOnlySpan<byte> bytes) => bytes.Length >= BytesHeader + NonceLength + TagLength && bytes.StartsWith(BytesForm);

    private static byte[] Header(int root)
    {
        var header = new byte[BytesHeader];
        BytesForm.CopyTo(header, 0);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(BytesForm.Length), root);
        return header;
    }

    private static bool TryRead(string text, out int root, out byte[] inside)
    {
        (root, inside) = (0, []);
        var dot = text.StartsWith(Form, StringComparison.Ordinal) ? text.IndexOf('.', Form.Length) : -1;
        if (dot < 0 || !int.TryParse(text.AsSpan(Form.Length, dot - Form.Length), NumberStyles.None, CultureInfo.InvariantCulture, out root) || !Base64Url.IsValid(text.AsSpan(dot + 1)))
        {
            return false;
        }

        inside = Base64Url.DecodeFromChars(text.AsSpan(dot + 1));
        return inside.Length >= NonceLength + TagLength;
    }

    private byte[] Encrypt(SealedPlace place, int root, ReadOnlySpan<byte> plain, int header)
    {
        var closed = new byte[header + NonceLength + plain.Length + TagLength];
        var nonce = closed.AsSpan(header, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(KeyOf(root), TagLength);
        aes.Encrypt(nonce, plain, closed.AsSpan(header + NonceLength, plain.Length), closed.AsSpan(closed.Length - TagLength), Said(place, root));
        return closed;
    }

    private byte[] Decrypt(SealedPlace place, int root, ReadOnlySpan<byte> closed)
    {
        try
        {
            var plain = new byte[closed.Length - NonceLength - TagLength];
            using var aes = new AesGcm(KeyOf(root), TagLength);
            aes.Decrypt(closed[..NonceLength], closed[NonceLength..^TagLength], closed[^TagLength..], plain, Said(place, root));
            return plain;
        }
        catch (Exception fault) when (fault is CryptographicException or KeyNotFoundException)
        {
            throw new SealBrokenException($"A value of {place.Column} does not open: it was changed or moved, or its key is gone.", fault);
        }
    }

    private byte[] KeyOf(int root) => sealing.GetOrAdd(root, static (id, all) => all.For("seal", id), keys);

    private static byte[] Said(SealedPlace place, int root) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"g1\0{root}\0{place.Column}\0{place.Organisation.Value:D}\0{place.Row:D}"));
}
