using Genkan.Load.Targets;

namespace Genkan.Load.Phases;

/// <summary>The highest rate that keeps p99 below a limit: doubles until one fails, then closes in.</summary>
internal sealed class SearchPhase(Hearing hearing)
{
    /// <summary>Close enough: runs of the same rate differ by as much.</summary>
    private const double Precision = 1.08;

    public async Task<SearchResult> Run(ServerProcess server, Crowd crowd, Options options)
    {
        var steps = new List<BusyResult>();
        var (good, bad) = (0d, double.PositiveInfinity);
        var rate = options.Short ? 500d : 1000d;
        while (bad / Math.Max(good, 1) > Precision && steps.Count < 10)
        {
            var step = await new BusyPhase(hearing).Run(server, crowd, rate, options.StepSeconds, options.Seed + steps.Count, TimeSpan.FromSeconds(5));
            steps.Add(step);
            if (step.ToSeen.P99 < options.LimitMs && step is { Lost: 0, Refused: 0 })
            {
                good = rate;
            }
            else
            {
                bad = rate;
                await Settle();
            }

            rate = double.IsInfinity(bad) ? rate * 1.6 : good == 0 ? rate / 2 : (good + bad) / 2;
        }

        return new SearchResult { HighestRate = good, Steps = steps };
    }

    /// <summary>What a rate too high left behind must not burden the next.</summary>
    private async Task Settle()
    {
        await Task.Delay(TimeSpan.FromSeconds(3));
        hearing.NewRun(0);
    }
}

/// <summary>What came of it.</summary>
internal sealed record SearchResult
{
    /// <summary>Messages a second.</summary>
    public required double HighestRate { get; init; }

    public required IReadOnlyList<BusyResult> Steps { get; init; }
}
