namespace Genkan.Places;

/// <summary>Where in the world an address is.</summary>
public static class PlacesModule
{
    /// <summary>Registers the room.</summary>
    public static void AddPlaces(this IServiceCollection services)
    {
        services.AddSingleton<PlaceFile>();
        services.AddSingleton<IPlaces, PlaceBook>();
        services.AddHostedService<OpenAtStart>();
    }

    /// <summary>Opens its doors.</summary>
    public static void MapPlaces(this IEndpointRouteBuilder routes)
    {
        ReadRegions.Map(routes);
        FindPlace.Map(routes);
    }

    private sealed class OpenAtStart(PlaceFile file) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            file.OpenAtStart();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
