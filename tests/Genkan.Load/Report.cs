using System.Globalization;
using System.Text;
using System.Text.Json;
using Genkan.Load.Phases;

namespace Genkan.Load;

/// <summary>Everything measured of one target.</summary>
internal sealed class TargetResult
{
    public required string Name { get; init; }

    public double ReadySeconds { get; init; }

    /// <summary>Resident, some seconds after it was ready, before anybody came.</summary>
    public long IdleServerBytes { get; init; }

    /// <summary>Resident, after everybody has come and before the idle streams opened.</summary>
    public long GatheredBytes { get; set; }

    /// <summary>Resident with all idle streams open, after a heartbeat.</summary>
    public long StreamsBytes { get; set; }

    public long EndBytes { get; set; }

    public int IdleStreams { get; set; }

    public double KiBPerStream => IdleStreams == 0 ? 0 : (StreamsBytes - IdleServerBytes) / 1024.0 / IdleStreams;

    /// <summary>Without what grew while everybody was made: compiled code, caches, the collector's reserve.</summary>
    public double KiBPerStreamAlone => IdleStreams == 0 ? 0 : (StreamsBytes - GatheredBytes) / 1024.0 / IdleStreams;

    /// <summary>Streams that ended, or were refused, unasked.</summary>
    public int StreamFailures { get; set; }

    public BusyResult? Busy { get; set; }

    public StormResult? Storm { get; set; }

    public ConsolesResult? Consoles { get; set; }

    public RoutingResult? Routing { get; set; }

    public SearchResult? Search { get; set; }

    public bool Broken => StreamFailures > 0 || Busy is { Lost: > 0 } or { Doubled: > 0 } or { Refused: > 0 }
        || Storm is { Lost: > 0 } or { Doubled: > 0 } or { Refused: > 0 } or { Missing: > 0 } || Consoles is { Lost: > 0 } or { Doubled: > 0 };
}

/// <summary>A table for people (Markdown, as docs/performance.md holds it) and JSON for machines.</summary>
internal sealed class Report(Options options, IReadOnlyList<TargetResult> results)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerOptions.Web) { WriteIndented = true };

    public string Json() => JsonSerializer.Serialize(
        new { Machine = Machine(), At = DateTimeOffset.UtcNow, options.Streams, options.Talks, options.Rate, options.Seconds, Targets = results, Goals = Goals() },
        Form);

    public string Table()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Machine()}; {options.Streams} idle streams, {options.Talks} conversations").AppendLine();
        text.AppendLine("| | " + string.Join(" | ", results.Select(r => r.Name)) + " |");
        text.AppendLine("|---|" + string.Concat(results.Select(_ => "---|")));
        Row(text, "ready after, s", r => Show(r.ReadySeconds, "0.00"));
        Row(text, "idle server, MiB resident", r => Show(Mib(r.IdleServerBytes), "0"));
        Row(text, "per idle stream above the idle server, KiB", r => r.IdleStreams == 0 ? "" : Show(r.KiBPerStream, "0.0"));
        Row(text, "the same above the server that made their visits, KiB", r => r.IdleStreams == 0 ? "" : Show(r.KiBPerStreamAlone, "0.0"));
        if (results.Any(r => r.Busy is not null))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| **{options.Rate:0} messages/s for {options.Seconds:0} s**{string.Concat(results.Select(_ => " |"))} |");
            Row(text, "send to seen p50, ms", r => Show(r.Busy?.ToSeen.P50, "0.00"));
            Row(text, "p90", r => Show(r.Busy?.ToSeen.P90, "0.00"));
            Row(text, "p99", r => Show(r.Busy?.ToSeen.P99, "0.0"));
            Row(text, "p99.9", r => Show(r.Busy?.ToSeen.P999, "0.0"));
            Row(text, "longest", r => Show(r.Busy?.ToSeen.Max, "0"));
            Row(text, "send to answer p50 / p99, ms", r => $"{Show(r.Busy?.ToAnswer.P50, "0.00")} / {Show(r.Busy?.ToAnswer.P99, "0.0")}");
            Row(text, "lost, doubled, refused", r => $"{r.Busy?.Lost}, {r.Busy?.Doubled}, {r.Busy?.Refused}");
            Row(text, "server processor, µs a message", r => Show(r.Busy?.ServerMicrosecondsPerMessage, "0"));
            Row(text, "the crowd's own lateness p99, ms", r => Show(r.Busy?.CrowdLateP99, "0.0"));
        }

        if (results.Any(r => r.Storm is not null))
        {
            Row(text, "all streams cut: back and caught up, s", r => Show(r.Storm?.AllBackAndCaughtUpSeconds, "0.0"));
            Row(text, "lost, doubled, refused, not back", r => $"{r.Storm?.Lost}, {r.Storm?.Doubled}, {r.Storm?.Refused}, {r.Storm?.Missing}");
        }

        if (results.Any(r => r.Consoles is not null))
        {
            Row(text, $"{options.Consoles} consoles hear everything: last one p50 / p99, ms", r => r.Consoles is null ? "" : $"{Show(r.Consoles.ToLastConsole.P50, "0.0")} / {Show(r.Consoles.ToLastConsole.P99, "0.0")}");
            Row(text, "server processor, µs a delivery", r => Show(r.Consoles?.ServerMicrosecondsPerDelivery, "0.0"));
            Row(text, "lost, doubled", r => r.Consoles is null ? "" : $"{r.Consoles.Lost}, {r.Consoles.Doubled}");
        }

        if (results.Any(r => r.Routing is not null))
        {
            Row(text, "200 requests/s beside the messages: due to assigned p50 / p99, ms", r => r.Routing is null ? "" : $"{Show(r.Routing.ToAgent?.P50, "0.0")} / {Show(r.Routing.ToAgent?.P99, "0.0")}");
            Row(text, "not assigned at once", r => $"{r.Routing?.NotAssigned}");
            Row(text, "the messages' send to seen meanwhile p50 / p99, ms", r => r.Routing is null ? "" : $"{Show(r.Routing.Meanwhile?.P50, "0.0")} / {Show(r.Routing.Meanwhile?.P99, "0.0")}");
            Row(text, "a status that frees work while 2,000 wait p50 / p99, ms", r => r.Routing is null ? "" : $"{Show(r.Routing.Freed?.P50, "0.0")} / {Show(r.Routing.Freed?.P99, "0.0")}");
            Row(text, "conversations given out by that", r => $"{r.Routing?.FreedGiven}");
            Row(text, "the same traffic before 10 and 100 consoles: server processor, s", r => r.Routing is null ? "" : $"{Show(r.Routing.FewMicroseconds / 1e6, "0.00")} / {Show(r.Routing.ManyMicroseconds / 1e6, "0.00")}");
        }

        if (results.Any(r => r.Search is not null))
        {
            Row(text, $"highest rate with p99 < {options.LimitMs:0} ms, messages/s", r => Show(r.Search?.HighestRate, "0"));
        }

        Row(text, "resident at the end, MiB", r => Show(Mib(r.EndBytes), "0"));
        return text.AppendLine().Append(GoalTable()).ToString();
    }

    private void Row(StringBuilder text, string name, Func<TargetResult, string> value) =>
        text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", results.Select(value))} |");

    private static double Mib(long bytes) => bytes / 1024.0 / 1024.0;

    private static string Show(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private string GoalTable()
    {
        var goals = Goals().ToList();
        if (goals.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder("| goal | measured | |\n|---|---|---|\n");
        foreach (var goal in goals)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {goal.Name} | {goal.Measured:0.##} | {(goal.Met ? "met" : "**not met**")} |");
        }

        return text.ToString();
    }

    /// <summary>What the server is to reach beside the relays of the same run.</summary>
    private IEnumerable<Goal> Goals()
    {
        if (results.FirstOrDefault(r => r.Name.StartsWith("Genkan", StringComparison.Ordinal)) is not { } ours)
        {
            yield break;
        }

        if (ours.IdleServerBytes > 0)
        {
            yield return Goal.AtMost("idle server, MiB resident: at most 120", Mib(ours.IdleServerBytes), 120);
        }

        if (ours.KiBPerStream > 0)
        {
            yield return Goal.AtMost("idle stream, KiB above the idle server: at most 16", ours.KiBPerStream, 16);
        }

        if (ours.Storm is { } storm)
        {
            yield return Goal.AtMost("all streams cut: back and caught up, s: at most 15", storm.AllBackAndCaughtUpSeconds, 15);
        }

        if (ours.Routing is { ToAgent: { } toAgent, Freed: { } freed } routing)
        {
            yield return Goal.AtMost("200 requests/s assigned, p99 ms: at most 250", toAgent.P99, 250);
            yield return Goal.AtMost("freed work given out, p99 ms: at most 100", freed.P99, 100);
            yield return Goal.AtMost("100 consoles beside 10: at most 1.5 times", routing.ManyMicroseconds / routing.FewMicroseconds, 1.5);
        }

        foreach (var goal in results.Where(r => r != ours).SelectMany(bare => Beside(ours, bare, bare.Name.Contains("memory", StringComparison.Ordinal))))
        {
            yield return goal;
        }
    }

    private static IEnumerable<Goal> Beside(TargetResult ours, TargetResult bare, bool inMemory)
    {
        if (ours.Busy is { } busy && bare.Busy is { } relay)
        {
            yield return Goal.AtMost($"p50 beside {bare.Name}: at most {(inMemory ? "4" : "1.5")} times", busy.ToSeen.P50 / relay.ToSeen.P50, inMemory ? 4 : 1.5);
            yield return Goal.AtMost($"p99 beside {bare.Name}: at most {(inMemory ? "6" : "2")} times", busy.ToSeen.P99 / relay.ToSeen.P99, inMemory ? 6 : 2);
        }

        if (!inMemory && ours.Search is { } search && bare.Search is { HighestRate: > 0 } most)
        {
            yield return Goal.AtLeast($"throughput beside {bare.Name}: at least 0.6", search.HighestRate / most.HighestRate, 0.6);
        }
    }

    private static string Machine()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, {memory:0} GB, .NET {Environment.Version}, fsync of 8 KiB p50 {FsyncMs():0.00} ms");
    }

    /// <summary>Everything durable waits for this.</summary>
    private static double FsyncMs()
    {
        var file = Path.GetTempFileName();
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
            var page = new byte[8192];
            var times = new List<double>();
            for (var i = 0; i < 100; i++)
            {
                stream.Write(page);
                var since = System.Diagnostics.Stopwatch.GetTimestamp();
                stream.Flush(flushToDisk: true);
                times.Add(System.Diagnostics.Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            }

            return new Spread(times).P50;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private sealed record Goal(string Name, double Measured, bool Met)
    {
        public static Goal AtMost(string name, double measured, double limit) => new(name, measured, measured <= limit);

        public static Goal AtLeast(string name, double measured, double limit) => new(name, measured, measured >= limit);
    }
}
