using System.Text.Json.Nodes;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Live;

/// <summary>The same as one answer, for proxies that break streams: waits at most 25 seconds for something to tell.</summary>
internal sealed class PollStream(OpenStream streams, IStorage storage, ListenerCheck check, TimeProvider time)
{
    private const int LongestWait = 25;

    /// <summary>A longer gap is told in several answers: the next goes on from the cursor of this one.</summary>
    private const int MostEvents = 500;

    public Task<IResult> Run(HttpContext context, Listener listener, int wait) =>
        streams.Watched(listener, reader => Answer(context, reader, TimeSpan.FromSeconds(Math.Clamp(wait, 0, LongestWait))));

    private async Task<IResult> Answer(HttpContext context, JournalReader reader, TimeSpan wait)
    {
        var usable = await reader.Start(StreamDoors.CursorOf(context), context.Request.Query["epoch"], storage.Epoch);
        var events = new JsonArray();
        await Collect(events, reader, reader.CatchUp());
        if (usable && events.Count == 0 && wait > TimeSpan.Zero)
        {
            await WaitForNews(events, reader, wait, context.RequestAborted);
        }

        foreach (var value in await streams.StandingFor(reader.Subscription.Listener))
        {
            events.Add(Entry(null, value.Kind, Frame.Of(value.Kind, value.Data).Data));
        }

        var answer = new JsonObject { ["events"] = events, ["cursor"] = reader.Cursor(), ["epoch"] = storage.Epoch };
        if (reader.Subscription.Listener.Staff is not null)
        {
            answer["seq"] = reader.Position;
        }

        if (!usable)
        {
            answer["reset"] = true;
        }

        context.Response.Headers.CacheControl = "no-store";
        return Results.Text(answer.ToJsonString(Wire.Json), "application/json");
    }

    private async Task WaitForNews(JsonArray events, JournalReader reader, TimeSpan wait, CancellationToken gone)
    {
        var subscription = reader.Subscription;
        var over = false;
        await using var end = time.CreateTimer(
            _ =>
            {
                Volatile.Write(ref over, true);
                subscription.Nudge();
            },
            null,
            wait,
            Timeout.InfiniteTimeSpan);
        await using var nudge = gone.UnsafeRegister(static waiting => ((Subscription)waiting!).Nudge(), subscription);
        while (events.Count == 0 && !Volatile.Read(ref over) && !gone.IsCancellationRequested)
        {
            await subscription.Something();
            if (await Take(events, reader))
            {
                return;
            }
        }
    }

    /// <summary>Takes what waits. True where a standing value is among it: all of them are told with the answer.</summary>
    private async Task<bool> Take(JsonArray events, JournalReader reader)
    {
        var head = reader.Head;
        var news = reader.Subscription.Take();
        if (news.Closing is not null || (reader.Subscription.InDoubt && await check.Refresh(reader.Subscription) is not null))
        {
            throw new Refusal(401, "not_signed_in");
        }

        if (news.Overrun)
        {
            await Collect(events, reader, reader.CatchUp());
        }
        else if (await Collect(events, reader, Given(reader, news.Events)))
        {
            reader.PassedTo(head);
        }

        foreach (var signal in news.Signals ?? [])
        {
            events.Add(Entry(null, signal.Kind, signal.Data));
        }

        return news.Standing?.Count > 0;
    }

    private static async IAsyncEnumerable<JournalEvent> Given(JournalReader reader, List<JournalEvent>? given)
    {
        foreach (var happened in given ?? [])
        {
            if (await reader.Passes(happened))
            {
                yield return happened;
            }
        }
    }

    private static async Task<bool> Collect(JsonArray events, JournalReader reader, IAsyncEnumerable<JournalEvent> heard)
    {
        var staff = reader.Subscription.Listener.Staff is not null;
        await foreach (var e in heard)
        {
            // The position has moved past this one already: leaving here loses and doubles nothing.
            events.Add(Entry(reader.CursorAt(e.Seq), e.Kind, staff ? EventFrames.StaffData(e, reader.Fully(e)) : EventFrames.VisitorData(e)));
            if (events.Count >= MostEvents)
            {
                return false;
            }
        }

        return true;
    }

    private static JsonObject Entry(string? id, string kind, string data)
    {
        var entry = new JsonObject { ["event"] = kind, ["data"] = JsonNode.Parse(data) };
        if (id is not null)
        {
            entry["id"] = id;
        }

        return entry;
    }
}
