using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Genkan.Storage;

/// <summary>What the store tells about itself (docs/deploy.md lists the names). Nothing is measured while nobody listens.</summary>
internal static class StorageMeasures
{
    public static readonly ActivitySource Spans = new("Genkan");
    private static readonly Meter Meter = new("Genkan");
    private static readonly Histogram<double> Commit = Meter.CreateHistogram<double>("genkan.storage.commit.duration", "s", "From the beginning of a commit until it is on disk");
    private static readonly Histogram<int> Group = Meter.CreateHistogram<int>("genkan.storage.commit.units", "{unit}", "Units of work that shared one commit");
    private static readonly Counter<long> Failed = Meter.CreateCounter<long>("genkan.storage.commit.failed", "{commit}", "Commits that were not kept");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>("genkan.journal.events", "{event}", "Events added to the journals");
    private static readonly Counter<long> Jobs = Meter.CreateCounter<long>("genkan.jobs.run", "{job}", "Jobs run, by kind and outcome");

    /// <summary>A mark to measure from; 0 where nobody listens.</summary>
    public static long Mark() => Commit.Enabled ? Stopwatch.GetTimestamp() : 0;

    public static void Committed(long mark, int units, int events)
    {
        if (mark != 0)
        {
            Commit.Record(Stopwatch.GetElapsedTime(mark).TotalSeconds);
        }

        Group.Record(units);
        Events.Add(events);
    }

    public static void NotCommitted() => Failed.Add(1);

    public static void JobRun(string kind, bool done) => Jobs.Add(1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("outcome", done ? "done" : "failed"));
}
