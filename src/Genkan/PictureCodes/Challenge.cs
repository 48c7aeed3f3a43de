using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Genkan.PictureCodes;

/// <summary>
/// One code, sealed into the token that the page carries about: the server keeps nothing until it is answered.
/// AES-256-GCM under a key of its own.
/// </summary>
internal sealed record Challenge(Guid Id, long ExpiresAt, string Code)
{
    /// <summary>Six digits: digits have one name in every language, so the same code can be spoken. One guess in a million is right.</summary>
    public const int Digits = 6;

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Inside = 16 + sizeof(long) + Digits;

    /// <summary>The length of a token, in characters of base64url.</summary>
    private static readonly int TokenLength = Base64Url.GetEncodedLength(NonceLength + Inside + TagLength);

    public static Challenge New(long expiresAt) => new(Guid.CreateVersion7(), expiresAt, RandomNumberGenerator.GetString("0123456789", Digits));

    public string Seal(byte[] key)
    {
        Span<byte> inside = stackalloc byte[Inside];
        Id.TryWriteBytes(inside);
        BinaryPrimitives.WriteInt64BigEndian(inside[16..], ExpiresAt);
        Encoding.ASCII.GetBytes(Code, inside[24..]);
        Span<byte> token = stackalloc byte[NonceLength + Inside + TagLength];
        RandomNumberGenerator.Fill(token[..NonceLength]);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(token[..NonceLength], inside, token.Slice(NonceLength, Inside), token[^TagLength..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Null where the token is not ours.</summary>
    public static Challenge? Open(byte[] key, string? token)
    {
        if (token?.Length != TokenLength || !Base64Url.IsValid(token))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        var inside = new byte[Inside];
        try
        {
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(bytes.AsSpan(0, NonceLength), bytes.AsSpan(NonceLength, Inside), bytes.AsSpan(NonceLength + Inside), inside);
        }
        catch (CryptographicException)
        {
            return null;
        }

        return new Challenge(new Guid(inside.AsSpan(0, 16)), BinaryPrimitives.ReadInt64BigEndian(inside.AsSpan(16)), Encoding.ASCII.GetString(inside.AsSpan(24)));
    }

    /// <summary>People type blanks between digits, and full-width digits where their keyboard makes them.</summary>
    public bool IsAnsweredBy(string? answer)
    {
        var digits = new string([.. (answer ?? "").Take(40).Where(char.IsDigit).Select(c => (char)('0' + (int)char.GetNumericValue(c)))]);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(digits), Encoding.ASCII.GetBytes(Code));
    }
}
