namespace Genkan.Administration;

/// <summary>The cookie that carries a session's token.</summary>
internal static class SessionCookie
{
    /// <summary>On https the prefix makes browsers refuse the cookie from any other host or path; on plain http it cannot be used.</summary>
    private static string NameFor(HttpContext context) => context.Request.IsHttps ? "__Host-genkan" : "genkan";

    public static string? Read(HttpContext context) => context.Request.Cookies[NameFor(context)] is { Length: Secret.Length } token ? token : null;

    public static void Give(HttpContext context, string token) => context.Response.Cookies.Append(NameFor(context), token, Options(context, SessionStore.Longest));

    public static void TakeAway(HttpContext context) => context.Response.Cookies.Delete(NameFor(context), Options(context, null));

    private static CookieOptions Options(HttpContext context, TimeSpan? age) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        // Lax: a link in a mail opens the console signed in; what changes something is guarded by Sec-Fetch-Site too.
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = age,
        IsEssential = true,
    };
}
