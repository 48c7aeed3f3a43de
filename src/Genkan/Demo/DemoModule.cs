namespace Genkan.Demo;

/// <summary>A shop to try everything on.</summary>
public static class DemoModule
{
    /// <summary>Registers the room.</summary>
    public static void AddDemo(this IServiceCollection services)
    {
        services.AddSingleton<DemoPassword>();
        services.AddSingleton<DemoOrganisation>();
        services.AddSingleton<ShopPages>();
        services.AddHostedService<DemoHost>();
    }

    /// <summary>Nothing to open here: the shop stands on a port of its own, because it must be a stranger to this server.</summary>
    public static void MapDemo(this IEndpointRouteBuilder routes)
    {
    }
}
