using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Genkan.Administration;

/// <summary>Tokens of cookies, keys and links: 256 random bits, stored as their SHA-256 only. Nothing to guess, so no salt and no slow hash is needed.</summary>
internal static class Secret
{
    /// <summary>43 characters of base64url are 32 bytes.</summary>
    public const int Length = 43;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
