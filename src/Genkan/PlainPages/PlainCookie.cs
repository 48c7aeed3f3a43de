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
        context.Request.Cookies[NameFor(context, site)] is { Length: > 0 and <= LongestToken } token ? token : null;

    public static void Write(HttpContext context, SiteProfile site, string token) => context.Response.Cookies.Append(NameFor(context, site), token, new CookieOptions
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = TimeSpan.FromDays(DaysKept),
        // The prefix asks for the whole host; on plain http, where there is none, the cookie goes to these pages alone.
        Path = context.Request.IsHttps ? "/" : "/plain",
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

    private static string NameFor(HttpContext context, SiteProfile site) => $"{(context.Request.IsHttps ? "__Host-" : "")}{Name}-{site.Key}";
}
