namespace Genkan.Live;

/// <summary>One timer beats for all streams: a timer for each would cost more than the stream does while it rests.</summary>
internal sealed class Heart(LiveTails tails, TimeProvider time, IHostApplicationLifetime life) : IHostedService, IDisposable
{
    /// <summary>Clients give up after 35 s of silence: two beats may be lost.</summary>
    private const int Beat = 15_000;

    /// <summary>Streams that opened together, as after a restart, do not beat together for ever.</summary>
    private const int Spread = 5_000;

    private ITimer? timer;
    private CancellationTokenRegistration stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        timer = time.CreateTimer(_ => BeatAll(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        // Streams end when the server stops: each would else hold a registration of its own.
        stopping = life.ApplicationStopping.Register(() => tails.ForEach(s => s.Nudge()));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>This stream has begun.</summary>
    public void Follow(Subscription subscription) => subscription.NextBeat = Now() + Beat - Random.Shared.Next(Spread);

    public void Dispose()
    {
        timer?.Dispose();
        stopping.Dispose();
    }

    private void BeatAll()
    {
        var now = Now();
        tails.ForEach(s =>
        {
            if (s.NextBeat != 0 && s.NextBeat <= now)
            {
                s.NextBeat = now + Beat;
                s.Beat();
            }
        });
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
