using System.Buffers;
using System.IO.Pipelines;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Live;

/// <summary>The long stream: hello, what was missed, then live, with a heartbeat every 15 seconds.</summary>
internal sealed class OpenStream(
    LiveTails tails,
    Journal journal,
    IStorage storage,
    Cursors cursors,
    IEnumerable<IStreamGate> gates,
    IEnumerable<IStandingValues> standing,
    IEnumerable<IStreamWatcher> watchers,
    ListenerCheck check,
    Heart heart)
{
    /// <summary>A reader that takes nothing for this long is closed and resumes when it can.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly IReadOnlyList<IStreamGate> gates = [.. gates];

    /// <summary>A reader for this listener, joined to nothing yet.</summary>
    private JournalReader ReaderFor(Listener listener) => new(listener, tails.Of(listener.Organisation), journal, gates, cursors);

    /// <summary>Everything that stands now, whole.</summary>
    public async Task<IReadOnlyList<StandingValue>> StandingFor(Listener listener)
    {
        var values = new List<StandingValue>();
        foreach (var room in standing)
        {
            values.AddRange(await room.For(listener));
        }

        return values;
    }

    /// <summary>Runs until the client goes, the server stops or the listener loses the right.</summary>
    public async Task Run(HttpContext context, Listener listener, CancellationToken stop)
    {
        try
        {
            await Watched(listener, reader => Pump(context, reader, stop));
        }
        catch (OperationCanceledException)
        {
            // The client went or the server stops: either way the client knows how to come back.
        }
    }

    /// <summary>While this runs the rooms that must know take the listener for connected; at its end the reader leaves the tail.</summary>
    public async Task<T> Watched<T>(Listener listener, Func<JournalReader, Task<T>> run)
    {
        var reader = ReaderFor(listener);
        try
        {
            foreach (var watcher in watchers)
            {
                watcher.Opened(listener);
            }

            return await run(reader);
        }
        finally
        {
            reader.Leave();
            foreach (var watcher in watchers)
            {
                watcher.Closed(listener);
            }
        }
    }

    private async Task<bool> Pump(HttpContext context, JournalReader reader, CancellationToken stop)
    {
        var gone = context.RequestAborted;
        var usable = await reader.Start(StreamDoors.CursorOf(context), context.Request.Query["epoch"], storage.Epoch);
        // Before the first word is written: with the database away the answer is a clean 503, not half a stream.
        await Stand(reader);
        var output = await Begin(context);
        // All was read of them that will be; a stream that rests for hours need not keep half a KiB of words.
        context.Request.Headers.Clear();
        Greet(output, reader, usable);
        await Flush(context, output, gone);
        await WriteMissed(context, output, reader, gone);
        var subscription = reader.Subscription;
        heart.Follow(subscription);
        await using var nudge = gone.UnsafeRegister(static waiting => ((Subscription)waiting!).Nudge(), subscription);
        while (!gone.IsCancellationRequested && !stop.IsCancellationRequested && await WriteNews(context, output, reader, gone))
        {
            await Flush(context, output, gone);
            await subscription.Something();
        }

        return true;
    }

    private async Task Stand(JournalReader reader)
    {
        foreach (var value in await StandingFor(reader.Subscription.Listener))
        {
            reader.Subscription.StandUnlessNewer(value.Kind + value.Key, Frame.Of(value.Kind, value.Data));
        }
    }

    private static async Task<PipeWriter> Begin(HttpContext context)
    {
        context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpResponseBodyFeature>()?.DisableBuffering();
        var headers = context.Response.Headers;
        headers.ContentType = "text/event-stream";
        headers.CacheControl = "no-store";
        headers["X-Accel-Buffering"] = "no";
        // What is written before the start is kept in a page of memory of the stream's own, which it then holds for its whole life.
        await context.Response.StartAsync();
        return context.Response.BodyWriter;
    }

    private void Greet(PipeWriter output, JournalReader reader, bool usable)
    {
        var staff = reader.Subscription.Listener.Staff is not null;
        EventFrames.Write(output, null, "hello", staff
            ? $"{{\"epoch\":\"{storage.Epoch}\",\"seq\":{reader.Cursor()}}}"
            : $"{{\"epoch\":\"{storage.Epoch}\"}}");
        if (!usable)
        {
            EventFrames.Write(output, reader.Cursor(), "reset", staff
                ? $"{{\"epoch\":\"{storage.Epoch}\",\"seq\":{reader.Cursor()}}}"
                : $"{{\"epoch\":\"{storage.Epoch}\",\"cursor\":\"{reader.Cursor()}\"}}");
        }
    }

    /// <summary>Gives all that waits. False: the stream is to end.</summary>
    private async Task<bool> WriteNews(HttpContext context, PipeWriter output, JournalReader reader, CancellationToken gone)
    {
        var head = reader.Head;
        var news = reader.Subscription.Take();
        if (news.Beat)
        {
            reader.Subscription.Doubt();
        }

        var closing = news.Closing ?? (reader.Subscription.InDoubt ? await check.Refresh(reader.Subscription) : null);
        if (closing is not null)
        {
            EventFrames.Write(output, null, "closed", $"{{\"reason\":\"{closing}\"}}");
            await Flush(context, output, gone);
            return false;
        }

        if (news.Overrun)
        {
            await WriteMissed(context, output, reader, gone);
        }
        else
        {
            await WriteGiven(output, reader, news.Events);
            reader.PassedTo(head);
        }

        if (news.Again)
        {
            await Stand(reader);
        }

        WriteFrames(output, news.Standing);
        WriteFrames(output, news.Signals);
        if (news.Beat)
        {
            WriteHeartbeat(output, reader);
        }

        return true;
    }

    private static void WriteFrames(PipeWriter output, IReadOnlyCollection<Frame>? frames)
    {
        foreach (var frame in frames ?? [])
        {
            EventFrames.Write(output, null, frame.Kind, frame.Data);
        }
    }

    private static async ValueTask WriteGiven(PipeWriter output, JournalReader reader, List<JournalEvent>? given)
    {
        if (given is null)
        {
            return;
        }

        foreach (var happened in given)
        {
            if (await reader.Passes(happened))
            {
                Write(output, reader, happened);
            }
        }
    }

    private static async Task WriteMissed(HttpContext context, PipeWriter output, JournalReader reader, CancellationToken gone)
    {
        var waiting = 0;
        await foreach (var happened in reader.CatchUp().WithCancellation(gone))
        {
            Write(output, reader, happened);
            // A long catch-up is given in parts, so that memory stays small and a slow reader is noticed.
            if (++waiting % 100 == 0)
            {
                await Flush(context, output, gone);
            }
        }
    }

    private static void Write(PipeWriter output, JournalReader reader, JournalEvent happened)
    {
        if (reader.Subscription.Listener.Staff is not null)
        {
            output.Write(EventFrames.ForStaff(happened, reader.Fully(happened)));
        }
        else
        {
            EventFrames.Write(output, reader.CursorAt(happened.Seq), happened.Kind, EventFrames.VisitorData(happened));
        }
    }

    private void WriteHeartbeat(PipeWriter output, JournalReader reader) =>
        EventFrames.Write(output, reader.Cursor(), "heartbeat", reader.Subscription.Listener.Staff is not null
            ? $"{{\"seq\":{reader.Cursor()},\"epoch\":\"{storage.Epoch}\"}}"
            : $"{{\"epoch\":\"{storage.Epoch}\"}}");

    private static async Task Flush(HttpContext context, PipeWriter output, CancellationToken gone)
    {
        try
        {
            await FlushWithPatience(output, gone);
        }
        catch (TimeoutException)
        {
            context.Abort();
            throw new OperationCanceledException();
        }
    }

    private static async Task FlushWithPatience(PipeWriter output, CancellationToken gone)
    {
        var flushing = output.FlushAsync(gone);
        if (!flushing.IsCompletedSuccessfully)
        {
            // Real time and not the clock of decisions: this is about a socket.
            await flushing.AsTask().WaitAsync(Patience, CancellationToken.None);
        }
    }
}
