using System.Text.Json;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Doors;

/// <summary>The edge where every refusal and every fault becomes one problem document (a page for who reads in a browser) that says nothing of the inside.</summary>
internal sealed class Problems(RequestDelegate next, ITexts texts, ILogger<Problems> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Refusal refusal)
        {
            await Answer(context, refusal);
        }
        catch (BadHttpRequestException bad)
        {
            await Answer(context, new Refusal(bad.StatusCode, CodeOf(bad)));
        }
        catch (CannotWriteException fault)
        {
            log.LogError(fault, "The store takes no writes");
            await Answer(context, new Refusal(503, "cannot_write") { RetryAfter = 5 });
        }
        catch (TooBusyException)
        {
            await Answer(context, new Refusal(503, "busy") { RetryAfter = 1 });
        }
        catch (OutcomeUnknownException fault)
        {
            log.LogWarning(fault, "The outcome of a commit is unknown");
            await Answer(context, new Refusal(503, "outcome_unknown") { RetryAfter = 1 });
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            log.LogError(fault, "Unexpected fault at {Method} {Route}", context.Request.Method, RouteOf(context));
            await Answer(context, new Refusal(500, "internal"));
        }
    }

    /// <summary>What the framework itself refuses (no such route, wrong method) gets the same form.</summary>
    public static Task ForBareStatus(HttpContext context, ITexts texts) => Write(context, texts, context.Response.StatusCode switch
    {
        405 => new Refusal(405, "method_not_allowed"),
        413 => new Refusal(413, "too_large"),
        415 => new Refusal(415, "unsupported_media"),
        429 => new Refusal(429, "too_many") { RetryAfter = 10 },
        404 => Refusal.NotFound(),
        var other => new Refusal(other, other >= 500 ? "internal" : "malformed"),
    });

    private static string CodeOf(BadHttpRequestException bad) => bad.StatusCode switch
    {
        413 => "too_large",
        415 => "unsupported_media",
        408 => "timeout",
        _ => bad.InnerException is JsonException json && json.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal)
            ? "unknown_field"
            : "malformed",
    };

    private Task Answer(HttpContext context, Refusal refusal)
    {
        DoorMeasures.Note(refusal);
        return context.Response.HasStarted ? Task.CompletedTask : Write(context, texts, refusal);
    }

    private static async Task Write(HttpContext context, ITexts texts, Refusal refusal)
    {
        context.Response.StatusCode = refusal.Status;
        if (refusal.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        context.Response.Headers.CacheControl = "no-store";
        await (RefusalPage.IsAskedFor(context) ? RefusalPage.Send(context, texts, refusal) : WriteProblem(context, texts, refusal));
    }

    /// <summary>Numbers the sentence names, like a limit.</summary>
    private static IReadOnlyList<(string, string)> ValuesOf(Refusal refusal) =>
        [.. refusal.Extensions.Where(e => e.Value is long or int or string).Select(e => (e.Key, Convert.ToString(e.Value, System.Globalization.CultureInfo.InvariantCulture)!))];

    private static Task WriteProblem(HttpContext context, ITexts texts, Refusal refusal)
    {
        var language = texts.LanguageOf(context.Request.Headers.AcceptLanguage.ToString());
        var problem = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["type"] = $"urn:genkan:problem:{refusal.Code}",
            ["title"] = texts.Say(language, $"problem.{refusal.Code}", ValuesOf(refusal)),
            ["status"] = refusal.Status,
            ["code"] = refusal.Code,
        };
        foreach (var (name, value) in refusal.Extensions)
        {
            problem[name] = value;
        }

        if (refusal.Fields is { } fields)
        {
            problem["errors"] = fields.ToDictionary(f => f.Key, f => f.Value.Select(e => new
            {
                code = e.Code,
                message = texts.Say(language, $"field.{e.Code}", e.Values),
            }).ToArray(), StringComparer.Ordinal);
        }

        return context.Response.WriteAsJsonAsync(problem, Wire.Json, "application/problem+json", context.RequestAborted);
    }

    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "?";
}
