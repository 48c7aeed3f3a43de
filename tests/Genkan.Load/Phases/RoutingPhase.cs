using System.Diagnostics;
using Genkan.Load.Sockets;
using Genkan.Load.Targets;

namespace Genkan.Load.Phases;

/// <summary>
/// Distribution under load: visitors ask at a fixed rate while messages flow; a status that frees work while thousands wait; the
/// same traffic before few and before many open consoles.
/// </summary>
internal sealed class RoutingPhase(Hearing hearing)
{
    private const double Asks = 200;
    private const double Seconds = 20;
    private const int Waiting = 2000;
    private const int FewConsoles = 10;
    private const int ManyConsoles = 100;

    public async Task<RoutingResult> Run(ServerProcess server, Crowd crowd, RoutingCrowd team, Options options)
    {
        await team.Organise();
        var result = new RoutingResult { Agents = team.Agents, Waiting = Waiting };
        await UnderMessages(server, crowd, team, options, result);
        await BeforeConsoles(server, crowd, team, options, result);
        await FreedWork(team, result);
        return result;
    }

    /// <summary>From when a request was due to the answer that names its agent.</summary>
    private async Task UnderMessages(ServerProcess server, Crowd crowd, RoutingCrowd team, Options options, RoutingResult result)
    {
        await team.Distribute("automatic", ceiling: null);
        await team.Come((int)(Asks * (Seconds + 2)));
        // The first meet code that was never run.
        await AskAll(team, Asks, (int)Asks, options.Seed + 1, []);
        var messages = new BusyPhase(hearing).Run(server, crowd, options.Rate, Seconds, options.Seed);
        var times = new List<double>();
        result.NotAssigned = await AskAll(team, Asks, (int)(Asks * Seconds), options.Seed, times);
        result.ToAgent = new Spread(times);
        result.Meanwhile = (await messages).ToSeen;
    }

    /// <summary>The consoles are agents': they hear of every change of the lists, and not what others talk about.</summary>
    private async Task BeforeConsoles(ServerProcess server, Crowd crowd, RoutingCrowd team, Options options, RoutingResult result)
    {
        result.FewMicroseconds = await Traffic(server, crowd, team, options, FewConsoles);
        result.ManyMicroseconds = await Traffic(server, crowd, team, options, ManyConsoles);
    }

    private async Task<double> Traffic(ServerProcess server, Crowd crowd, RoutingCrowd team, Options options, int consoles)
    {
        const double seconds = 10;
        const int asks = 200;
        await team.Come(asks);
        var open = crowd.Watchers.Take(consoles).ToList();
        await Hearing.OpenAll(open, TimeSpan.FromSeconds(60));
        var (cpu, since) = (server.Processor(), Stopwatch.GetTimestamp());
        var messages = new BusyPhase(hearing).Run(server, crowd, 200, seconds, options.Seed);
        await AskAll(team, asks / seconds, asks, options.Seed, []);
        await messages;
        // The same time for both, whatever the messages took.
        var left = TimeSpan.FromSeconds(seconds + 2) - Stopwatch.GetElapsedTime(since);
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        var used = (server.Processor() - cpu).TotalMicroseconds;
        open.ForEach(s => s.Cut());
        return used;
    }

    /// <summary>All are full; then one after the other goes online with places for ten.</summary>
    private static async Task FreedWork(RoutingCrowd team, RoutingResult result)
    {
        const int places = 10;
        await team.Distribute("pool", ceiling: null);
        await team.Come(Waiting);
        var number = 0;
        await Parallel.ForAsync(0, Waiting, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await team.Ask(Interlocked.Increment(ref number)));
        var most = 0;
        for (var agent = 0; agent < team.Agents; agent++)
        {
            most = Math.Max(most, await team.Held(agent));
            await team.Status(agent, "busy");
        }

        await team.Distribute("automatic", most + places);
        var times = new List<double>();
        var given = 0;
        for (var agent = 0; agent < team.Agents; agent++)
        {
            var before = await team.Held(agent);
            var since = Stopwatch.GetTimestamp();
            await team.Status(agent, "online");
            times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            given += await team.Held(agent) - before;
        }

        result.Freed = new Spread(times);
        result.FreedGiven = given;
    }

    /// <summary>How many got nobody at once.</summary>
    private static async Task<int> AskAll(RoutingCrowd team, double rate, int count, int seed, List<double> times)
    {
        var random = new Random(seed);
        var due = (double)Stopwatch.GetTimestamp();
        var asks = new List<Task>();
        var without = 0;
        for (var number = 0; number < count; number++)
        {
            due += -Math.Log(1 - random.NextDouble()) / rate * Stopwatch.Frequency;
            var wait = ((long)due - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency;
            if (wait > 0)
            {
                await Task.Delay((int)wait);
            }

            asks.Add(Ask(number, (long)due));
        }

        await Task.WhenAll(asks);
        return without;

        async Task Ask(int number, long dueAt)
        {
            if (!await team.Ask(number))
            {
                Interlocked.Increment(ref without);
            }

            var took = Stopwatch.GetElapsedTime(dueAt).TotalMilliseconds;
            lock (times)
            {
                times.Add(took);
            }
        }
    }
}

/// <summary>What came of it.</summary>
internal sealed class RoutingResult
{
    public required int Agents { get; init; }

    public required int Waiting { get; init; }

    /// <summary>Due to assigned, at 200 requests a second while messages flow.</summary>
    public Spread? ToAgent { get; set; }

    public int NotAssigned { get; set; }

    /// <summary>The messages' send to seen meanwhile.</summary>
    public Spread? Meanwhile { get; set; }

    /// <summary>Call to answer of a status change that gives work out while so many wait.</summary>
    public Spread? Freed { get; set; }

    public int FreedGiven { get; set; }

    /// <summary>Processor time of the server for the same traffic before few open consoles.</summary>
    public double FewMicroseconds { get; set; }

    public double ManyMicroseconds { get; set; }
}
