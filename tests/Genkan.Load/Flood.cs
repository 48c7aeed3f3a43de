using System.Diagnostics;
using Genkan.Load.Phases;
using Genkan.Load.Targets;

namespace Genkan.Load;

/// <summary>Plays every phase against every target, one target after the other, and reports.</summary>
internal static class Flood
{
    /// <returns>The exit code: 1 when anything was lost, doubled or refused.</returns>
    public static async Task<int> Run(Options options)
    {
        var folder = Directory.CreateTempSubdirectory("genkan-flood-").FullName;
        try
        {
            var results = new List<TargetResult>();
            foreach (var target in Targets(options, folder))
            {
                results.Add(await Measure(target, options));
            }

            var report = new Report(options, results);
            Console.WriteLine(report.Table());
            if (options.Json is { } file)
            {
                await File.WriteAllTextAsync(file, report.Json());
            }

            return results.Any(r => r.Broken) ? 1 : 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<ITarget> Targets(Options options, string folder)
    {
        if (options.Baselines)
        {
            yield return new RelayTarget("memory", null);
            yield return options.Postgres is null ? new RelayTarget("sqlite", Path.Combine(folder, "relay")) : new RelayTarget("postgres", options.Postgres);
        }

        if (options.Genkan)
        {
            yield return new GenkanTarget(options, Path.Combine(folder, "genkan"));
        }
    }

    private static async Task<TargetResult> Measure(ITarget target, Options options)
    {
        Say($"{target.Name}: starting");
        await using var server = await target.Start();
        await Task.Delay(TimeSpan.FromSeconds(options.Short ? 2 : 5));
        var result = new TargetResult { Name = target.Name, ReadySeconds = server.ReadyAfter.TotalSeconds, IdleServerBytes = server.Resident() };
        using var crowd = await target.Gather(server, options);
        var hearing = new Hearing(crowd);
        result.GatheredBytes = server.Resident();
        Say($"{target.Name}: {crowd.Idle.Count} visitors and {crowd.Talks.Count} conversations are there");
        await OpenIdle(server, crowd, result, options);
        await Task.WhenAll(Hearing.OpenAll(crowd.Visitors, TimeSpan.FromSeconds(30)), Hearing.OpenAll(crowd.Agents, TimeSpan.FromSeconds(30)));
        await Play(server, crowd, hearing, result, options);
        result.EndBytes = server.Resident();
        result.StreamFailures = crowd.Everyone.Sum(s => s.Failures);
        return result;
    }

    private static async Task OpenIdle(ServerProcess server, Crowd crowd, TargetResult result, Options options)
    {
        if (crowd.Idle.Count == 0)
        {
            return;
        }

        var (all, _, missing) = await Hearing.OpenAll(crowd.Idle, TimeSpan.FromSeconds(60));
        Say($"{result.Name}: idle streams open after {all.TotalSeconds:0.0} s{(missing == 0 ? "" : $", {missing} of them are not")}");
        // One heartbeat must have passed everywhere: that is the state a stream rests in.
        await Task.Delay(TimeSpan.FromSeconds(options.Short ? 3 : 25));
        result.StreamsBytes = server.Resident();
        result.IdleStreams = crowd.Idle.Count - missing;
    }

    private static async Task Play(ServerProcess server, Crowd crowd, Hearing hearing, TargetResult result, Options options)
    {
        if (options.Plays("busy"))
        {
            // The first messages meet code that was never run; they are sent, but not counted.
            await new BusyPhase(hearing).Run(server, crowd, options.Rate, options.Short ? 3 : 10, options.Seed + 1000);
            result.Busy = await new BusyPhase(hearing).Run(server, crowd, options.Rate, options.Seconds, options.Seed);
            Say($"{result.Name}: p50 {result.Busy.ToSeen.P50:0.00} ms, p99 {result.Busy.ToSeen.P99:0.0} ms");
        }

        if (options.Plays("storm"))
        {
            result.Storm = await new StormPhase(hearing).Run(crowd);
            Say($"{result.Name}: {result.Storm.Streams} streams back and caught up after {result.Storm.AllBackAndCaughtUpSeconds:0.0} s");
        }

        if (options.Plays("consoles") && crowd.Consoles.Count > 0)
        {
            result.Consoles = await new ConsolesPhase(hearing).Run(server, crowd, options.Seed);
            Say($"{result.Name}: {result.Consoles.Consoles} consoles, the last hears after p99 {result.Consoles.ToLastConsole.P99:0.0} ms");
        }

        if (options.Plays("routing") && crowd.Team is { } team)
        {
            result.Routing = await new RoutingPhase(hearing).Run(server, crowd, team, options);
            Say($"{result.Name}: assigned after p99 {result.Routing.ToAgent!.P99:0.0} ms; work freed is given out after p99 {result.Routing.Freed!.P99:0.0} ms");
        }

        if (options.Plays("search"))
        {
            result.Search = await new SearchPhase(hearing).Run(server, crowd, options);
            Say($"{result.Name}: at most {result.Search.HighestRate:0} messages a second");
        }
    }

    private static void Say(FormattableString words) =>
        Console.Error.WriteLine($"{TimeSpan.FromSeconds(Math.Round(Stopwatch.GetElapsedTime(Since).TotalSeconds)):mm\\:ss} {FormattableString.Invariant(words)}");

    private static readonly long Since = Stopwatch.GetTimestamp();
}
