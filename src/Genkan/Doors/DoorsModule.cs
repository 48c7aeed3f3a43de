using Genkan.Texts;

namespace Genkan.Doors;

/// <summary>Credentials, access, problem documents and CORS: what every door has in common.</summary>
public static class DoorsModule
{
    /// <summary>What all doors share.</summary>
    public static void AddDoors(this IServiceCollection services) => services.AddSingleton<Limits>().AddSingleton<ConnectionLimit>();

    /// <summary><c>/openapi/v1.json</c>.</summary>
    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", OpenApiDescription.Describe);

    /// <summary>Problem documents around everything, then CORS of the visitor's doors.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.Use(PrivateAnswers);
        app.UseMiddleware<Problems>();
        app.UseStatusCodePages(c => Problems.ForBareStatus(c.HttpContext, c.HttpContext.RequestServices.GetRequiredService<ITexts>()));
        app.Use(VisitorCors);
    }

    /// <summary>The doorkeeper; after routing.</summary>
    public static void UseDoorkeeper(this WebApplication app) => app.UseMiddleware<Doorkeeper>();

    /// <summary>
    /// What the API says is for the caller alone and is data, never a page: nothing keeps it, nothing guesses what it is,
    /// nothing it holds runs where somebody opens it as a document.
    /// </summary>
    private static Task PrivateAnswers(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (context.Request.IsHttps)
        {
            // A year (RFC 6797): who was here once by https comes by nothing else.
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || context.Request.Path.StartsWithSegments("/visitor", StringComparison.OrdinalIgnoreCase))
        {
            headers.CacheControl = "no-store";
            headers["Referrer-Policy"] = "no-referrer";
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        }

        return next(context);
    }

    /// <summary>
    /// Any page may knock at <c>/visitor/*</c>: no cookie is used there, the token proves who calls, and the doorkeeper
    /// holds the origin against the site's list once the token says which site it is.
    /// </summary>
    private static Task VisitorCors(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/visitor", StringComparison.Ordinal) || context.Request.Headers.Origin.Count == 0)
        {
            return next(context);
        }

        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
        headers.Vary = "Origin";
        headers.AccessControlExposeHeaders = "Retry-After";
        if (!HttpMethods.IsOptions(context.Request.Method))
        {
            return next(context);
        }

        headers.AccessControlAllowMethods = "GET, POST, PUT, OPTIONS";
        headers.AccessControlAllowHeaders = "authorization, content-type, last-event-id, accept-language";
        headers.AccessControlMaxAge = "7200";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
