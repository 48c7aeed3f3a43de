namespace Genkan.Live;

/// <summary>Keeps open screens current.</summary>
public static class LiveModule
{
    /// <summary>Adds the tails, cursors and streams.</summary>
    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<Cursors>();
        services.AddSingleton<LiveTails>();
        services.AddSingleton<ILive, LiveEverywhere>();
        services.AddHostedService<OtherNodes>();
        services.AddSingleton<ListenerCheck>();
        services.AddSingleton<Heart>();
        services.AddHostedService(s => s.GetRequiredService<Heart>());
        services.AddSingleton<OpenStream>();
        services.AddSingleton<PollStream>();
        services.AddHostedService<TailPoll>();
    }

    /// <summary>Maps the two streams.</summary>
    public static void MapLive(this IEndpointRouteBuilder routes) => StreamDoors.Map(routes);
}

/// <summary>On PostgreSQL other nodes commit too: once a second every tail looks whether the journal went on.</summary>
internal sealed class TailPoll(LiveTails tails, GenkanSettings settings, ILogger<TailPoll> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Database is null)
        {
            return;
        }

        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await second.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await tails.FillAll();
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogDebug(fault, "The journal could not be read and is asked again in a second");
            }
        }
    }
}
