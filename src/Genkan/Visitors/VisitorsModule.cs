using Genkan.Doors;
using Genkan.Live;
using Genkan.Storage;

namespace Genkan.Visitors;

/// <summary>Who is on the site.</summary>
public static class VisitorsModule
{
    /// <summary>Adds tokens, presence and visits.</summary>
    public static void AddVisitors(this IServiceCollection services)
    {
        services.AddSingleton<VisitorTokens>();
        services.AddSingleton<VisitorStore>();
        services.AddSingleton<IStoreCheck, VisitorCheck>();
        services.AddSingleton<VisitorCredentials>();
        services.AddSingleton<IVisitorCredentials>(s => s.GetRequiredService<VisitorCredentials>());
        services.AddSingleton<Presence>();
        services.AddSingleton<IPresence>(s => s.GetRequiredService<Presence>());
        services.AddSingleton<IStreamWatcher>(s => s.GetRequiredService<Presence>());
        services.AddSingleton<IVisitors, VisitorsFace>();
        services.AddSingleton<BeginVisit>();
    }

    /// <summary>Maps the visitor's doors of this room.</summary>
    public static void MapVisitors(this IEndpointRouteBuilder routes) => BeginVisit.Map(routes);
}
