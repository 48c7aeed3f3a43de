using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Genkan.Operations;

/// <summary>
/// Metrics and traces by OTLP where an operator named a collector (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, as the OpenTelemetry
/// specification names it); else nothing of it is even loaded. docs/deploy.md lists what is measured.
/// </summary>
internal static class Telemetry
{
    public static void AddWhereWanted(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
        {
            Add(services);
        }
    }

    private static void Add(IServiceCollection services) => services.AddHostedService<StoreGauge>().AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("genkan", serviceVersion: GenkanSettings.Version))
        .WithMetrics(metrics => metrics
            .AddMeter("Genkan", "Microsoft.AspNetCore.Hosting", "System.Runtime")
            // Counted by route, never by address; a scheme and a protocol name nobody.
            .AddView("http.server.request.duration", new ExplicitBucketHistogramConfiguration { TagKeys = ["http.request.method", "http.response.status_code", "http.route", "error.type"] })
            .AddView("http.server.active_requests", new MetricStreamConfiguration { TagKeys = ["http.request.method"] })
            .AddOtlpExporter())
        .WithTracing(tracing => tracing
            .AddSource("Microsoft.AspNetCore", "Genkan")
            .SetSampler(new ParentBasedSampler(new AlwaysOnSampler()))
            .AddProcessor(new NamelessSpans())
            .AddOtlpExporter());

    /// <summary>
    /// The framework's spans get the route as their name, and keep only what is on a list: addresses, queries, agents'
    /// browsers and whatever a later framework adds stay here.
    /// </summary>
    private sealed class NamelessSpans : BaseProcessor<Activity>
    {
        private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
        {
            "http.request.method", "http.response.status_code", "http.route", "error.type", "genkan.units", "genkan.engine",
        };

        public override void OnEnd(Activity data)
        {
            foreach (var tag in data.TagObjects.Where(t => !Kept.Contains(t.Key)).ToArray())
            {
                data.SetTag(tag.Key, null);
            }
        }
    }

    /// <summary>Names the request's span after its route; costs one look where nobody traces.</summary>
    public static Task NameSpan(HttpContext context, RequestDelegate next)
    {
        if (Activity.Current is not { IsAllDataRequested: true } span)
        {
            return next(context);
        }

        return Named(context, next, span);
    }

    private static async Task Named(HttpContext context, RequestDelegate next, Activity span)
    {
        try
        {
            await next(context);
        }
        finally
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unknown";
            // A method nobody knows could be anything somebody typed.
            var method = context.GetEndpoint() is RouteEndpoint ? context.Request.Method : "_OTHER";
            span.DisplayName = $"{method} {route}";
            span.SetTag("http.request.method", method);
            span.SetTag("http.route", route);
            span.SetTag("http.response.status_code", context.Response.StatusCode);
        }
    }
}
