using System.Collections.Concurrent;
using Genkan.Doors;
using Genkan.Live;

namespace Genkan.Administration;

/// <summary>
/// Ends the streams of keys that were withdrawn or came to their end. A key's end is no event any stream hears, and another
/// node may have made it: so keys with open streams, and only these, are asked about again every few seconds.
/// </summary>
internal sealed class WatchKeys(StaffCredentials credentials, ILive live, TimeProvider clock, ILogger<WatchKeys> log) : BackgroundService, IStreamWatcher
{
    /// <summary>Within the five seconds in which an ended key must be silent, with room for the question itself.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, (StaffCaller Caller, int Streams)> open = new();

    public void Opened(Listener listener)
    {
        if (listener.Staff is { Key: { } key } caller)
        {
            open.AddOrUpdate(key, _ => (caller, 1), (_, held) => (caller, held.Streams + 1));
        }
    }

    public void Closed(Listener listener)
    {
        if (listener.Staff is not { Key: { } key })
        {
            return;
        }

        var left = open.AddOrUpdate(key, _ => default, (_, held) => (held.Caller, held.Streams - 1));
        if (left.Streams <= 0)
        {
            open.TryRemove(KeyValuePair.Create(key, left));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Look();
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(fault, "Keys with open streams could not be looked at and are tried again");
            }
        }
    }

    private async Task Look()
    {
        foreach (var (key, (caller, _)) in open)
        {
            if ((await credentials.Still(caller)).Caller is null)
            {
                live.CloseAgent(caller.Organisation, caller.Agent, key, "signed_out");
            }
        }
    }
}
