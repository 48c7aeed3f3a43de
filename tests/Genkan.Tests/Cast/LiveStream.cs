using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Genkan.Tests.Cast;

/// <summary>One frame of the stream. <see cref="Id"/> is null for signals and standing values.</summary>
internal sealed record Frame(string? Id, string Event, JsonNode Data)
{
    /// <summary>The event's own data: <c>frame["message"]</c> is <c>data.data.message</c> of a stored event, else <c>data.message</c>.</summary>
    public JsonNode? this[string name] => (Data["kind"] is null ? Data : Data["data"])?[name];

    public override string ToString() => $"{Event} {Id} {Data.ToJsonString()}";
}

/// <summary>An open stream. Frames are kept as they come; <see cref="Next"/> walks through them in order.</summary>
internal sealed class LiveStream : IAsyncDisposable
{
    // Only against a test that would hang for ever; what is waited for comes in milliseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpResponseMessage _response;
    private readonly Channel<Frame> _frames = Channel.CreateUnbounded<Frame>();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Frame> _heard = [];
    private readonly Task _reading;

    private LiveStream(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _reading = Task.Run(() => Read(body));
    }

    /// <summary>Everything taken from the stream so far, in order.</summary>
    public IReadOnlyList<Frame> Heard => _heard;

    /// <summary>The id of the last frame that had one: the cursor to resume from.</summary>
    public string? Cursor { get; private set; }

    public string? Epoch { get; private set; }

    public static async Task<LiveStream> Open(HttpResponseMessage response, string request)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var text = await response.Content.ReadAsStringAsync();
            throw new StreamRefusedException(response.StatusCode, $"{request} → {(int)response.StatusCode} {text}");
        }

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new LiveStream(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next frame of this kind; frames of other kinds on the way are passed over (see <see cref="Heard"/>).</summary>
    public Task<Frame> Next(string kind) => Next(kind, _ => true);

    public async Task<Frame> Next(string kind, Func<Frame, bool> fits)
    {
        // Of the whole wait: heartbeats on the way must not make it endless.
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var frame = await NextFrame($"'{kind}'", patience.Token);
            if (frame.Event == kind && fits(frame))
            {
                return frame;
            }
        }
    }

    /// <summary>The next frame, whatever it is.</summary>
    public Task<Frame> Next() => NextFrame("a frame");

    /// <summary>The next stored event, whatever its kind.</summary>
    public async Task<Frame> NextEvent()
    {
        while (true)
        {
            var frame = await NextFrame("an event");
            if (frame.Data["kind"] is not null)
            {
                return frame;
            }
        }
    }

    /// <summary>
    /// Proves that no frame of this kind comes before the one that ends the test's story: frames come in order, so
    /// what is absent before <paramref name="before"/> was not sent.
    /// </summary>
    public async Task HearsNo(string kind, string before)
    {
        var from = _heard.Count;
        await Next(before);
        _heard.Skip(from).ShouldNotContain(frame => frame.Event == kind);
    }

    /// <summary>Waits until the server has ended the stream.</summary>
    public async Task Ends()
    {
        try
        {
            while (true)
            {
                await NextFrame("the end");
            }
        }
        catch (ChannelClosedException)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _response.Dispose();
        await _reading;
        _stop.Dispose();
    }

    private async Task<Frame> NextFrame(string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await NextFrame(what, patience.Token);
    }

    private async Task<Frame> NextFrame(string what, CancellationToken patience)
    {
        try
        {
            var frame = await _frames.Reader.ReadAsync(patience);
            _heard.Add(frame);
            Cursor = frame.Id ?? Cursor;
            Epoch = frame.Data["epoch"]?.GetValue<string>() ?? Epoch;
            return frame;
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"Waited for {what}; heard:\n{string.Join('\n', _heard)}", e);
        }
    }

    private async Task Read(Stream body)
    {
        try
        {
            await foreach (var item in SseParser.Create(body).EnumerateAsync(_stop.Token))
            {
                var id = string.IsNullOrEmpty(item.EventId) ? null : item.EventId;
                await _frames.Writer.WriteAsync(new Frame(id, item.EventType, JsonNode.Parse(item.Data)!));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or HttpRequestException)
        {
            // Closed by one of the two sides: the same to a reader.
        }

        _frames.Writer.TryComplete();
    }
}

internal sealed class StreamRefusedException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;
}
