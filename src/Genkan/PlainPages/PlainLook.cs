using System.Reflection;
using System.Security.Cryptography;
using Genkan.Doors;

namespace Genkan.PlainPages;

/// <summary>The style sheet of the plain pages, built into the program.</summary>
internal static class PlainLook
{
    private const string Forever = "public, max-age=31536000, immutable";
    private static readonly byte[] Sheet = Read();

    /// <summary>Carries a hash of the content, so that it may be kept for ever.</summary>
    public static string Address { get; } = $"/plain/look/{Convert.ToHexStringLower(SHA256.HashData(Sheet))[..12]}.css";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods(Address, ["GET", "HEAD"], context =>
        {
            context.Response.ContentType = "text/css; charset=utf-8";
            context.Response.ContentLength = Sheet.Length;
            context.Response.Headers.CacheControl = Forever;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(Sheet, context.RequestAborted).AsTask();
        })
        .OpenToAnyone().At(Pace.Unlimited)
        .ExcludeFromDescription();

    private static byte[] Read()
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("look/plain/plain.css")!;
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        return memory.ToArray();
    }
}
