using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>Makes what an earlier version stored findable: the words are folded by our own rules, which no SQL knows.</summary>
internal sealed class FoldAtStart(IStorage storage, TimeProvider clock, ILogger<FoldAtStart> log) : BackgroundService
{
    /// <summary>Rows in one unit: visitors' messages must not wait behind it.</summary>
    private const int Batch = 200;
    private static readonly TimeSpan UntilAgain = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(UntilAgain, clock);
        while (!await Fold(stoppingToken) && await timer.WaitForNextTickAsync(stoppingToken))
        {
        }
    }

    private async Task<bool> Fold(CancellationToken stop)
    {
        try
        {
            foreach (var organisation in await storage.ReadInstallation(LeftMessageStore.WithUnfolded))
            {
                while (!stop.IsCancellationRequested && await storage.Write(organisation, tx => LeftMessageStore.FoldSome(tx, Batch)) == Batch)
                {
                }
            }

            return true;
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            log.LogWarning(fault, "Left messages of an earlier version could not be made findable and are tried again in a minute");
            return false;
        }
    }
}
