using Genkan.Audit;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>Ends sign-ins nobody used for long, so that their members do not seem to be there for ever.</summary>
internal sealed class SweepSessions(IStorage storage, SignOut signOut, TimeProvider clock, ILogger<SweepSessions> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Sweep();
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(fault, "Old sign-ins could not be ended and are tried again in an hour");
            }
        }
    }

    private async Task Sweep()
    {
        foreach (var session in await storage.ReadInstallation(SessionStore.Expired))
        {
            await signOut.End(session.Organisation, session.Agent, session.Id, AuditBy.System);
        }

        await storage.WriteInstallation(async tx => await Devices.Sweep(tx) + await Places.Sweep(tx) + await Tickets.SweepSpent(tx));
    }
}
