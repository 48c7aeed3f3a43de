namespace Genkan.Storage;

/// <summary>Forgets old events once an hour; who was away for longer than the journal is kept gets <c>reset</c>.</summary>
internal sealed class JournalRetention(Journal journal, GenkanSettings settings, TimeProvider time, ILogger<JournalRetention> log) : BackgroundService
{
    /// <summary>One round over all organisations.</summary>
    public async Task PruneAll()
    {
        var before = time.GetUtcNow().AddDays(-settings.JournalDays).ToUnixTimeMilliseconds();
        foreach (var organisation in await journal.Organisations())
        {
            await journal.Prune(organisation, before);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), time);
        while (await hourly.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PruneAll();
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(fault, "Old events could not be pruned and are tried again in an hour");
            }
        }
    }
}
