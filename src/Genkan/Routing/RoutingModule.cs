using Genkan.Agents;
using Genkan.Conversations;
using Genkan.Hours;
using Genkan.Live;
using Genkan.Routing.Replay;
using Genkan.Storage;
using Genkan.Visitors;

namespace Genkan.Routing;

/// <summary>Who gets which conversation, and what visitors may know of it before.</summary>
public static class RoutingModule
{
    /// <summary>Adds this room.</summary>
    public static void AddRoutingRoom(this IServiceCollection services)
    {
        services.AddSingleton<RoutingStore>();
        services.AddSingleton<Turns>();
        services.AddSingleton<RoutingReader>();
        services.AddSingleton<RoutingTimers>();
        services.AddSingleton<VisitorRegions>();
        services.AddSingleton<LogStore>();
        services.AddSingleton<RoutingLog>();
        services.AddSingleton<ScenarioReader>();
        services.AddSingleton<ISimulation, Simulation>();
        services.AddHostedService<LogRetention>();
        services.AddSingleton<Distribution>();
        services.AddSingleton<IDistribution>(s => s.GetRequiredService<Distribution>());
        services.AddSingleton<IWorkforceChanges>(s => s.GetRequiredService<Distribution>());
        services.AddSingleton<IHoursChanges, HoursTurned>();
        services.AddSingleton<IDepartmentUse, PoliciesOfDepartment>();
        services.AddSingleton<IDepartmentUse, VisitorsOfDepartment>();
        services.AddSingleton<IJobHandler, OfferExpires>();
        services.AddSingleton<IJobHandler, GraceEnds>();
        services.AddSingleton<IJobHandler, LookAgain>();
        services.AddHostedService<ContactWatch>();
        services.AddSingleton<TransferConversation>();
        services.AddSingleton<RoutingSettings>();
        services.AddSingleton<SiteRoutingCheck>();
        services.AddSingleton<SiteRoutingSettings>();
        services.AddSingleton<TryRouting>();
        services.AddSingleton<DepartmentRoutingSettings>();
        services.AddSingleton<ExplainAssignments>();
        services.AddSingleton<IDeskPart, RoutingOnDesk>();
        services.AddSingleton<IRoutingLook, LookAtRouting>();
        services.AddSingleton<ColleagueNews>();
        services.AddSingleton<IStandingValues>(s => s.GetRequiredService<ColleagueNews>());
        services.AddHostedService(s => s.GetRequiredService<ColleagueNews>());
        services.AddSingleton<QueueNews>();
        services.AddSingleton<IStandingValues>(s => s.GetRequiredService<QueueNews>());
        services.AddHostedService(s => s.GetRequiredService<QueueNews>());
        services.AddSingleton<ChoiceReader>();
        services.AddSingleton<ServeAvailability>();
        services.AddSingleton<IRouting>(s => s.GetRequiredService<ServeAvailability>());
        services.AddSingleton<IVisitAnswerPart>(s => s.GetRequiredService<ServeAvailability>());
        services.AddSingleton<IStandingValues>(s => s.GetRequiredService<ServeAvailability>());
        services.AddHostedService(s => s.GetRequiredService<ServeAvailability>());
    }

    /// <summary>Maps this room's doors.</summary>
    public static void MapRouting(this IEndpointRouteBuilder routes)
    {
        TransferConversation.Map(routes);
        RoutingSettings.Map(routes);
        SiteRoutingSettings.Map(routes);
        TryRouting.Map(routes);
        DepartmentRoutingSettings.Map(routes);
        ExplainAssignments.Map(routes);
    }
}
