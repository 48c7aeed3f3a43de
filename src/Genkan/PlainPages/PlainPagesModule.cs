namespace Genkan.PlainPages;

/// <summary>The chat for browsers without script.</summary>
public static class PlainPagesModule
{
    /// <summary>Registers the room.</summary>
    public static void AddPlainPages(this IServiceCollection services)
    {
    }

    /// <summary>Opens its doors.</summary>
    public static void MapPlainPages(this IEndpointRouteBuilder routes)
    {
    }
}
