using System.Collections.Concurrent;

namespace Genkan.Storage;

/// <summary>Runs due jobs: at least once, each on its own, soonest first. A slow one (a mail server that does not answer) holds up no other.</summary>
internal sealed class JobRunner(IJobs queue, IEnumerable<IJobHandler> handlers, TimeProvider time, ILogger<JobRunner> log) : BackgroundService
{
    /// <summary>At once, so that a thousand due letters do not take every connection.</summary>
    private const int Most = 20;

    private readonly Jobs jobs = (Jobs)queue;
    private readonly Dictionary<string, IJobHandler> byKind = handlers.ToDictionary(h => h.Kind, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Job, Task> running = new(ReferenceEqualityComparer.Instance);

    /// <summary>Takes what is due now, as far as there is room, and begins it; returns how many jobs that were.</summary>
    private async Task<int> BeginDue(CancellationToken stop)
    {
        var taken = await jobs.Take(Most - running.Count, byKind.Keys);
        foreach (var job in taken)
        {
            // Noted before it begins: one that is done at once must not be noted after it was struck off.
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            running[job] = done.Task;
            _ = Task.Run(() => DoAndStrikeOff(job, done, stop), CancellationToken.None);
        }

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
                while (byKind.Count > 0 && running.Count < Most && await BeginDue(stoppingToken) > 0)
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

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // They were told to stop; the store closes after this.
        await Task.WhenAll(running.Values).WaitAsync(TimeSpan.FromSeconds(5), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task DoAndStrikeOff(Job job, TaskCompletionSource done, CancellationToken stop)
    {
        try
        {
            await Do(job, stop);
        }
        finally
        {
            running.TryRemove(job, out _);
            done.SetResult();
        }
    }

    private async Task Do(Job job, CancellationToken stop)
    {
        try
        {
            await byKind[job.Kind].Do(job, stop);
            await jobs.Finish(job);
            StorageMeasures.JobRun(job.Kind, done: true);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            log.LogWarning(fault, "Job {Id} of kind {Kind} failed at attempt {Attempt}", job.Id, job.Kind, job.Attempts);
            StorageMeasures.JobRun(job.Kind, done: false);
            await Postpone(job, fault.GetType().Name);
        }
        catch (Exception fault)
        {
            log.LogDebug(fault, "Job {Id} was not finished before the stop; it is done after the next start, when its lease is over", job.Id);
        }
    }

    /// <summary>Where even that cannot be written the lease runs out by itself.</summary>
    private async Task Postpone(Job job, string why)
    {
        try
        {
            await jobs.Postpone(job, why);
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "Job {Id} could not be put off; it is taken again when its lease is over", job.Id);
        }
    }
}
