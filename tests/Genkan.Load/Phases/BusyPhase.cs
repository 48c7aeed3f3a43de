using System.Diagnostics;
using System.Runtime.InteropServices;
using Genkan.Load.Targets;

namespace Genkan.Load.Phases;

/// <summary>Conversations under way: messages at a fixed rate with arrival times drawn beforehand, whatever the server does.</summary>
internal sealed class BusyPhase(Hearing hearing)
{
    /// <summary>How long after the last message one that was not seen counts as lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<BusyResult> Run(ServerProcess server, Crowd crowd, double rate, double seconds, int seed, TimeSpan? patience = null)
    {
        var tracker = hearing.NewRun((int)(rate * seconds));
        var (cpu, own) = (server.Processor(), Environment.CpuUsage.TotalTime);
        var since = Stopwatch.GetTimestamp();
        var late = await Task.Factory.StartNew(() => Send(crowd, tracker, rate, seed), TaskCreationOptions.LongRunning);
        var until = Stopwatch.GetTimestamp() + (long)((patience ?? Patience).TotalSeconds * Stopwatch.Frequency);
        while (!tracker.Done && Stopwatch.GetTimestamp() < until)
        {
            await Task.Delay(20);
        }

        var took = Stopwatch.GetElapsedTime(since);
        return new BusyResult
        {
            Rate = rate,
            Messages = tracker.Messages,
            Seconds = took.TotalSeconds,
            ToSeen = tracker.ToSeen(),
            ToAnswer = tracker.ToAnswer(),
            Lost = tracker.Lost,
            Doubled = tracker.Doubled,
            Refused = tracker.Refused,
            ServerMicrosecondsPerMessage = (server.Processor() - cpu).TotalMicroseconds / tracker.Messages,
            CrowdMicrosecondsPerMessage = (Environment.CpuUsage.TotalTime - own).TotalMicroseconds / tracker.Messages,
            CrowdLateP99 = late.P99,
        };
    }

    /// <summary>Due times are exponential apart (Poisson arrivals); the talks take turns.</summary>
    private static Spread Send(Crowd crowd, Tracker tracker, double rate, int seed)
    {
        var random = new Random(seed);
        var late = new List<double>(tracker.Messages);
        var due = (double)Stopwatch.GetTimestamp();
        for (var message = 0; message < tracker.Messages; message++)
        {
            due += -Math.Log(1 - random.NextDouble()) / rate * Stopwatch.Frequency;
            SleepUntil((long)due);
            late.Add(Stopwatch.GetElapsedTime((long)due).TotalMilliseconds);
            tracker.Due(message, (long)due);
            var talk = crowd.Talks[message / 2 % crowd.Talks.Count];
            (Tracker.SenderOf(message) == Side.Visitor ? talk.Visitor : talk.Agent).Say(tracker, message);
        }

        return new Spread(late);
    }

    /// <summary>Sleeps finer than Thread.Sleep's whole milliseconds, since a message is due every tenth of one.</summary>
    private static void SleepUntil(long due)
    {
        while (true)
        {
            var left = (due - Stopwatch.GetTimestamp()) * 1_000_000 / Stopwatch.Frequency;
            if (left <= 0)
            {
                return;
            }

            _ = usleep((uint)Math.Min(left, 100_000));
        }
    }

    [DllImport("libc", EntryPoint = "usleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int usleep(uint microseconds);
}

/// <summary>What came of it.</summary>
internal sealed record BusyResult
{
    public required double Rate { get; init; }

    public required int Messages { get; init; }

    public required double Seconds { get; init; }

    public required Spread ToSeen { get; init; }

    public required Spread ToAnswer { get; init; }

    public required int Lost { get; init; }

    public required int Doubled { get; init; }

    public required int Refused { get; init; }

    /// <summary>Of the server's process, heartbeats of the idle streams included.</summary>
    public required double ServerMicrosecondsPerMessage { get; init; }

    public required double CrowdMicrosecondsPerMessage { get; init; }

    /// <summary>How late the crowd itself was to send, in milliseconds: part of every latency here.</summary>
    public required double CrowdLateP99 { get; init; }
}
