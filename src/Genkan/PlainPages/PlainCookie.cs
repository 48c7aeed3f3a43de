using System.Security.Cryptography;
using System.Text;
using Genkan.Sites;

namespace Genkan.PlainPages;

/// <summary>The visitor's token between two plain pages. No script and no other site ever sees it.</summary>
internal static class PlainCookie
{
    private const string Name = "genkan-plain";
    private const int LongestToken = 1024;
    private const int DaysKept = 30;
    private const int ProofLength = 32;

    public static string? Read(HttpContext context, SiteProfile site) =>
        context.Request.Cookies[NameFor(site)] is { Length: > 0 and <= LongestToken } token ? token : null;

    public static void Write(HttpContext context, SiteProfile site, string token) => context.Response.Cookies.Append(NameFor(site), token, new CookieOptions
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = TimeSpan.FromDays(DaysKept),
        Path = "/plain",
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
    });

    /// <summary>
    /// Stands in every form of a visitor: browsers that know neither SameSite nor Sec-Fetch-Site nor Origin would send
    /// the cookie with a stranger's form too, but the stranger cannot know this.
    /// </summary>
    public static string ProofOf(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("plain form " + token)))[..ProofLength];

    public static bool Proves(string? proof, string token) => proof is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(proof), Encoding.UTF8.GetBytes(ProofOf(token)));

    private static string NameFor(SiteProfile site) => $"{Name}-{site.Key}";
}
