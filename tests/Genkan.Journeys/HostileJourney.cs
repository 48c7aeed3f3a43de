using Genkan.Tests.Cast;

namespace Genkan.Journeys;

/// <summary>
/// A stranger who puts markup, script and addresses that run into every field there is. All screens that show them are
/// opened: nothing runs, nothing becomes an element, and no page's policy has to step in.
/// </summary>
public sealed class HostileJourney(Browsers browsers)
{
    private const string Breaks = "\"'></textarea></style></title><img src=x onerror=__ran('img')><script>__ran('script')</script><b data-pwn>bold</b><svg onload=__ran('svg')>";
    private const string Nickname = "<img src=x onerror=__ran(1)>";
    private const string Second = "<b data-pwn>Mallory";
    private const string Url = "javascript:__ran('url')";

    [Fact, Requirement("SP-10")]
    public async Task What_strangers_type_runs_on_no_screen()
    {
        var words = Words.In("en");
        var watch = new Watch();
        await using var house = await House.Open();
        var elif = await house.Elif("offline");
        (await elif.Patch("/api/me", new { nickname = "<i data-pwn>Elif" })).Should(200);
        await house.ChangeSite(new { name = "Shop <b data-pwn>&\"" });
        var key = (await elif.Get("/api/sites")).Should(200)["items"]![0]!["key"]!.GetValue<string>();
        await LeavesAMessage(house, key);

        await using var desk = await Desk.SignedIn(browsers, house, words, watch: watch);
        var stranger = await Asks(house, key);
        await ReadsTheStranger(desk, stranger, watch);
        await using var guest = await Guest.Visits(browsers.Chromium, house, words, watch: watch);
        await TalksInTheWindow(desk, guest, watch);
        await LooksThroughTheConsole(desk, house, stranger, watch);
        await WithoutScript(desk, house, key, watch);

        watch.Seen.ShouldBeEmpty();
        guest.Errors.ShouldBeEmpty();
    }

    [Fact, Requirement("SP-10")]
    public async Task The_watch_sees_what_would_run()
    {
        var watch = new Watch();
        await using var house = await House.Open();
        await using var desk = await Desk.AtTheDoor(browsers, $"{house.Url}/console/", Words.In("en"), watch: watch);
        await Assertions.Expect(desk.Page.Locator("input[type=password]")).ToBeVisibleAsync();
        watch.Seen.ShouldBeEmpty();

        // The page's policy stands in the way of a string becoming markup, a handler or the source of a script.
        foreach (var attempt in new[] { "e.innerHTML = '<b>x</b>'", "e.setAttribute('onclick', '__ran(1)')", "document.createElement('script').src = '/widget.js'", "document.createElement('script').text = '__ran(1)'" })
        {
            (await desk.Page.EvaluateAsync<bool>($"() => {{ const e = document.createElement('div'); try {{ {attempt}; return false; }} catch {{ return true; }} }}")).ShouldBeTrue(attempt);
        }

        await desk.Page.EvaluateAsync("() => { const b = document.createElement('b'); b.setAttribute('data-pwn', ''); document.body.append(b); __ran('this'); }");
        await watch.LookAt(desk.Page, "door");
        await Until.True(() => Task.FromResult(watch.Seen.Count >= 3), () => $"the watch has seen three: {string.Join(", ", watch.Seen)}");
        string.Join('\n', watch.Seen).ShouldSatisfyAllConditions(
            seen => seen.ShouldContain("require-trusted-types-for refused"),
            seen => seen.ShouldContain("ran: this"),
            seen => seen.ShouldContain("became an element"));
    }

    private static async Task LeavesAMessage(House house, string key)
    {
        var visitor = await new VisitorClient(house.Server.Url, key).Visits(Url, title: Breaks);
        (await visitor.Post("/visitor/leftmessages", new { id = Ids.New(), name = Second, phone = "12345 <b data-pwn>", text = Breaks })).Should(201);
    }

    /// <summary>By the API: no window of ours has a say in what a stranger sends.</summary>
    private static async Task<VisitorClient> Asks(House house, string key)
    {
        var visitor = new VisitorClient(house.Server.Url, key);
        await visitor.Visits(Url, title: $"Title {Breaks}");
        (await visitor.Post("/visitor/visits", new { site = key, page = Url, title = $"Title {Breaks}", referrer = Url })).Should(200);
        (await visitor.Starts(Nickname)).Should(201);
        (await visitor.Says(Breaks)).Should(201);
        (await visitor.Says($"{Url} data:text/html,<script>__ran('data')</script> https://a.example/\"onmouseover=__ran('link')")).Should(201);
        return visitor;
    }

    private static async Task ReadsTheStranger(Desk desk, VisitorClient stranger, Watch watch)
    {
        await desk.Popup(Nickname);
        await Assertions.Expect(desk.Row(Nickname)).ToBeVisibleAsync();
        await watch.LookAt(desk.Page, "list and popup");
        await desk.Accept(Nickname);
        await desk.Reads("data:text/html");
        (await stranger.Types("typing", Breaks)).Should(204);
        await Assertions.Expect(desk.Page.GetByText(desk.Words.Say("console.preview_typing", ("visitor", Nickname)))).ToBeVisibleAsync();
        await watch.LookAt(desk.Page, "pane, panel and preview");
        await desk.Page.Shoot("hostile/1-pane");
    }

    private static async Task TalksInTheWindow(Desk desk, Guest guest, Watch watch)
    {
        await guest.Opens();
        await guest.Starts(Second);
        await guest.Say(Breaks);
        await guest.Reads("bold");
        await desk.Accept(Second);
        await desk.Say($"{Breaks} {Url}");
        await guest.Reads("javascript:");
        await watch.LookAt(guest.Page, "window");
        await watch.LookAt(desk.Page, "second pane");
        await guest.Page.Shoot("hostile/2-window");
    }

    private static async Task LooksThroughTheConsole(Desk desk, House house, VisitorClient stranger, Watch watch)
    {
        var site = (await (await house.Elif("online")).Get("/api/sites")).Should(200)["items"]![0]!["id"]!.GetValue<string>();
        foreach (var view in new[]
        {
            "messages", "history", $"history/{stranger.Conversation}", "manage/agents", "manage/agents/new", "manage/sites", $"manage/sites/{site}", "manage/sites/new",
            "manage/settings", "manage/organisations", "me", "setup", "join",
        })
        {
            await desk.Page.GotoAsync($"{house.Url}/console/{view}");
            await Assertions.Expect(desk.Page.Locator("h1, h2, form").First).ToBeVisibleAsync();
            await desk.Page.WaitForLoadStateAsync(LoadState.Load);
            if (view == "messages")
            {
                await Assertions.Expect(desk.Page.GetByText(Second).First).ToBeVisibleAsync();
                await desk.Page.Shoot("hostile/3-messages");
            }

            await watch.LookAt(desk.Page, view);
        }
    }

    private static async Task WithoutScript(Desk desk, House house, string key, Watch watch)
    {
        await desk.Page.GotoAsync($"{house.Url}/plain/{key}");
        await desk.Page.Locator("input[name=nickname]").FillAsync(Nickname);
        await desk.Page.Locator("form[action*='/start'] button").ClickAsync();
        await desk.Page.Locator("textarea[name=text]").FillAsync(Breaks);
        await desk.Page.Locator("form[action*='/say'] button").ClickAsync();
        await Assertions.Expect(desk.Page.FrameLocator("iframe.talk").GetByText("bold").First).ToBeVisibleAsync();
        await watch.LookAt(desk.Page, "plain page");
        await desk.Page.Shoot("hostile/4-plain");
        await desk.Page.GotoAsync($"{house.Url}/chat/{key}");
        await Assertions.Expect(desk.Page.Locator("body *").First).ToBeAttachedAsync();
        await watch.LookAt(desk.Page, "chat page");
    }
}
