using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Genkan.Load.Relays;

/// <summary>
/// The least a server of this kind can do, as the measure for ours: POST in, Server-Sent Events out, on the same Kestrel. It knows
/// nobody, checks nothing and parses nothing. <c>memory</c> keeps nothing; <c>sqlite</c> and <c>postgres</c> answer and
/// deliver after the message is on disk.
/// </summary>
internal sealed class Relay(IShelf shelf)
{
    private static readonly byte[] Hello = "event: hello\ndata: {}\n\n"u8.ToArray();
    private static readonly byte[] Heartbeat = "id: 1\nevent: heartbeat\ndata: {}\n\n"u8.ToArray();

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Channel<byte[]>, bool>> streams = new(StringComparer.Ordinal);

    /// <summary><c>flood relay KIND URL [FOLDER or connection string]</c>.</summary>
    public static async Task Run(string kind, string[] args)
    {
        using IShelf shelf = kind switch
        {
            "memory" => new NoShelf(),
            "sqlite" => new SqliteShelf(args[1]),
            "postgres" => new PostgresShelf(args[1]),
            _ => throw new FloodException("A relay is memory, sqlite or postgres."),
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(args[0]);
        builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
        var app = builder.Build();
        var relay = new Relay(shelf);
        app.MapGet("/readyz", () => "ready");
        app.MapGet("/stream", (RequestDelegate)(c => relay.Stream(c, app.Lifetime.ApplicationStopping)));
        app.MapPost("/say", (RequestDelegate)relay.Say);
        using var beat = new Timer(_ => relay.Tell(relay.streams.Keys, Heartbeat), null, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15));
        await app.RunAsync();
    }

    /// <summary>To both sides' channels, as a conversation's message is heard by both.</summary>
    private async Task Say(HttpContext context)
    {
        var body = new byte[context.Request.ContentLength ?? 0];
        await context.Request.Body.ReadExactlyAsync(body);
        var to = context.Request.Query["to"].ToString();
        await shelf.Keep(to, body, () => Tell(to.Split(','), Frame(body)));
        context.Response.StatusCode = 201;
        await context.Response.WriteAsync("{}");
    }

    private static byte[] Frame(byte[] body) => [.. "id: 1\nevent: message.sent\ndata: "u8, .. body, .. "\n\n"u8];

    private void Tell(IEnumerable<string> channels, byte[] frame)
    {
        foreach (var channel in channels)
        {
            if (streams.TryGetValue(channel, out var open))
            {
                foreach (var (stream, _) in open)
                {
                    stream.Writer.TryWrite(frame);
                }
            }
        }
    }

    private async Task Stream(HttpContext context, CancellationToken stop)
    {
        var mine = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
        var open = streams.GetOrAdd(context.Request.Query["channel"].ToString(), _ => new ConcurrentDictionary<Channel<byte[]>, bool>());
        open[mine] = true;
        using var gone = context.RequestAborted.Register(() => mine.Writer.TryComplete());
        using var stopping = stop.Register(() => mine.Writer.TryComplete());
        try
        {
            await Pump(context, mine.Reader);
        }
        catch (OperationCanceledException)
        {
            // The client went.
        }
        finally
        {
            open.TryRemove(mine, out _);
        }
    }

    private static async Task Pump(HttpContext context, ChannelReader<byte[]> frames)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        var output = context.Response.BodyWriter;
        output.Write(Hello);
        await output.FlushAsync();
        while (await frames.WaitToReadAsync())
        {
            while (frames.TryRead(out var frame))
            {
                output.Write(frame);
            }

            await output.FlushAsync();
        }
    }
}
