using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Genkan.Administration;

/// <summary>Time-based one-time passwords (RFC 6238 over RFC 4226) with what every authenticator app takes: SHA-1, six digits, thirty seconds.</summary>
internal static class Totp
{
    public const int Digits = 6;

    /// <summary>RFC 4226 section 4 asks for at least 128 bits and recommends 160.</summary>
    public const int SecretLength = 20;

    private const int StepSeconds = 30;

    // One step to either side: clocks of telephones differ, and people type (RFC 6238 section 5.2).
    private const int Window = 1;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step a code belongs to, or null where it is none of the steps around <paramref name="now"/>.</summary>
    /// <param name="secret">As shared with the app.</param>
    /// <param name="code">Six digits.</param>
    /// <param name="now">UTC milliseconds.</param>
    public static long? StepOf(byte[] secret, string code, long now)
    {
        long? found = null;
        for (var step = StepAt(now) - Window; step <= StepAt(now) + Window; step++)
        {
            // All of them are looked at, so that the time tells nothing.
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeAt(secret, step)), Encoding.ASCII.GetBytes(code)))
            {
                found = step;
            }
        }

        return found;
    }

    public static long StepAt(long now) => now / 1000 / StepSeconds;

    /// <summary>RFC 4226 section 5.3, with the step as the counter.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "RFC 6238: the algorithm authenticator apps have; HMAC does not need what SHA-1 has lost.")]
    public static string CodeAt(byte[] secret, long step)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = HMACSHA1.HashData(secret, counter);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf, 4)) & 0x7fffffff;
        return (number % 1_000_000).ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');
    }

    /// <summary>Base32 without padding (RFC 4648 section 6): what people type where they cannot scan.</summary>
    public static string Written(byte[] secret)
    {
        var text = new StringBuilder();
        var (bits, held) = (0, 0);
        foreach (var b in secret)
        {
            held = (held << 8) | b;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text.Append(Alphabet[(held >> (bits - 5)) & 31]);
            }

            held &= (1 << bits) - 1;
        }

        return (bits > 0 ? text.Append(Alphabet[(held << (5 - bits)) & 31]) : text).ToString();
    }

    /// <summary>What <see cref="Written"/> wrote.</summary>
    public static byte[] Read(string written)
    {
        var bytes = new List<byte>();
        var (bits, held) = (0, 0);
        foreach (var letter in written)
        {
            held = (held << 5) | Alphabet.IndexOf(letter, StringComparison.Ordinal);
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(held >> bits));
                held &= (1 << bits) - 1;
            }
        }

        return [.. bytes];
    }

    /// <summary>What the QR code says (the "Key Uri Format" all apps read).</summary>
    public static string Address(byte[] secret, string issuer, string person) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(person)}?secret={Written(secret)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits=6&period=30";
}
