using Genkan.Storage;

namespace Genkan.Hours;

/// <summary>Opening hours of sites and departments.</summary>
public static class HoursModule
{
    /// <summary>Registers the room.</summary>
    public static void AddHours(this IServiceCollection services)
    {
        services.AddSingleton<HoursBook>();
        services.AddSingleton<IHours>(s => s.GetRequiredService<HoursBook>());
        services.AddSingleton<Keepers>();
        services.AddSingleton<IJobHandler, TurnCalendar>();
        services.AddSingleton<AddCalendar>();
        services.AddSingleton<ChangeCalendar>();
        services.AddSingleton<RemoveCalendar>();
        services.AddSingleton<KeepHours>();
    }

    /// <summary>Opens its doors.</summary>
    public static void MapHours(this IEndpointRouteBuilder routes)
    {
        ReadCalendars.Map(routes);
        AddCalendar.Map(routes);
        ChangeCalendar.Map(routes);
        RemoveCalendar.Map(routes);
        KeepHours.Map(routes);
    }
}
