using System.Text.RegularExpressions;

namespace Genkan.Journeys;

/// <summary>Who gets whom, in browsers: shared out, taken from the pool, handed over, given back by a console that is gone.</summary>
public sealed class RoutingJourney(Browsers browsers)
{
    private const string Kenji = "kenji@saka.example";
    private const string Ningbo = "60.190.1.1";
    private const string Hangzhou = "210.32.0.1";

    [Theory]
    [InlineData("en")]
    [InlineData("tr")]
    [Requirement("Q-01", "Q-05", "Q-21", "Q-22", "CF-01", "CF-04", "TR-01", "TR-03", "TR-06", "TR-07", "TR-21", "AC-29", "AC-31")]
    public async Task Visitors_are_shared_out_come_back_to_whom_they_know_and_are_handed_over(string language)
    {
        var words = Words.In(language);
        await using var house = await House.Open(postgres: language == "tr");
        await using var elif = await Desk.SignedIn(browsers, house, words);
        await using var kenji = await Desk.SignedIn(browsers, house, words, Kenji);
        await using var mina = await Asks(house, words, "Mina");
        await using var deniz = await Asks(house, words, "Deniz");
        var (hers, his) = await Owns(elif, kenji, "Mina") ? ("Mina", "Deniz") : ("Deniz", "Mina");
        (await Owns(elif, kenji, "Deniz")).ShouldBe(hers == "Deniz");
        await elif.Page.Shoot($"routing/given-{language}");

        // Who comes back is given to the same agent, whoever holds fewer.
        var (back, desk, other) = hers == "Mina" ? (mina, elif, kenji) : (mina, kenji, elif);
        await back.Press("widget.end");
        await back.Window.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = words["widget.end"], Exact = true }).ClickAsync();
        await back.Press("widget.ended.again");
        await back.Starts("Mina again");
        await Assertions.Expect(desk.Row("Mina again")).ToBeVisibleAsync();
        await Assertions.Expect(other.Row("Mina again")).ToHaveCountAsync(0);

        // By the tree, then by the shortcut it leaves.
        await desk.Accept("Mina again");
        await desk.Say(words["demo.greeting"]);
        var colleague = desk == elif ? "Kenji" : "Elif";
        await OpensTransfer(desk);
        await desk.Page.Shoot($"routing/tree-{language}");
        await desk.Page.ShouldBeAccessible("the list of receivers");
        await HandsTo(desk, colleague);
        await Assertions.Expect(other.Row("Mina again")).ToBeVisibleAsync();
        await Assertions.Expect(back.Window.Locator("header strong")).ToHaveTextAsync(new Regex(colleague, RegexOptions.None, TimeSpan.FromSeconds(1)));

        await using var third = await Asks(house, words, "Selin");
        await Assertions.Expect(desk.Row("Selin")).ToBeVisibleAsync();
        await desk.Accept("Selin");
        await OpensTransfer(desk);
        var lately = desk.Page.GetByRole(AriaRole.Region, new() { Name = words["console.transfer_recent"] });
        await lately.GetByRole(AriaRole.Button).First.ClickAsync();
        await Confirms(desk);
        await Assertions.Expect(other.Row("Selin")).ToBeVisibleAsync();
        await other.Page.Shoot($"routing/received-{language}");
        mina.Errors.ShouldBeEmpty();
    }

    [Fact, Requirement("Q-02", "Q-09", "Q-11", "Q-12")]
    public async Task In_the_pool_the_visitor_sees_the_place_and_the_agent_takes_the_next()
    {
        var words = Words.In("ja");
        await using var house = await House.Open();
        await house.WaitsInThePool();
        await using var elif = await Desk.SignedIn(browsers, house, words);
        await using var first = await Asks(house, words, "花子");
        await using var second = await Asks(house, words, "太郎", new ViewportSize { Width = 390, Height = 844 });
        await Assertions.Expect(first.Window.GetByText(words["widget.queue.next"])).ToBeVisibleAsync();
        await Assertions.Expect(second.Window.GetByText(words.Say("widget.queue.place", ("place", "2")))).ToBeVisibleAsync();
        await second.Page.Shoot("routing/place-ja");
        await second.Page.ShouldBeAccessible("the place in the queue");
        await elif.Page.GetByRole(AriaRole.Button, new() { Name = words["console.accept_next"], Exact = true }).First.ClickAsync();
        await Assertions.Expect(elif.Composer).ToBeVisibleAsync();
        await Assertions.Expect(second.Window.GetByText(words["widget.queue.next"])).ToBeVisibleAsync();
        await elif.Page.Shoot("routing/pool-ja");
    }

    [Fact, Requirement("Q-43")]
    public async Task The_console_that_is_killed_gives_back_what_it_holds()
    {
        var words = Words.In("en");
        await using var house = await House.Open();
        (await (await house.Elif("offline")).Put("/api/settings/routing", new { chat = "automatic", graceSeconds = 15 })).Should(200);
        await using var kenji = await Desk.SignedIn(browsers, house, words, Kenji);
        await using var mina = await Asks(house, words, "Mina");
        await Assertions.Expect(kenji.Row("Mina")).ToBeVisibleAsync();
        await using var elif = await Desk.SignedIn(browsers, house, words);

        await kenji.DisposeAsync();
        await Assertions.Expect(elif.Row("Mina")).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await elif.Accept("Mina");
        await elif.Say("I am Elif");
        await mina.Reads("I am Elif");
    }

    [Fact, Requirement("Q-29", "Q-32", "Q-33", "W-09", "AD-44")]
    public async Task Two_visitors_on_one_page_see_what_their_region_gives_them()
    {
        var words = Words.In("zh-Hans");
        await using var house = await House.Open(behindProxy: true);
        await using var kenji = await Desk.SignedIn(browsers, house, words, Kenji);
        var owner = await house.Elif("away");
        var people = (await owner.Get("/api/agents")).Should(200)["items"]!.AsArray().ToDictionary(a => a!["email"]!.GetValue<string>(), a => a!["id"]!.GetValue<string>(), StringComparer.Ordinal);
        var (east, ports) = (Ids.New(), Ids.New());
        foreach (var (id, name, email) in new[] { (east, "浙江", "elif@saka.example"), (ports, "港口", Kenji) })
        {
            (await owner.Post("/api/departments", new { id, name })).Should(201);
            (await owner.Patch($"/api/agents/{people[email]}", new { departments = new[] { id } })).Should(200);
        }

        var site = (await owner.Get("/api/sites")).Should(200)["items"]![0]!["id"]!.GetValue<string>();
        (await owner.Put($"/api/sites/{site}/routing", new
        {
            regions = new[]
            {
                new { id = Ids.New(), regions = new[] { "CN-ZJ" }, departments = new[] { east } },
                new { id = Ids.New(), regions = new[] { "CN-ZJ/Ningbo" }, departments = new[] { ports } },
            },
        })).Should(200);

        // Elif alone serves Hangzhou, and she is away; Kenji serves the ports of Ningbo too.
        await using var hangzhou = await Guest.Visits(browsers.Chromium, house, words, from: Hangzhou);
        await using var ningbo = await Guest.Visits(browsers.Chromium, house, words, from: Ningbo);
        await Assertions.Expect(hangzhou.Button).ToContainTextAsync(words["widget.button.away"]);
        await Assertions.Expect(ningbo.Button).ToContainTextAsync(words["widget.button.waiting"]);
        await ningbo.Opens();
        await ningbo.Starts("小林");
        await Assertions.Expect(kenji.Row("小林")).ToBeVisibleAsync();
        await owner.Status("online");
        await Assertions.Expect(hangzhou.Button).ToContainTextAsync(words["widget.button.waiting"]);
    }

    private async Task<Guest> Asks(House house, Words words, string nickname, ViewportSize? size = null)
    {
        var guest = await Guest.Visits(browsers.Chromium, house, words, size: size);
        await guest.Opens();
        await guest.Starts(nickname);
        return guest;
    }

    /// <summary>True where the first desk has this visitor, false where the second has.</summary>
    private static async Task<bool> Owns(Desk first, Desk second, string visitor)
    {
        await Until.True(async () => await first.Row(visitor).CountAsync() + await second.Row(visitor).CountAsync() == 1, () => $"one desk has {visitor}");
        return await first.Row(visitor).CountAsync() == 1;
    }

    private static Task OpensTransfer(Desk desk) =>
        desk.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = desk.Words["console.transfer"], Exact = true }).ClickAsync();

    private static async Task HandsTo(Desk desk, string colleague)
    {
        var list = desk.Page.GetByRole(AriaRole.Dialog, new() { Name = desk.Words["console.transfer"] });
        await list.GetByRole(AriaRole.Button).Filter(new() { HasText = colleague }).First.ClickAsync();
        await Confirms(desk);
    }

    private static Task Confirms(Desk desk) =>
        desk.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = desk.Words["console.transfer"], Exact = true }).ClickAsync();
}
