using System.Net;
using System.Net.Sockets;
using System.Text;
using Genkan.Doors;
using Genkan.Storage;
using Genkan.Tests.HouseRules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Doors;

/// <summary>How much at once: each limit at its door, and that it is felt by those alone who go beyond.</summary>
[Requirement("SP-11")]
public sealed class LimitsTests
{
    private static readonly string[] Doors = ["/healthz", "/readyz", "/", "/console/{**path}", "/widget.js", "/widget/assets/{**path}"];

    [Fact]
    public async Task A_flooding_visitor_is_asked_to_wait_and_the_others_are_heard_as_ever()
    {
        await using var shop = await Shop.Open("--GENKAN_LIMIT_MESSAGES_VISITOR", "5+2/m");
        var flooding = await shop.NoraIsTalkingToAVisitor();
        var calm = await shop.NoraIsTalkingToAVisitor();
        await using var stream = await shop.Nora.Listen();

        var answers = new List<Answer>();
        for (var i = 0; i < 12; i++)
        {
            answers.Add(await flooding.Says($"flood {i}"));
        }

        // The first "Hello?" of the scene was one of the five.
        answers.Count(a => a.Status == HttpStatusCode.Created).ShouldBe(4);
        var refused = answers.Last().ShouldRefuse(429, "too_many");
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 30);
        (await calm.Says("I can still be heard")).Should(201);
        await stream.Next("message.sent", f => f["message"]!["text"]!.GetValue<string>() == "I can still be heard");

        shop.Clock.Advance(refused.Headers.RetryAfter.Delta.Value);
        (await flooding.Says("after the wait")).Should(201);
    }

    [Fact]
    public async Task An_address_is_an_IPv4_address_or_a_64_of_IPv6()
    {
        await using var shop = await Shop.Open("--GENKAN_LIMIT_VISITS_ADDRESS", "3+1/h", "--GENKAN_PROXIES", "127.0.0.1");

        await Exhaust("203.0.113.7");
        (await VisitFrom("203.0.113.8")).Should(200);
        await Exhaust("2001:db8:1:2::1");
        (await VisitFrom("2001:db8:1:2:ffff::9")).ShouldRefuse(429, "too_many");
        (await VisitFrom("2001:db8:1:3::1")).Should(200);

        async Task Exhaust(string address)
        {
            for (var i = 0; i < 3; i++)
            {
                (await VisitFrom(address)).Should(200);
            }

            (await VisitFrom(address)).ShouldRefuse(429, "too_many").Headers.RetryAfter.ShouldNotBeNull();
        }

        Task<Answer> VisitFrom(string address)
        {
            var visitor = new VisitorClient(shop.Server.Url, shop.SiteKey);
            visitor.Headers["X-Forwarded-For"] = address;
            return visitor.Post("/visitor/visits", new { site = shop.SiteKey });
        }
    }

    [Fact]
    public async Task A_greedy_organisation_uses_up_its_own_share()
    {
        await using var shop = await Shop.Open("--GENKAN_LIMIT_MESSAGES_ORGANISATION", "6+1/h");
        var rivals = await shop.TheRivals();
        var visitor = await shop.NoraIsTalkingToAVisitor();
        for (var i = 0; i < 5; i++)
        {
            (await visitor.Says($"{i}")).Should(201);
        }

        (await visitor.Says("one too many")).ShouldRefuse(429, "too_many");
        var theirs = await shop.AVisitorOf(rivals);
        (await theirs.Starts("Rosa")).Should(201);
        (await theirs.Says("Hello")).Should(201);
    }

    [Fact]
    public async Task Typing_is_at_most_four_a_second()
    {
        await using var shop = await Shop.Open();
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var before = shop.Clock.Now;
        var message = Ids.New();
        var passed = 0;
        for (var i = 1; i <= 60; i++)
        {
            passed += (await visitor.Types("typing", "x", message, i)).Status == HttpStatusCode.NoContent ? 1 : 0;
        }

        var seconds = (shop.Clock.Now - before) / 1000.0;
        passed.ShouldBeInRange(8, (int)(8 + (4 * seconds) + 1));
    }

    [Fact]
    public async Task So_many_streams_stand_open_at_once_and_a_closed_one_makes_room()
    {
        await using var shop = await Shop.Open("--GENKAN_LIMIT_OPEN_STREAMS_VISITOR", "2", "--GENKAN_LIMIT_OPEN_STREAMS_MEMBER", "1");
        var visitor = await shop.AVisitor();
        var first = await visitor.Listen();
        await first.Next("hello");
        await using var second = await visitor.Listen();
        (await Should.ThrowAsync<StreamRefusedException>(() => visitor.Listen())).Status.ShouldBe(HttpStatusCode.TooManyRequests);

        await first.DisposeAsync();
        await using var again = await Eventually(() => visitor.Listen());
        await again.Next("hello");

        await using var desk = await shop.Nora.Listen();
        (await Should.ThrowAsync<StreamRefusedException>(() => shop.Nora.Listen())).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        await using var another = await (await shop.AVisitor()).Listen();
        await another.Next("hello");
    }

    [Fact]
    public async Task Two_hundred_visitors_behind_one_address_are_served()
    {
        await using var shop = await Shop.Open();
        await shop.Nora.Status("online");
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) =>
        {
            var visitor = await shop.AVisitor();
            (await visitor.Starts()).Should(201);
            (await visitor.Says("Hello?")).Should(201);
            (await visitor.Messages()).Should(200);
        });
    }

    [Fact]
    public async Task A_sign_in_form_and_a_plain_page_have_limits_too()
    {
        await using var shop = await Shop.Open("--GENKAN_LIMIT_SIGNIN_ADDRESS", "3+1/h", "--GENKAN_LIMIT_LEFTMESSAGES_VISITOR", "1+1/h");
        // Nora's own was the first.
        (await shop.TriesToSignIn(new { email = "nora@shop.example", password = Shop.Password })).Should(200);
        (await shop.TriesToSignIn(new { email = "nora@shop.example", password = Shop.Password })).Should(200);
        (await shop.TriesToSignIn(new { email = "nora@shop.example", password = Shop.Password })).ShouldRefuse(429, "too_many");

        var browser = new Browser(shop.Server.Url);
        await browser.Open($"/plain/{shop.SiteKey}");
        (await browser.Submit("/leave", ("name", "Mina"), ("email", "mina@example.com"), ("text", "Call me"))).Should(200);
        await browser.Open($"/plain/{shop.SiteKey}");
        (await browser.Submit("/leave", ("name", "Mina"), ("email", "mina@example.com"), ("text", "Once more"))).Should(200);
        await browser.Open($"/plain/{shop.SiteKey}");
        var refused = (await browser.Press("/leave", ("name", "Mina"), ("email", "mina@example.com"), ("text", "And again"))).Should(429);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        refused.Text.ShouldContain("And again");
    }

    [Fact, Requirement("LP-11")]
    public async Task Who_reads_in_a_browser_is_refused_by_a_page_in_the_own_language_that_comes_back_by_itself()
    {
        await using var shop = await Shop.Open("--GENKAN_LIMIT_OPEN_ADDRESS", "2+4/m");
        var browser = new Browser(shop.Server.Url);
        (string, string)[] asks = [("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"), ("Accept-Language", "ja")];
        var talk = $"/plain/{shop.SiteKey}/talk";
        (await browser.Get(talk, asks)).Should(200);
        (await browser.Get(talk, asks)).Should(200);

        var refused = (await browser.Get(talk, asks)).Should(429);
        refused.ContentHeaders.ContentType!.MediaType.ShouldBe("text/html");
        var wait = (int)refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
        refused.Text.ShouldContain("<html lang=\"ja\">");
        refused.Text.ShouldContain($"<meta http-equiv=\"refresh\" content=\"{wait}\">");
        refused.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'; style-src 'sha256-");
        (await browser.Get($"{talk}?lang=tr", asks)).Should(429).Text.ShouldContain("<html lang=\"tr\">");
        (await browser.Get("/nowhere", asks)).Should(404).Text.ShouldContain("<html lang=\"ja\">");

        // Programs, and doors of the API, answer as ever.
        (await browser.Get(talk, ("Accept", "*/*"))).ShouldRefuse(429, "too_many");
        (await browser.Get("/api/setup", asks)).ShouldRefuse(429, "too_many");
        (await browser.Get("/api/nowhere", asks)).ShouldRefuse(404, "not_found");
    }

    [Fact]
    public async Task Asking_for_a_passkey_counts_as_signing_in()
    {
        await using var shop = await Shop.Open("--GENKAN_LIMIT_SIGNIN_ADDRESS", "3+1/h");
        var door = new AgentClient(shop.Server.Url);
        // Nora's own sign-in was the first.
        (await door.Post("/api/session/passkey/options")).Should(200);
        (await door.Post("/api/session/passkey/options")).Should(200);
        (await door.Post("/api/session/passkey/options")).ShouldRefuse(429, "too_many");
    }

    [Fact]
    public async Task Lifted_for_load_runs_addresses_and_members_are_not_counted_and_the_start_says_so()
    {
        await using var shop = await Shop.Open(
            "--GENKAN_LIMITS", "off", "--GENKAN_LIMIT_VISITS_ADDRESS", "1+1/h", "--GENKAN_LIMIT_STAFFREADS_MEMBER", "1+1/h", "--GENKAN_LIMIT_MESSAGES_VISITOR", "2+1/h");
        for (var i = 0; i < 5; i++)
        {
            await shop.AVisitor();
            (await shop.Nora.Desk()).Should(200);
        }

        var visitor = await shop.AVisitorIsWaiting();
        (await visitor.Says("two")).Should(201);
        (await visitor.Says("three")).ShouldRefuse(429, "too_many");
        shop.Server.Log.Lines.ShouldContain(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("GENKAN_LIMITS is off", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GENKAN_LIMITS", "maybe")]
    [InlineData("GENKAN_LIMIT_MESSAGES_VISITOR", "lots")]
    [InlineData("GENKAN_LIMIT_MESSAGES_VISITOR", "0+1/s")]
    [InlineData("GENKAN_LIMIT_OPEN_STREAMS_VISITOR", "-1")]
    [InlineData("GENKAN_LIMIT_NOTHING", "1+1/s")]
    public async Task A_limit_that_cannot_be_understood_refuses_the_start(string name, string value) =>
        (await Should.ThrowAsync<StartRefusedException>(() => GenkanServer.Start($"--{name}", value))).Message.ShouldContain(name);

    [Fact]
    public async Task Every_door_is_counted_but_for_files_out_of_memory()
    {
        await using var server = await GenkanServer.Start();
        var free = from door in server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                   let access = door.Metadata.GetMetadata<Access>()
                   where access is not null && Paced.Of(door, access, "POST") == Pace.Unlimited
                   select door.RoutePattern.RawText;
        free.Where(route => !route!.StartsWith("/plain/look/", StringComparison.Ordinal)).ShouldBe(Doors, ignoreOrder: true);
    }

    [Fact]
    public void The_figures_that_are_documented_are_those_that_count()
    {
        var page = Project.Read("docs/api.md");
        foreach (var (_, most) in LimitTable.AllOpenStreams())
        {
            page.ShouldContain($" {most}");
        }

        foreach (var (setting, usual) in LimitTable.All())
        {
            page.ShouldContain($"`{setting.Split('_')[2]}`");
            var ways = new[] { ("s", 1.0), ("m", 60.0) }.Select(unit => FormattableString.Invariant($"{usual.Burst}+{Math.Round(usual.PerSecond * unit.Item2, 6)}/{unit.Item1}"));
            ways.ShouldContain(way => page.Contains(way, StringComparison.Ordinal), $"{setting} {usual}");
        }
    }

    [Fact]
    public async Task A_crowd_of_half_sent_requests_from_one_address_leaves_the_others_their_connections()
    {
        await using var shop = await Shop.Open("--GENKAN_CONNECTIONS_PER_ADDRESS", "30");
        var crowd = new List<Socket>();
        try
        {
            for (var i = 0; i < 60; i++)
            {
                crowd.Add(await HalfARequest(shop.Server.Url.Port));
            }

            await Eventually(() => Task.FromResult(crowd.Count(IsClosed) == 30 ? true : throw new InvalidOperationException($"{crowd.Count(IsClosed)} of 60 closed")));
            var visitor = await shop.AVisitorIsWaiting();
            (await visitor.Says("Undisturbed")).Should(201);
        }
        finally
        {
            crowd.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task A_reader_that_never_reads_keeps_nobody_waiting()
    {
        await using var shop = await Shop.Open();
        var deaf = await shop.NoraIsTalkingToAVisitor();
        using var socket = await NeverReads(shop, deaf);
        var other = await shop.NoraIsTalkingToAVisitor();
        await using var stream = await other.Listen();
        var page = new string('x', 4000);
        for (var i = 0; i < 150; i++)
        {
            (await shop.Nora.Say(deaf.Conversation, page)).Should(201);
        }

        (await shop.Nora.Say(other.Conversation, "Still here")).Should(201);
        await stream.Next("message.sent");
    }

    private static async Task<Socket> HalfARequest(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // Another address of this machine than the one all other clients of the test come from.
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.77"), 0));
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            await socket.SendAsync("GET /visitor/stream HTTP/1.1\r\nHos"u8.ToArray());
        }
        catch (SocketException)
        {
            // Closed already: one of those that were too many.
        }

        return socket;
    }

    private static async Task<Socket> NeverReads(Shop shop, VisitorClient visitor)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, shop.Server.Url.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /visitor/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Visitor {visitor.Token}\r\n\r\n"));
        return socket;
    }

    private static bool IsClosed(Socket socket)
    {
        try
        {
            return !socket.Connected || (socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>What the server notices by itself is not there in the same instant.</summary>
    private static async Task<T> Eventually<T>(Func<Task<T>> attempt)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await attempt();
            }
            catch (Exception) when (tries < 200)
            {
                await Task.Delay(25);
            }
        }
    }
}
