using System.Text;
using Genkan.Doors;
using Genkan.Texts;

namespace Genkan.PlainPages;

/// <summary>Sends plain pages with the headers none of them goes out without.</summary>
internal static class PlainAnswer
{
    public static Task Page(HttpContext context, int status, Html page, bool inFrame = false)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        var headers = response.Headers;
        headers.CacheControl = "no-store";
        PageHeaders.Harden(headers);
        // For the browsers these pages are for, which do not read frame-ancestors.
        headers.XFrameOptions = inFrame ? "SAMEORIGIN" : "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
            + $"frame-ancestors {(inFrame ? "'self'" : "'none'")}; require-trusted-types-for 'script'; trusted-types 'none'";
        var body = Encoding.UTF8.GetBytes(page.ToString());
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>After a deed the browser asks for the page anew, so that reloading repeats nothing.</summary>
    public static Task SeeOther(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
        context.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
