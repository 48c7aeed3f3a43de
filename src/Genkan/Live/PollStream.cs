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
        var end = Task.Delay(wait, time, gone);
        while (events.Count == 0 && !end.IsCompleted)
        {
            await Task.WhenAny(reader.Subscription.Something(), end);
            var head = reader.Head;
            var news = reader.Subscription.Take();
            if (news.Closing is not null || (reader.Subscription.Recheck && await check.Refresh(reader.Subscription) is not null))
            {
                throw new Refusal(401, "not_signed_in");
            }

            if (await Collect(events, reader, news.Overrun ? reader.CatchUp() : reader.Live(news.Events)) && !news.Overrun)
            {
                reader.PassedTo(head);
            }

            foreach (var signal in news.Signals)
            {
                events.Add(Entry(null, signal.Kind, signal.Data));
            }

            if (news.Standing.Count > 0)
            {
                return;
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
