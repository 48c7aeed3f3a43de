using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Genkan.Tests.Operations;

/// <summary>What a collector gets, and what nobody gets: words, names, addresses.</summary>
public sealed class TelemetryTests
{
    // Nothing a person typed or is known by may stand in a log, a label or a span.
    private const string Words = "Zwetschgenknödel";
    private const string Nickname = "Quirinalis";
    private const string Mail = "quirinalis@personal.example";
    private const string Telephone = "5550199887";
    private const string Address = "203.0.113.77";
    private const string Page = "secret-basket-4711";
    private static readonly string[] Personal = [Words, Nickname, Mail, Telephone, Address, Page, Shop.Password, "nora@shop.example"];

    [Fact]
    public async Task The_collector_gets_measures_and_spans_by_route_and_nothing_personal()
    {
        var received = new ConcurrentQueue<string>();
        await using var collector = await Collector(received);
        await using (var shop = await Shop.Open("--OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First(), "--OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"))
        {
            await TalkAboutEverything(shop);
        }

        // Whatever was not sent yet is sent when the server stops.
        var all = string.Join('\n', received);
        foreach (var name in new[]
        {
            "genkan.storage.commit.duration", "genkan.storage.commit.units", "genkan.journal.events", "genkan.streams.open",
            "http.server.request.duration", "/visitor/conversations/{conversation:guid}/messages", "POST /visitor/conversations",
        })
        {
            all.ShouldContain(name);
        }

        foreach (var personal in Personal)
        {
            all.ShouldNotContain(personal);
        }

        all.ShouldNotContain("url.query");
        all.ShouldNotContain("client.address");
    }

    [Fact]
    public async Task The_log_says_nothing_personal()
    {
        await using var shop = await Shop.Open();
        await TalkAboutEverything(shop);
        shop.Server.Log.Lines.ShouldNotBeEmpty();
        foreach (var line in shop.Server.Log.Lines)
        {
            foreach (var personal in Personal)
            {
                line.ShouldNotContain(personal);
            }
        }
    }

    /// <summary>A talk, a left message, a mistyped password, a malformed body, an unknown page: everything a log might be tempted by.</summary>
    private static async Task TalkAboutEverything(Shop shop)
    {
        await shop.Nora.Status("online");
        var visitor = new VisitorClient(shop.Server.Url, shop.SiteKey);
        visitor.Headers["X-Forwarded-For"] = Address;
        visitor.Headers["User-Agent"] = Nickname;
        await visitor.Visits($"https://shop.example/{Page}?mail={Mail}", title: Page);
        (await visitor.Starts(Nickname)).Should(201);
        await using (var stream = await visitor.ListenFromVisit())
        {
            (await visitor.Says(Words)).Should(201);
            await stream.Next("message.sent");
        }

        (await shop.Nora.Accept(visitor.Conversation)).Should(200);
        (await visitor.Post("/visitor/leftmessages", new { id = Ids.New(), name = Nickname, email = Mail, phone = Telephone, text = Words })).Should(201);
        await visitor.Post($"/visitor/conversations/{visitor.Conversation}/messages?{Mail}", $"{{\"text\": \"{Words}\", \"text\"");
        await visitor.Get($"/nowhere/{Nickname}?{Mail}");
        await shop.TriesToSignIn(new { email = Mail, password = Words });
    }

    private static async Task<WebApplication> Collector(ConcurrentQueue<string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/{**path}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            // Protobuf keeps its strings as plain UTF-8.
            received.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
            return Results.Ok();
        });
        await app.StartAsync();
        return app;
    }
}
