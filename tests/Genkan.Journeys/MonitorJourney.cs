using System.Text.Json.Nodes;

namespace Genkan.Journeys;

/// <summary>The monitor: what goes on now, moving by itself, and a conversation that hangs.</summary>
public sealed class MonitorJourney(Browsers browsers) : NorasShop
{
    private const float TwoSeconds = 2000;
    private AgentClient _nora = null!;
    private string _key = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _nora = await new AgentClient(Server.Url).SignIn(Email, Password, "away");
    }

    [Theory, Requirement("D-01", "D-02", "D-03", "D-04", "D-05", "D-06", "D-10", "D-12", "D-14")]
    [InlineData("en", 1440, ColorScheme.Light)]
    [InlineData("tr", 1280, ColorScheme.Dark)]
    [InlineData("ja", 390, ColorScheme.Light)]
    public async Task The_figures_move_by_themselves_and_what_hangs_is_ended(string language, int width, ColorScheme look)
    {
        var words = Words.In(language);
        var (walt, ada) = await AHouseAtWork();
        await using var context = await browsers.Chromium.NewContextAsync(new() { Locale = language, ColorScheme = look, ViewportSize = new() { Width = width, Height = 900 } });
        (await context.APIRequest.PostAsync($"{Server.Url}api/session", new() { DataObject = new { email = Email, password = Password } })).Status.ShouldBe(200);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Server.Url}console/monitor");
        await Shows(page, "waiting", "2", 15_000);
        await Shows(page, "visitors", "4");
        await Shows(page, "online", "1");
        await Shows(page, "agents", "3");
        await page.EvaluateAsync("window.stillThere = true");

        var guest = await Asks("Ayşe Gül");
        await Shows(page, "waiting", "3", TwoSeconds);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Ayşe Gül" })).ToBeVisibleAsync();
        await ada.Status("break");
        await Assertions.Expect(page.Locator($"[data-agent='{ada.Id}']")).ToContainTextAsync(words["console.status_break"], new() { Timeout = TwoSeconds });
        await Assertions.Expect(page.Locator($"[data-agent='{walt.Id}']")).ToContainTextAsync("2 / 2");
        await page.Shoot($"monitor/at-work-{language}-{width}");
        await page.ShouldBeAccessible("the monitor");

        // With the keyboard alone: the one that hangs, once asked.
        await page.GetByRole(AriaRole.Button, new() { Name = words["console.monitor_end_of"].Replace("{visitor}", "Ayşe Gül", StringComparison.Ordinal) }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(words["console.monitor_end_text"]);
        await page.Shoot($"monitor/asked-{language}-{width}");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = words["console.end_do"] }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Shows(page, "waiting", "2", TwoSeconds);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Ayşe Gül" })).ToHaveCountAsync(0);
        (await guest.Snapshot()).Should(200)["endType"]!.GetValue<string>().ShouldBe("system");
        (await page.EvaluateAsync<bool>("window.stillThere")).ShouldBeTrue("nothing was loaded anew");
        await page.Shoot($"monitor/ended-{language}-{width}");
    }

    [Fact, Requirement("D-05")]
    public async Task Two_thousand_who_wait_stay_readable()
    {
        var words = Words.In("en");
        await AHouseAtWork();
        await using var context = await browsers.Chromium.NewContextAsync(new() { Locale = "en", ViewportSize = new() { Width = 1440, Height = 900 } });
        (await context.APIRequest.PostAsync($"{Server.Url}api/session", new() { DataObject = new { email = Email, password = Password } })).Status.ShouldBe(200);
        var page = await context.NewPageAsync();
        // The server's own answer, multiplied: only the screen is on trial here.
        await page.RouteAsync("**/api/monitor", async route =>
        {
            var answer = JsonNode.Parse(await (await route.FetchAsync()).TextAsync())!;
            var visitors = answer["visitors"]!.AsArray();
            var given = visitors.Select(one => one!.DeepClone()).ToList();
            for (var n = visitors.Count; n < 2000; n++)
            {
                var one = given[n % given.Count].DeepClone();
                (one["id"], one["since"]) = (Ids.New(), answer["at"]!.GetValue<long>() - (n * 1000));
                visitors.Add(one);
            }

            await route.FulfillAsync(new() { ContentType = "application/json", Body = answer.ToJsonString() });
        });
        await page.GotoAsync($"{Server.Url}console/monitor");
        var rows = page.Locator("[data-row-of]");
        await Assertions.Expect(rows.First).ToBeVisibleAsync();
        (await rows.CountAsync()).ShouldBeLessThan(100, "only what is in sight is drawn");
        await page.Shoot("monitor/many-en-1440");
        var list = page.GetByRole(AriaRole.Table, new() { Name = words["console.monitor_list"] });
        await list.Locator("tbody").EvaluateAsync("list => list.scrollTo(0, list.scrollHeight)");
        await Assertions.Expect(page.Locator("[aria-rowindex='2001']")).ToBeVisibleAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = words["console.monitor_visitor"], Exact = true }).ClickAsync();
        await Assertions.Expect(list.GetByRole(AriaRole.Columnheader, new() { Name = words["console.monitor_visitor"] })).ToHaveAttributeAsync("aria-sort", "ascending");
        await page.ShouldBeAccessible("a full monitor");
    }

    /// <summary>Walt is online with two of two conversations, Ada busy, two visitors wait.</summary>
    private async Task<(AgentClient Walt, AgentClient Ada)> AHouseAtWork()
    {
        _key = (await _nora.Post("/api/sites", new { id = Ids.New(), name = "Çini shop" })).Should(201)["key"]!.GetValue<string>();
        var (sales, care) = (Ids.New(), Ids.New());
        (await _nora.Post("/api/departments", new { id = sales, name = "Satış", order = 20 })).Should(201);
        (await _nora.Post("/api/departments", new { id = care, name = "After-sales care and warranty", order = 10 })).Should(201);
        var walt = await Hire("Walt Ağaoğlu", "walt", sales, 2);
        var ada = await Hire("Ada", "ada", care, null);
        await ada.Status("busy");
        foreach (var name in new[] { "Mina", "Jürgen Müller-Lüdenscheidt", "美咲", "Eve" })
        {
            var guest = await Asks(name);
            (await guest.Says("Hello?")).Should(201);
        }

        return (walt, ada);
    }

    private async Task<AgentClient> Hire(string name, string userName, string department, int? limit)
    {
        var email = $"{userName}@shop.example";
        (await _nora.Post("/api/agents", new { id = Ids.New(), name, userName, email, password = Password, role = "agent", limit, departments = new[] { department } })).Should(201);
        return await new AgentClient(Server.Url).SignIn(email, Password);
    }

    private async Task<VisitorClient> Asks(string name)
    {
        var visitor = await new VisitorClient(Server.Url, _key).Visits("https://shop.example/pots");
        (await visitor.Starts(name)).Should(201);
        return visitor;
    }

    private static Task Shows(IPage page, string counter, string number, float within = 5000) =>
        Assertions.Expect(page.Locator($"[data-counter='{counter}'] dd")).ToHaveTextAsync(number, new() { Timeout = within });
}
