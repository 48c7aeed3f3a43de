using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Genkan.Live;

/// <summary>
/// A visitor's cursor: the organisation's seq, sealed in one AES block together with whose it is and some chance, so
/// that it tells nobody the shop's volume and nobody can use another's.
/// </summary>
internal sealed class Cursors : IDisposable
{
    private readonly Aes aes;

    public Cursors(Keys keys)
    {
        aes = Aes.Create();
        aes.Key = keys.For("visitor cursors");
    }

    public string Seal(long seq, Guid visitor)
    {
        Span<byte> block = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(block, (ulong)seq);
        RandomNumberGenerator.Fill(block[8..12]);
        // The seq's upper two bytes are free: 2^48 events are more than an organisation lives to see.
        RandomNumberGenerator.Fill(block[..2]);
        MarkOf(visitor, block[12..]);
        Span<byte> sealedBlock = stackalloc byte[16];
        aes.EncryptEcb(block, sealedBlock, PaddingMode.None);
        return Convert.ToHexStringLower(sealedBlock);
    }

    /// <summary>Null where it was not made here, or for somebody else.</summary>
    public long? Open(string? cursor, Guid visitor)
    {
        if (cursor is not { Length: 32 } || !TryHex(cursor, out var sealedBlock))
        {
            return null;
        }

        Span<byte> block = stackalloc byte[16];
        aes.DecryptEcb(sealedBlock, block, PaddingMode.None);
        Span<byte> mark = stackalloc byte[4];
        MarkOf(visitor, mark);
        return CryptographicOperations.FixedTimeEquals(mark, block[12..])
            ? (long)(BinaryPrimitives.ReadUInt64BigEndian(block) & 0xFFFF_FFFF_FFFF)
            : null;
    }

    public void Dispose() => aes.Dispose();

    private static void MarkOf(Guid visitor, Span<byte> mark)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(visitor.ToByteArray(), hash);
        hash[..4].CopyTo(mark);
    }

    private static bool TryHex(string text, out byte[] bytes)
    {
        bytes = new byte[16];
        return Convert.FromHexString(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == 16;
    }
}
