using System.Diagnostics;
using Genkan.Tests.History;

namespace Genkan.Tests.Live;

/// <summary>Two servers on one PostgreSQL: whoever is on either must not notice that there are two.</summary>
public sealed class SeveralNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private Shop Shop => nodes.Shop;

    [Fact, Requirement("RT-01")]
    public async Task Messages_travel_both_ways_between_a_visitor_on_one_node_and_an_agent_on_the_other()
    {
        await using var talk = await TalkOverBoth();
        var (visitor, nora, mina, hers) = talk;

        for (var said = 1; said <= 5; said++)
        {
            (await visitor.Says($"Question {said}")).Should(201);
            (await hers.Next("message.sent", frame => frame["message"]!["from"]!.GetValue<string>() == "visitor"))["message"]!["text"]!.GetValue<string>().ShouldBe($"Question {said}");
            (await nora.Say(visitor.Conversation, $"Answer {said}")).Should(201);
            (await mina.Next("message.sent", frame => frame["message"]!["from"]!.GetValue<string>() == "agent"))["message"]!["text"]!.GetValue<string>().ShouldBe($"Answer {said}");
        }
    }

    [Fact, Requirement("RT-03", "RT-04", "RT-06")]
    public async Task The_preview_of_a_long_text_reaches_the_owner_on_the_other_node_whole()
    {
        await using var talk = await TalkOverBoth();
        var (visitor, nora, mina, hers) = talk;
        // Three bytes a letter: more than one payload of the bus holds.
        var text = string.Concat(Enumerable.Repeat("玄関で靴を脱ぐ。", 250));

        (await visitor.Types("typing", text)).Should(204);
        (await nora.Type(visitor.Conversation, "typing")).Should(204);

        (await hers.Next("typing", frame => IsOf(frame, visitor)))["text"]!.GetValue<string>().ShouldBe(text);
        (await mina.Next("typing"))["from"]!.GetValue<string>().ShouldBe("agent");
    }

    [Fact, Requirement("RT-05")]
    public async Task Text_entered_on_one_node_stands_on_the_other_until_it_is_sent()
    {
        TwoNodes.SkipOnSqlite();
        var visitor = await Shop.NoraIsTalkingToAVisitor();
        var nora = nodes.OnB(Shop.Nora);
        var message = Ids.New();
        await using (var first = await nora.Listen())
        {
            await first.Next("hello");
            (await visitor.Types("entered", "Half a", message)).Should(204);
            await first.Next("typing", frame => IsOf(frame, visitor));
        }

        await using var hers = await nora.Listen();
        (await hers.Next("typing", frame => IsOf(frame, visitor)))["state"]!.GetValue<string>().ShouldBe("entered");
        (await visitor.Says("Half a sentence", message)).Should(201);
        (await hers.Next("typing", frame => IsOf(frame, visitor)))["state"]!.GetValue<string>().ShouldBe("none");
    }

    [Fact, Requirement("ST-22")]
    public async Task Who_signs_out_on_one_node_hears_nothing_more_on_the_other()
    {
        TwoNodes.SkipOnSqlite();
        var walt = await Shop.Walt();
        var there = nodes.OnB(walt);
        await using var his = await there.Listen();
        await his.Next("hello");
        var watch = Stopwatch.StartNew();

        (await walt.Delete("/api/session")).Should(204);

        (await his.Next("closed"))["reason"]!.GetValue<string>().ShouldBe("signed_out");
        await his.Ends();
        // The stream may have asked by itself before the word came that drops what the node remembers.
        await Until.True(async () => (int)(await there.Get("/api/session")).Status == 401);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact, Requirement("SP-09")]
    public async Task Who_is_disabled_on_one_node_is_shut_out_of_the_other()
    {
        TwoNodes.SkipOnSqlite();
        var ada = await Shop.Ada();
        var there = nodes.OnB(ada);
        (await there.Get("/api/session")).Should(200);
        await using var hers = await there.Listen();
        await hers.Next("hello");
        var watch = Stopwatch.StartNew();

        (await Shop.Nora.Patch($"/api/agents/{ada.Id}", new { disabled = true })).Should(200);

        (await hers.Next("closed"))["reason"]!.GetValue<string>().ShouldBe("disabled");
        await Until.True(async () => (int)(await there.Get("/api/session")).Status == 401);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact, Requirement("W-08", "N-12")]
    public async Task The_button_on_one_node_follows_the_agents_of_the_other()
    {
        TwoNodes.SkipOnSqlite();
        await using var own = await TwoNodes.Open();
        var visitor = await new VisitorClient(own.B.Url, own.Shop.SiteKey).Visits("https://shop.example/");
        await using var page = await visitor.Listen();
        (await page.Next("availability"))["state"]!.GetValue<string>().ShouldBe("away");

        await own.Shop.Nora.Status("online");
        (await page.Next("availability"))["state"]!.GetValue<string>().ShouldBe("waiting");

        await own.Shop.Nora.Status("break");
        (await page.Next("availability"))["state"]!.GetValue<string>().ShouldBe("away");
    }

    [Fact, Requirement("RT-21", "RT-31")]
    public async Task The_light_of_a_visitor_on_one_node_goes_out_on_the_other()
    {
        TwoNodes.SkipOnSqlite();
        await using var own = await TwoNodes.Open();
        var visitor = await own.Shop.NoraIsTalkingToAVisitor();
        await using var hers = await own.OnB(own.Shop.Nora).Listen();
        await hers.Next("presence", frame => IsOf(frame, visitor) && IsThere(frame));
        await using (var mina = await visitor.Listen())
        {
            await mina.Next("hello");
        }

        await own.PassesUntil(hers.Next("presence", frame => IsOf(frame, visitor) && !IsThere(frame)));
    }

    [Fact, Requirement("SP-09")]
    public async Task A_sites_settings_changed_on_one_node_hold_on_the_other()
    {
        TwoNodes.SkipOnSqlite();
        var (id, key) = await Shop.NewSite("Boots");
        var visitor = await new VisitorClient(nodes.B.Url, key).Visits("https://shop.example/");
        visitor.Visit["site"]!["name"]!.GetValue<string>().ShouldBe("Boots");
        var watch = Stopwatch.StartNew();

        (await Shop.Nora.Patch($"/api/sites/{id}", new { name = "Shoes" })).Should(200);

        await Until.True(async () => (await visitor.Visits("https://shop.example/")).Visit["site"]!["name"]!.GetValue<string>() == "Shoes");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact, Requirement("SP-08")]
    public async Task Wrong_passwords_count_on_all_nodes_together()
    {
        TwoNodes.SkipOnSqlite();
        await Shop.Agent("gus");
        for (var tried = 0; tried < 5; tried++)
        {
            (await SignsIn(nodes.A.Url, "wrong and wrong again")).ShouldRefuse(401, "sign_in_failed");
        }

        // What A counted is on its way to B for a few milliseconds.
        await Until.True(async () => (int)(await SignsIn(nodes.B.Url, Shop.Password)).Status == 401);
    }

    [Fact, Requirement("RT-01", "RT-21", "RT-31")]
    public async Task A_node_is_killed_and_its_visitors_go_on_at_the_other_and_miss_nothing()
    {
        TwoNodes.SkipOnSqlite();
        await using var shop = await Shop.Open();
        await using var folder = shop.Server.Store.ForAnotherNode();
        await using var killed = new RealServer(folder.Folder, folder.Database);
        await killed.Start();
        await Until.True(() => Task.FromResult(TwoNodes.BusOf(shop.Server).HasOthers));
        await shop.Nora.Status("online");
        await using var hers = await shop.Nora.Listen();
        var (stays, goes) = (await Begins(killed.Url, shop), await Begins(killed.Url, shop));
        await using var mina = await stays.ListenFromVisit();
        (await shop.Nora.Say(stays.Conversation, "One")).Should(201);
        await mina.Next("message.sent", frame => TextOf(frame) == "One");

        killed.Kill();
        (await shop.Nora.Say(stays.Conversation, "Two")).Should(201);
        (await shop.Nora.Say(stays.Conversation, "Three")).Should(201);

        var there = new VisitorClient(shop.Server.Url, shop.SiteKey) { Token = stays.Token };
        await using var again = await there.Listen(mina.Cursor, mina.Epoch);
        TextOf(await again.NextEvent()).ShouldBe("Two");
        TextOf(await again.NextEvent()).ShouldBe("Three");
        again.Heard.ShouldNotContain(frame => frame.Event == "reset");
        shop.Clock.Advance(TimeSpan.FromSeconds(85));
        await hers.Next("presence", frame => IsOf(frame, goes) && !IsThere(frame));
        hers.Heard.ShouldNotContain(frame => frame.Event == "presence" && IsOf(frame, stays) && !IsThere(frame));
    }

    [Fact, Requirement("RT-01")]
    public async Task A_node_that_is_alone_says_nothing_and_writes_no_leases()
    {
        await using var shop = await Shop.Open();
        await shop.NoraIsTalkingToAVisitor();
        shop.Clock.Advance(TimeSpan.FromSeconds(25));

        TwoNodes.BusOf(shop.Server).HasOthers.ShouldBeFalse();
        (await shop.Stored("SELECT kind FROM storage_leases")).ShouldBeEmpty();
    }

    /// <summary>A visitor on A and Nora on B, both listening.</summary>
    private async Task<TalkOnBoth> TalkOverBoth()
    {
        TwoNodes.SkipOnSqlite();
        var visitor = await Shop.NoraIsTalkingToAVisitor();
        var nora = nodes.OnB(Shop.Nora);
        var (mina, hers) = (await visitor.Listen(), await nora.Listen());
        await mina.Next("hello");
        await hers.Next("hello");
        return new TalkOnBoth(visitor, nora, mina, hers);
    }

    private static async Task<VisitorClient> Begins(Uri node, Shop shop)
    {
        var visitor = await new VisitorClient(node, shop.SiteKey).Visits("https://shop.example/");
        (await visitor.Starts()).Should(201);
        (await shop.Nora.Accept(visitor.Conversation)).Should(200);
        return visitor;
    }

    private static Task<Answer> SignsIn(Uri node, string password) => new AgentClient(node).Post("/api/session", new { email = "gus@shop.example", password });

    private static string? TextOf(Frame frame) => frame["message"]?["text"]?.GetValue<string>();

    private static bool IsOf(Frame frame, VisitorClient visitor) => frame["conversation"]?.GetValue<string>() == visitor.Conversation;

    private static bool IsThere(Frame frame) => frame["online"]!.GetValue<bool>();

    private sealed record TalkOnBoth(VisitorClient Visitor, AgentClient Nora, LiveStream Mina, LiveStream Hers) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Mina.DisposeAsync();
            await Hers.DisposeAsync();
        }
    }
}
