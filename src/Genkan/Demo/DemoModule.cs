namespace Genkan.Demo;

/// <summary>A shop to try everything on.</summary>
public static class DemoModule
{
    /// <summary>Registers the room.</summary>
    public static void AddDemo(this IServiceCollection services)
    {
    }

    /// <summary>Opens its doors.</summary>
    public static void MapDemo(this IEndpointRouteBuilder routes)
    {
    }
}
