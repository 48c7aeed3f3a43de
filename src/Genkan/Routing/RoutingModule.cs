using Genkan.Conversations;
using Genkan.Live;
using Genkan.Visitors;

namespace Genkan.Routing;

/// <summary>Who can be served, and by whom.</summary>
public static class RoutingModule
{
    /// <summary>Adds the button state.</summary>
    public static void AddRoutingRoom(this IServiceCollection services)
    {
        services.AddSingleton<ServeAvailability>();
        services.AddSingleton<IRouting>(s => s.GetRequiredService<ServeAvailability>());
        services.AddSingleton<IServiceability>(s => s.GetRequiredService<ServeAvailability>());
        services.AddSingleton<IVisitAnswerPart>(s => s.GetRequiredService<ServeAvailability>());
        services.AddSingleton<IStandingValues>(s => s.GetRequiredService<ServeAvailability>());
        services.AddHostedService(s => s.GetRequiredService<ServeAvailability>());
    }
}
