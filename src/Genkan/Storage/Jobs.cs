using System.Text.Json;

namespace Genkan.Storage;

internal sealed class Jobs(IStorage storage) : IJobs
{
    /// <summary>Longer than any job may take; after it another runner takes the job again.</summary>
    private const long Lease = 5 * 60_000;

    /// <summary>After this long without success a job is shown as failed (promise 5).</summary>
    private const long GiveUpAfter = 48L * 3_600_000;

    public Task Queue(ITx tx, Guid id, string kind, object data, long dueAt) => tx.Run(
        """
        INSERT INTO storage_jobs (organisation, id, kind, data, created_at, due_at, attempts, leased_until)
        VALUES (@o, @id, @kind, @data, @now, @dueAt, 0, 0)
        ON CONFLICT (organisation, id) DO UPDATE
        SET kind = excluded.kind, data = excluded.data, due_at = excluded.due_at, created_at = excluded.created_at, attempts = 0, leased_until = 0, failed_at = NULL
        """,
        new { o = tx.Organisation, id, kind, data = JsonSerializer.Serialize(data, Wire.Json), now = tx.Now, dueAt });

    public Task Cancel(ITx tx, Guid id) =>
        tx.Run("DELETE FROM storage_jobs WHERE organisation = @o AND id = @id", new { o = tx.Organisation, id });

    public async Task<JobBacklog> Backlog() => (await storage.ReadInstallation(tx => tx.One<JobBacklog>(
        """
        -- any organisation: this is the installation's
        SELECT COALESCE(SUM(CASE WHEN failed_at IS NULL AND due_at <= @now THEN 1 ELSE 0 END), 0) AS overdue,
            MIN(CASE WHEN failed_at IS NULL AND due_at <= @now THEN due_at END) AS oldest_due_at,
            COALESCE(SUM(CASE WHEN failed_at IS NOT NULL THEN 1 ELSE 0 END), 0) AS given_up
        FROM storage_jobs
        """,
        new { now = tx.Now })))!;

    /// <summary>
    /// Leases the jobs that are due, soonest first. The lease and not a lock, so that a slow job holds no transaction. Of the kinds
    /// named only, where some are: while a newer program runs beside this one, it leaves to the other what it does not know.
    /// </summary>
    public async Task<IReadOnlyList<Job>> Take(int most, IReadOnlyCollection<string>? kinds = null)
    {
        if (kinds is { Count: 0 })
        {
            return [];
        }

        // The names are the program's own. Written out, because a list as a parameter is written differently for each engine.
        var known = kinds is null ? "" : $"AND kind IN ({string.Join(", ", kinds.Select(kind => $"'{kind.Replace("'", "''", StringComparison.Ordinal)}'"))})";
        // Asked on a snapshot first: most of the time nothing is due, and a unit of work each second would wake the writer for nothing.
        var some = await storage.ReadInstallation(tx => Due(tx, known, 1));
        return some.Count == 0 ? [] : await storage.WriteInstallation(tx => Take(tx, known, most));
    }

    private static Task<IReadOnlyList<Row>> Due(IReadTx tx, string known, int most) => tx.All<Row>(
        $"""
        SELECT organisation, id, kind, data, attempts FROM storage_jobs
        WHERE failed_at IS NULL AND due_at <= @now AND leased_until <= @now {known} ORDER BY due_at LIMIT @most
        """,
        new { now = tx.Now, most });

    private static async Task<IReadOnlyList<Job>> Take(ITx tx, string known, int most)
    {
        var taken = new List<Job>();
        foreach (var job in await Due(tx, known, most))
        {
            // Another node may have taken it since: the lease decides.
            var mine = await tx.Run(
                "UPDATE storage_jobs SET leased_until = @until, attempts = attempts + 1 WHERE organisation = @Organisation AND id = @Id AND leased_until <= @now",
                new { until = tx.Now + Lease, now = tx.Now, job.Organisation, job.Id });
            if (mine == 1)
            {
                taken.Add(new Job(job.Organisation, job.Id, job.Kind, job.Data, job.Attempts + 1) { LeasedUntil = tx.Now + Lease });
            }
        }

        return taken;
    }

    /// <summary>Done: the row goes. A job that was queued anew meanwhile, or taken by another after this lease ran out, stays.</summary>
    public Task Finish(Job job) => storage.Write(job.Organisation, tx =>
        tx.Run("DELETE FROM storage_jobs WHERE organisation = @o AND id = @id AND leased_until = @lease", new { o = tx.Organisation, id = job.Id, lease = job.LeasedUntil }));

    /// <summary>Not done: again later, or failed for good.</summary>
    public Task Postpone(Job job, string why) => storage.Write(job.Organisation, tx => tx.Run(
        """
        UPDATE storage_jobs SET leased_until = 0, due_at = @dueAt, last_error = @why,
            failed_at = CASE WHEN created_at < @giveUp THEN @now ELSE NULL END
        WHERE organisation = @o AND id = @id AND leased_until = @lease
        """,
        new { o = tx.Organisation, id = job.Id, lease = job.LeasedUntil, dueAt = tx.Now + Pause(job.Attempts), why = why[..Math.Min(why.Length, 500)], giveUp = tx.Now - GiveUpAfter, now = tx.Now }));

    /// <summary>10 s, 20 s, 40 s … at most an hour.</summary>
    internal static long Pause(long attempts) => Math.Min(10_000L << (int)Math.Clamp(attempts - 1, 0, 20), 3_600_000);

    private sealed record Row
    {
        public OrganisationId Organisation { get; init; }

        public Guid Id { get; init; }

        public string Kind { get; init; } = "";

        public string Data { get; init; } = "";

        public long Attempts { get; init; }
    }
}
