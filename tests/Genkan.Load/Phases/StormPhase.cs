using System.Diagnostics;
using Genkan.Load.Sockets;
using Genkan.Load.Targets;

namespace Genkan.Load.Phases;

/// <summary>
/// Every stream is cut in the same moment and comes back at once, without the pause real clients make between each other. Meanwhile
/// both sides of every conversation say something (where the target resumes at all): back and caught up means every stream greeted and every one of
/// these messages seen once.
/// </summary>
internal sealed class StormPhase(Hearing hearing)
{
    public async Task<StormResult> Run(Crowd crowd)
    {
        var streams = crowd.Everyone.ToList();
        await HaveCursors(crowd, streams);
        foreach (var stream in streams)
        {
            stream.Cut();
        }

        var tracker = hearing.NewRun(crowd.Resumes ? crowd.Talks.Count * 2 : 0);
        var since = Stopwatch.GetTimestamp();
        for (var message = 0; message < tracker.Messages; message++)
        {
            var talk = crowd.Talks[message / 2];
            tracker.Due(message, since);
            (Tracker.SenderOf(message) == Side.Visitor ? talk.Visitor : talk.Agent).Say(tracker, message);
        }

        var (_, each, missing) = await Hearing.OpenAll(streams, TimeSpan.FromSeconds(60), () => tracker.Done);
        return new StormResult
        {
            Streams = streams.Count,
            AllBackAndCaughtUpSeconds = Stopwatch.GetElapsedTime(since).TotalSeconds,
            ToGreeting = each,
            Missing = missing,
            Missed = tracker.Messages,
            Lost = tracker.Lost,
            Doubled = tracker.Doubled,
            Refused = tracker.Refused,
        };
    }

    /// <summary>Before its first event or heartbeat a stream knows no place to go on from, and coming back would ask for nothing it missed.</summary>
    private static async Task HaveCursors(Crowd crowd, IReadOnlyCollection<EventStream> streams)
    {
        var since = Stopwatch.GetTimestamp();
        while (crowd.Resumes && streams.Any(s => string.IsNullOrEmpty(s.Cursor)) && Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(100);
        }
    }
}

/// <summary>What came of it.</summary>
internal sealed record StormResult
{
    public required int Streams { get; init; }

    public required double AllBackAndCaughtUpSeconds { get; init; }

    /// <summary>Milliseconds from the cut to the greeting, by stream.</summary>
    public required Spread ToGreeting { get; init; }

    /// <summary>Not back after a minute.</summary>
    public required int Missing { get; init; }

    /// <summary>Said while all were cut.</summary>
    public required int Missed { get; init; }

    public required int Lost { get; init; }

    public required int Doubled { get; init; }

    /// <summary>Not answered as kept.</summary>
    public required int Refused { get; init; }
}
