namespace Genkan.PlainPages;

/// <summary>The chat for browsers without script.</summary>
public static class PlainPagesModule
{
    /// <summary>Registers the room.</summary>
    public static void AddPlainPages(this IServiceCollection services)
    {
        services.AddSingleton<PlainDoor>();
        services.AddSingleton<PlainLayout>();
        services.AddSingleton<PlainPage>();
        services.AddSingleton<PlainTalk>();
        services.AddSingleton<ShowPlainPage>();
        services.AddSingleton<PlainDeeds>();
    }

    /// <summary>Opens its doors.</summary>
    public static void MapPlainPages(this IEndpointRouteBuilder routes)
    {
        PlainLook.Map(routes);
        ShowPlainPage.Map(routes);
        PlainDeeds.Map(routes);
    }
}
