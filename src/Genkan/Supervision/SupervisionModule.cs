using Genkan.Live;

namespace Genkan.Supervision;

/// <summary>What goes on now, for those in charge.</summary>
public static class SupervisionModule
{
    /// <summary>Adds this room.</summary>
    public static void AddSupervision(this IServiceCollection services)
    {
        services.AddSingleton<MonitorReader>();
        services.AddSingleton<Watchtower>();
        services.AddSingleton<IStandingValues>(s => s.GetRequiredService<Watchtower>());
        services.AddHostedService(s => s.GetRequiredService<Watchtower>());
    }

    /// <summary>Maps this room's doors.</summary>
    public static void MapSupervision(this IEndpointRouteBuilder routes) => ShowMonitor.Map(routes);
}
