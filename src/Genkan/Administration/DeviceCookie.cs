namespace Genkan.Administration;

/// <summary>The cookie that carries a remembered browser's token: stays when the browser closes, and goes only to our own pages.</summary>
internal static class DeviceCookie
{
    private static string NameFor(HttpContext context) => context.Request.IsHttps ? "__Host-genkan-device" : "genkan-device";

    public static string? Read(HttpContext context) => context.Request.Cookies[NameFor(context)];

    public static void Give(HttpContext context, string token) => context.Response.Cookies.Append(NameFor(context), token, Options(context, Devices.GoodFor));

    public static void TakeAway(HttpContext context) => context.Response.Cookies.Delete(NameFor(context), Options(context, null));

    private static CookieOptions Options(HttpContext context, TimeSpan? age) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = age,
        IsEssential = true,
    };
}
