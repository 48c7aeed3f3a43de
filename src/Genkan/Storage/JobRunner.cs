namespace Genkan.Storage;

/// <summary>Runs due jobs: at least once, each on its own, soonest first.</summary>
internal sealed class JobRunner(IJobs queue, IEnumerable<IJobHandler> handlers, TimeProvider time, ILogger<JobRunner> log) : BackgroundService
{
    private readonly Jobs jobs = (Jobs)queue;
    private readonly Dictionary<string, IJobHandler> byKind = handlers.ToDictionary(h => h.Kind, StringComparer.Ordinal);

    /// <summary>Takes and does what is due now; returns how many jobs that were.</summary>
    public async Task<int> RunDue(CancellationToken stop)
    {
        var taken = await jobs.Take(20);
        await Task.WhenAll(taken.Select(job => Do(job, stop)));
        return taken.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A second late is soon enough for timers and mail, and costs one indexed query.
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await tick.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (byKind.Count > 0 && await RunDue(stoppingToken) > 0)
                {
                    stoppingToken.ThrowIfCancellationRequested();
                }
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(fault, "Due jobs could not be taken and are tried again");
            }
        }
    }

    private async Task Do(Job job, CancellationToken stop)
    {
        try
        {
            var handler = byKind.GetValueOrDefault(job.Kind) ?? throw new InvalidOperationException($"Nobody does jobs of kind {job.Kind}.");
            await handler.Do(job, stop);
            await jobs.Finish(job);
            StorageMeasures.JobRun(job.Kind, done: true);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            log.LogWarning(fault, "Job {Id} of kind {Kind} failed at attempt {Attempt}", job.Id, job.Kind, job.Attempts);
            StorageMeasures.JobRun(job.Kind, done: false);
            await jobs.Postpone(job, fault.GetType().Name);
        }
    }
}
