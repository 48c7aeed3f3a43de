namespace Genkan.Administration;

/// <summary>The cookie that carries a session's token. It ends with the browser; who is to be known afterwards is remembered (<see cref="DeviceCookie"/>).</summary>
internal static class SessionCookie
{
    /// <summary>On https the prefix makes browsers refuse the cookie from any other host or path; on plain http it cannot be used.</summary>
    private static string NameFor(HttpContext context) => context.Request.IsHttps ? "__Host-genkan" : "genkan";

    public static string? Read(HttpContext context) => context.Request.Cookies[NameFor(context)] is { Length: Secret.Length } token ? token : null;

    public static void Give(HttpContext context, string token) => context.Response.Cookies.Append(NameFor(context), token, Options(context));

    public static void TakeAway(HttpContext context) => context.Response.Cookies.Delete(NameFor(context), Options(context));

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        // Lax: a link in a mail opens the console signed in; what changes something is guarded by Sec-Fetch-Site too.
        SameSite = SameSiteMode.Lax,
        Path = "/",
        IsEssential = true,
    };
}
