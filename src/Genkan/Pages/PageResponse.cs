using System.Security.Cryptography;
using Genkan.Doors;

namespace Genkan.Pages;

/// <summary>Writes one browser file: caching, coding, and the headers no page goes out without.</summary>
internal static class PageResponse
{
    /// <summary>The name holds a hash of the content: it never changes.</summary>
    public const string Forever = "public, max-age=31536000, immutable";

    /// <summary>Asked for again each time, answered with 304 while it is the same.</summary>
    public const string AskAgain = "no-cache";

    // Every page of a customer's site asks for the loader; a new release is everywhere five minutes later.
    public const string FiveMinutes = "public, max-age=300";

    // 128 bits: what CSP level 3 asks of a nonce.
    private const int NonceBytes = 16;

    public static async Task SendFile(HttpContext context, WebFile file, string cacheControl)
    {
        var (body, coding, tag) = file.For(context.Request.Headers.AcceptEncoding.ToString());
        var headers = context.Response.Headers;
        PageHeaders.Harden(headers);
        headers.CacheControl = cacheControl;
        headers.ETag = tag;
        if (file.ShrinksWell)
        {
            headers.Append("Vary", "Accept-Encoding");
        }

        if (IsKnown(context.Request.Headers.IfNoneMatch.ToString(), tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (coding is not null)
        {
            headers.ContentEncoding = coding;
        }

        await Send(context, file.ContentType, body);
    }

    /// <summary>A page with its policy. Where the page has a place for a nonce it gets a fresh one and is never kept.</summary>
    public static async Task SendPage(HttpContext context, WebFile page, Func<string, string> policyWithStyle)
    {
        if (page.Template is not { } template)
        {
            context.Response.Headers.ContentSecurityPolicy = policyWithStyle("'self'");
            await SendFile(context, page, AskAgain);
            return;
        }

        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        PageHeaders.Harden(context.Response.Headers);
        context.Response.Headers.ContentSecurityPolicy = policyWithStyle($"'self' 'nonce-{nonce}'");
        context.Response.Headers.CacheControl = "no-store";
        await Send(context, page.ContentType, System.Text.Encoding.UTF8.GetBytes(template.Replace(WebFile.NoncePlace, nonce, StringComparison.Ordinal)));
    }

    /// <summary>A plain sentence where there is no page to show.</summary>
    public static async Task SendSentence(HttpContext context, int status, string sentence)
    {
        PageHeaders.Harden(context.Response.Headers);
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors *";
        await Send(context, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(sentence + "\n"));
    }

    private static bool IsKnown(string ifNoneMatch, string tag) => ifNoneMatch.Length > 0 && ifNoneMatch
        .Split(',', StringSplitOptions.TrimEntries)
        .Any(known => known == "*" || known == tag || (known.StartsWith("W/", StringComparison.Ordinal) && known[2..] == tag));

    private static Task Send(HttpContext context, string contentType, byte[] body)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
