using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace Genkan.Demo;

/// <summary>The shop's own small web server. It knows nothing of Genkan but one line of HTML, as any customer's page.</summary>
internal static class ShopServer
{
    private const string Prefix = "look/demo/";

    private static readonly FrozenDictionary<string, byte[]> Files = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => "/look/" + name[Prefix.Length..], ReadAll, StringComparer.Ordinal);

    public static WebApplication Build(string urls, ShopChat shop, ShopPages pages)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(urls.Split(';'));
        builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
        var app = builder.Build();
        app.Run(context => Answer(context, shop, pages));
        return app;
    }

    private static async Task Answer(HttpContext context, ShopChat shop, ShopPages pages)
    {
        var path = context.Request.Path.Value ?? "/";
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        }
        else if (Files.TryGetValue(path, out var file))
        {
            await Send(context, path.EndsWith(".css", StringComparison.Ordinal) ? "text/css; charset=utf-8" : "image/svg+xml", file, "default-src 'none'; style-src 'self'");
        }
        else
        {
            await AnswerPage(context, shop, pages, path);
        }
    }

    private static async Task AnswerPage(HttpContext context, ShopChat shop, ShopPages pages, string path)
    {
        var visit = ShopVisit.Of(context.Request, pages.Texts);
        if (ShopPots.Find(context.Request.Query["add"].ToString()) is { } added)
        {
            // To an address without the deed in it: reloading the basket must not fill it.
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = visit.Link("/basket", visit.WithOneMore(added));
        }
        else
        {
            var page = pages.Find(shop, visit, path);
            context.Response.StatusCode = page is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
            await Send(context, "text/html; charset=utf-8", Encoding.UTF8.GetBytes((page ?? pages.NotFound(shop, visit)).ToString()), Policy(shop));
        }
    }

    /// <summary>As strict as a careful shop's: the widget has to get by with three lines for it.</summary>
    private static string Policy(ShopChat shop) =>
        $"default-src 'none'; script-src {shop.Server}; connect-src {shop.Server}; frame-src {shop.Server}; style-src 'self'; img-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static Task Send(HttpContext context, string type, byte[] body, string policy)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.ContentSecurityPolicy = policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static byte[] ReadAll(string name)
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        return memory.ToArray();
    }
}

/// <summary>What the shop was told when chat was added to it: its key and where the chat server is.</summary>
internal sealed record ShopChat(string Key, string Server);
