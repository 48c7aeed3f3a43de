using System.Collections;
using System.Diagnostics;
using Genkan.Load.Targets;

namespace Genkan.Load.Phases;

/// <summary>Many consoles that may read everything: each message goes to all of them.</summary>
internal sealed class ConsolesPhase(Hearing hearing)
{
    private const double Rate = 50;
    private const double Seconds = 10;

    public async Task<ConsolesResult> Run(ServerProcess server, Crowd crowd, int seed)
    {
        var (_, _, missing) = await Hearing.OpenAll(crowd.Consoles, TimeSpan.FromSeconds(60));
        var screens = crowd.Consoles.ConvertAll(_ => new Screen((int)(Rate * Seconds)));
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < screens.Count; i++)
        {
            crowd.Consoles[i].Heard = screens[i].Hear;
        }

        var busy = await new BusyPhase(hearing).Run(server, crowd, Rate, Seconds, seed);
        var end = Stopwatch.GetTimestamp() + (10 * Stopwatch.Frequency);
        while (screens.Any(s => s.Seen < busy.Messages) && Stopwatch.GetTimestamp() < end)
        {
            await Task.Delay(20);
        }

        crowd.Consoles.ForEach(s => s.Cut());
        return new ConsolesResult
        {
            Consoles = screens.Count - missing,
            Rate = Rate,
            ToParty = busy.ToSeen,
            ToLastConsole = new Spread(Enumerable.Range(0, busy.Messages).Select(m => hearing.SinceDue(m, screens.Max(s => s.At(m))))),
            Lost = screens.Sum(s => busy.Messages - s.Seen) + busy.Lost,
            Doubled = screens.Sum(s => s.Doubled) + busy.Doubled,
            ServerMicrosecondsPerDelivery = busy.ServerMicrosecondsPerMessage / screens.Count,
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
        };
    }

    private sealed class Screen(int messages)
    {
        private readonly BitArray seen = new(messages);
        private readonly long[] at = new long[messages];

        public int Seen { get; private set; }

        public int Doubled { get; private set; }

        public long At(int message) => at[message];

        public void Hear(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data, long now)
        {
            if (!kind.SequenceEqual("message.sent"u8) || !Tracker.TryRead(data, out _, out var message))
            {
                return;
            }

            if (seen[message])
            {
                Doubled++;
                return;
            }

            seen[message] = true;
            at[message] = now;
            Seen++;
        }
    }
}

/// <summary>What came of it.</summary>
internal sealed record ConsolesResult
{
    public required int Consoles { get; init; }

    public required double Rate { get; init; }

    /// <summary>To the other side of the conversation meanwhile.</summary>
    public required Spread ToParty { get; init; }

    /// <summary>To the last of all consoles.</summary>
    public required Spread ToLastConsole { get; init; }

    public required int Lost { get; init; }

    public required int Doubled { get; init; }

    public required double ServerMicrosecondsPerDelivery { get; init; }

    public required double Seconds { get; init; }
}
