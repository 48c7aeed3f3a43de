using Genkan.Administration;
using Genkan.Storage;

namespace Genkan.Routing.Replay;

/// <summary>
/// Forgets the log beyond its days once an hour, but not what the rest of it stands on: facts that held then, conversations that were open then,
/// and what each agent was given last.
/// </summary>
internal sealed class LogRetention(IStorage storage, LogStore log, IOrganisationNames organisations, GenkanSettings settings, TimeProvider time, ILogger<LogRetention> journal) : BackgroundService
{
    /// <summary>Rows taken away in one unit, so that nobody waits for long.</summary>
    private const int AtOnce = 2000;

    /// <summary>One round over all organisations.</summary>
    public async Task PruneAll()
    {
        var before = time.GetUtcNow().AddDays(-settings.RoutingLogDays).ToUnixTimeMilliseconds();
        foreach (var organisation in (await storage.ReadInstallation(organisations.ShortNames)).Keys)
        {
            var old = await storage.Read(organisation, tx => Old(tx, before));
            foreach (var (after, until) in old)
            {
                await storage.Write(organisation, tx => log.Forget(tx, after, until));
            }
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
                journal.LogWarning(fault, "The old part of the routing log could not be forgotten and is tried again in an hour");
            }
        }
    }

    /// <summary>Between which rows all is to go.</summary>
    private async Task<List<(long After, long Before)>> Old(IReadTx tx, long before)
    {
        var stays = new Keeping();
        await foreach (var row in log.Read(tx))
        {
            if (row.At >= before)
            {
                break;
            }

            stays.Hear(row);
        }

        return [.. stays.Gaps(AtOnce)];
    }

    /// <summary>What of the old part the rest stands on.</summary>
    private sealed class Keeping
    {
        private readonly Dictionary<(string, Guid), long> facts = [];
        private readonly Dictionary<Guid, List<long>> open = [];
        private readonly Dictionary<Guid, long> given = [];
        private readonly List<long> rows = [];

        public void Hear(LogRow row)
        {
            rows.Add(row.N);
            if (row.IsFact || row.Kind == LogRow.Began)
            {
                facts[(row.Kind, row.Subject)] = row.N;
            }
            else if (row.Kind is LogRow.Ended or LogRow.Left)
            {
                open.Remove(row.Subject);
            }
            else if (open.TryGetValue(row.Subject, out var known))
            {
                known.Add(row.N);
            }
            else if (row.Kind == LogRow.Asked)
            {
                open[row.Subject] = [row.N];
            }

            if (row.Gives)
            {
                given[row.By!.Value] = row.N;
            }
        }

        /// <summary>Runs of rows that go, so many at most in each.</summary>
        public IEnumerable<(long After, long Before)> Gaps(int atOnce)
        {
            var stay = facts.Values.Concat(open.Values.SelectMany(numbers => numbers)).Concat(given.Values).ToHashSet();
            var run = new List<long>();
            foreach (var n in rows)
            {
                if (!stay.Contains(n))
                {
                    run.Add(n);
                }

                if (run.Count > 0 && (run.Count == atOnce || stay.Contains(n)))
                {
                    yield return (run[0] - 1, run[^1] + 1);
                    run.Clear();
                }
            }

            if (run.Count > 0)
            {
                yield return (run[0] - 1, run[^1] + 1);
            }
        }
    }
}
