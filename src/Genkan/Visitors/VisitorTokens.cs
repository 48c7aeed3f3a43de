using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Visitors;

/// <summary>
/// The visitor's credential: who, where, how far and until when, with an HMAC-SHA256 over it. Nothing is looked up to
/// check one, so a flood of forged tokens costs a hash each.
/// </summary>
internal sealed class VisitorTokens(Keys keys, TimeProvider time)
{
    /// <summary>Browsers keep no cookie longer than 400 days (RFC 6265bis 5.5); a token lives as long.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(400);

    private const int Payload = 1 + 16 + 16 + 16 + 1 + 8;
    private const int Mac = 16;

    private readonly byte[] key = keys.For("visitor tokens");

    public string Make(VisitorCaller caller)
    {
        var bytes = new byte[Payload + Mac];
        bytes[0] = 1;
        caller.Organisation.Value.TryWriteBytes(bytes.AsSpan(1));
        caller.Site.TryWriteBytes(bytes.AsSpan(17));
        (caller.Visitor ?? Guid.Empty).TryWriteBytes(bytes.AsSpan(33));
        bytes[49] = (byte)caller.Reach;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(50), (time.GetUtcNow() + Life).ToUnixTimeMilliseconds());
        MacOf(bytes).CopyTo(bytes.AsSpan(Payload));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null where it was not made here or has run out.</summary>
    public VisitorCaller? Read(string token)
    {
        if (!TryDecode(token, out var bytes) || bytes[0] != 1
            || !CryptographicOperations.FixedTimeEquals(MacOf(bytes), bytes.AsSpan(Payload))
            || BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(50)) < time.GetUtcNow().ToUnixTimeMilliseconds())
        {
            return null;
        }

        var visitor = new Guid(bytes.AsSpan(33, 16));
        return new VisitorCaller
        {
            Organisation = new OrganisationId(new Guid(bytes.AsSpan(1, 16))),
            Site = new Guid(bytes.AsSpan(17, 16)),
            Visitor = visitor == Guid.Empty ? null : visitor,
            Reach = (Reach)bytes[49],
        };
    }

    private static bool TryDecode(string token, out byte[] bytes)
    {
        bytes = new byte[Payload + Mac];
        return token.Length == Base64Url.GetEncodedLength(Payload + Mac)
            && Base64Url.IsValid(token)
            && Base64Url.TryDecodeFromChars(token, bytes, out var written)
            && written == bytes.Length;
    }

    private ReadOnlySpan<byte> MacOf(byte[] bytes) => HMACSHA256.HashData(key, bytes.AsSpan(0, Payload)).AsSpan(0, Mac);
}
