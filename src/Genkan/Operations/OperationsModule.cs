using Genkan.Live;

namespace Genkan.Operations;

/// <summary>Running an installation: whether it is ready, what it measures, how it logs, what its owner sees.</summary>
public static class OperationsModule
{
    /// <summary>Registers the room.</summary>
    public static void AddOperations(this IServiceCollection services, GenkanSettings settings, IConfiguration configuration)
    {
        services.AddSingleton<Readiness>();
        services.AddSingleton<OpenStreams>();
        services.AddSingleton<MessageRate>();
        services.AddSingleton<ShowStatus>();
        services.AddSingleton<IStreamWatcher>(s => s.GetRequiredService<OpenStreams>());
        services.AddHostedService<ServiceNotice>();
        Telemetry.AddWhereWanted(services, configuration);
        LogForm.Choose(services, settings);
    }

    /// <summary>Before everything that answers, so that refusals too have a name.</summary>
    public static void UseSpanNames(this IApplicationBuilder app) => app.Use(Telemetry.NameSpan);

    /// <summary>Opens its doors.</summary>
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        // Made now: they count from the start, not from the first look.
        _ = routes.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(
            () => _ = routes.ServiceProvider.GetRequiredService<ShowStatus>());
        Readiness.Map(routes);
        ShowStatus.Map(routes);
    }
}
