namespace Genkan.Journeys;

/// <summary>The window in the browsers and circumstances visitors have.</summary>
public sealed class WindowJourney(Browsers browsers)
{
    [Fact, Requirement("W-30", "LP-08", "LP-09", "LP-10")]
    public async Task On_a_phone_window_and_console_fill_the_screen()
    {
        var phone = new ViewportSize { Width = 390, Height = 844 };
        var words = Words.In("tr");
        await using var house = await House.Open();
        await using var desk = await Desk.SignedIn(browsers, house, words, size: phone);
        await desk.Page.Shoot("phone/console-1-list");
        await using var guest = await Guest.Visits(browsers.Chromium, house, words, size: phone);
        await guest.Page.Shoot("phone/shop-1");
        await guest.Opens();
        var box = (await guest.Iframe.BoundingBoxAsync())!;
        (box.Width, box.X, box.Y).ShouldBe((390, 0, 0));
        await guest.Page.Shoot("phone/shop-2-form");
        await guest.Starts("Işıl");
        await guest.Say("Merhaba");
        await desk.Accept("Işıl");
        await desk.Reads("Merhaba");
        await desk.Say("Hoş geldiniz, nasıl yardımcı olabilirim?");
        await guest.Reads("Hoş geldiniz, nasıl yardımcı olabilirim?");
        await guest.Page.Shoot("phone/shop-3-talk");
        await desk.Page.Shoot("phone/console-2-talk");
        await guest.Page.ShouldBeAccessible("the widget on a phone");
        await desk.Page.ShouldBeAccessible("the console on a phone");
        (await desk.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
        guest.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task In_the_dark_the_console_is_as_readable()
    {
        var words = Words.In("ja");
        await using var house = await House.Open();
        await using var desk = await Desk.SignedIn(browsers, house, words, look: ColorScheme.Dark);
        await using var guest = await Guest.Visits(browsers.Chromium, house, words, look: ColorScheme.Dark);
        await guest.Opens();
        await guest.Starts("花子");
        await guest.Say("こんばんは");
        await desk.Accept("花子");
        await desk.Say("こんばんは。ご用件をどうぞ。");
        await guest.Reads("こんばんは。ご用件をどうぞ。");
        await desk.Page.Shoot("dark/console");
        await guest.Page.Shoot("dark/shop");
        await desk.Page.ShouldBeAccessible("the console in the dark");
        await guest.Page.ShouldBeAccessible("the widget in the dark");
    }

    [Fact, Requirement("W-15", "RT-30")]
    public async Task Tabs_of_one_visitor_share_one_connection_and_one_conversation()
    {
        var words = Words.In("en");
        await using var house = await House.Open();
        await using var desk = await Desk.SignedIn(browsers, house, words);
        await using var first = await Guest.Visits(browsers.Chromium, house, words);
        await first.Opens();
        await first.Starts("Mina");
        await first.Say("from the first tab");
        await desk.Accept("Mina");
        await using var second = await first.OtherTab(house);
        // The button's own stream ends when the window opens; the window of the second tab must not open one.
        // Asking once what was missed before it joined (wait=0) is an answer, not a connection.
        var streams = new List<string>();
        second.Page.Request += (_, request) =>
        {
            if (request.Frame.Url.Contains("/widget/frame", StringComparison.Ordinal)
                && request.Url.Contains("/visitor/stream", StringComparison.Ordinal)
                && !request.Url.Contains("wait=0", StringComparison.Ordinal))
            {
                streams.Add(request.Url);
            }
        };
        await second.Opens();
        await second.Reads("from the first tab");

        await second.Say("from the second tab");
        await first.Reads("from the second tab");
        await desk.Reads("from the second tab");
        await desk.Say("to both");
        await first.Reads("to both");
        await second.Reads("to both");

        await Assertions.Expect(desk.Row("Mina")).ToHaveCountAsync(1);
        streams.ShouldBeEmpty();

        // The tab that held the connection goes; the other takes over.
        await first.Page.CloseAsync();
        await desk.Say("still there?");
        await second.Reads("still there?");
    }

    [Fact, Requirement("W-25", "LP-07")]
    public async Task Where_the_browser_blocks_storage_the_talk_still_goes_on()
    {
        var words = Words.In("en");
        await using var house = await House.Open();
        await using var browser = await browsers.WithDefaults("--test-third-party-cookie-phaseout", "--block-third-party-cookies");
        await using var desk = await Desk.SignedIn(browsers, house, words);
        await using var guest = await Guest.Visits(browser, house, words);
        // As with "block all cookies": every touch of storage inside the frame throws.
        await guest.Page.AddInitScriptAsync(
            """
            if (location.pathname.startsWith("/widget"))
              for (const name of ["localStorage", "sessionStorage", "indexedDB"])
                Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
            """);
        await guest.Page.ReloadAsync();
        await guest.Opens();
        await guest.Starts("Mina");
        await guest.Say("no storage here");
        await desk.Accept("Mina");
        await desk.Say("no matter");
        await guest.Reads("no matter");

        await guest.Page.GotoAsync($"{house.Shop}/pots");
        await guest.Reads("no matter");
        guest.Errors.ShouldBeEmpty();
    }

    [Fact, Requirement("W-25")]
    public async Task Without_a_server_the_shops_page_works_and_shows_no_error()
    {
        var words = Words.In("en");
        await using var house = await House.Open();
        house.Cable.Cut();
        await using var guest = await Guest.Visits(browsers.Chromium, house, words);
        await Assertions.Expect(guest.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await guest.Page.GetByRole(AriaRole.Link, new() { Name = words["demo.pots"] }).First.ClickAsync();
        await Assertions.Expect(guest.Page).ToHaveURLAsync($"{house.Shop}/pots");
        await Assertions.Expect(guest.Button).ToHaveCountAsync(0);
        guest.Errors.ShouldBeEmpty();
    }

    [Fact, Requirement("LP-11", "W-32")]
    public async Task Without_script_the_plain_page_carries_the_talk()
    {
        var words = Words.In("tr");
        await using var house = await House.Open();
        await using var desk = await Desk.SignedIn(browsers, house, words);
        var elif = await house.Elif("online");
        var key = (await elif.Get("/api/sites")).Should(200)["items"]![0]!["key"]!.GetValue<string>();
        await using var context = await browsers.Chromium.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = false, Locale = "tr-TR" });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{house.Url}/plain/{key}");
        await page.GetByLabel(words["plain.nickname"]).FillAsync("Işıl");
        await page.Shoot("plain/1-start");
        await page.GetByRole(AriaRole.Button, new() { Name = words["plain.start"] }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = words["plain.message"] }).FillAsync("Betiksiz merhaba");
        await page.GetByRole(AriaRole.Button, new() { Name = words["plain.send"] }).ClickAsync();

        await desk.Accept("Işıl");
        await desk.Reads("Betiksiz merhaba");
        await desk.Say("Sayfa kendini yeniler");
        var transcript = page.Frames.Count > 1 ? page.FrameLocator("iframe").Locator("body") : page.Locator("body");
        await Assertions.Expect(transcript).ToContainTextAsync("Sayfa kendini yeniler", new() { Timeout = 30_000 });
        await page.Shoot("plain/2-talk");
    }

    [Fact, Requirement("W-32")]
    public async Task An_app_can_load_the_chat_as_a_page_of_its_own()
    {
        var words = Words.In("ja");
        await using var house = await House.Open();
        await using var desk = await Desk.SignedIn(browsers, house, words);
        var elif = await house.Elif("online");
        var key = (await elif.Get("/api/sites")).Should(200)["items"]![0]!["key"]!.GetValue<string>();
        await using var context = await browsers.Chromium.NewContextAsync(new BrowserNewContextOptions { Locale = "ja-JP", ViewportSize = new ViewportSize { Width = 390, Height = 844 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{house.Url}/chat/{key}");
        await page.GetByLabel(words["widget.form.nickname"]).FillAsync("花子");
        await page.GetByRole(AriaRole.Button, new() { Name = words["widget.form.start"] }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = words["widget.compose.label"] }).FillAsync("アプリから");
        await page.Keyboard.PressAsync("Enter");
        await desk.Accept("花子");
        await desk.Reads("アプリから");
        await page.Shoot("phone/chat-page");
    }

    [Fact, Requirement("LP-07")]
    public async Task Firefox_carries_the_talk()
    {
        var words = Words.In("ja");
        await using var house = await House.Open();
        await using var desk = await Desk.SignedIn(browsers, house, words);
        await using var firefox = await Firefox.Start("ja");
        var tab = await firefox.Open(house.Shop);
        await firefox.Click(tab, "[...document.querySelectorAll('*')].map((e) => e.shadowRoot?.querySelector('button')).find(Boolean)");
        var window = await firefox.Frame(tab, "/widget/frame");
        await firefox.Click(window, "document.querySelector('input[name=nickname]')");
        await firefox.Type(window, "花子");
        await firefox.Click(window, "document.querySelector('button[type=submit]')");
        await firefox.Click(window, "document.querySelector('textarea')");
        await firefox.Type(window, "火狐からこんにちは\n");
        await desk.Accept("花子");
        await desk.Reads("火狐からこんにちは");
        await desk.Say("ようこそ");
        await firefox.Sees(window, "[...document.querySelectorAll('.bubble')].some((b) => b.textContent.includes('ようこそ'))", "Firefox shows the answer");
        await firefox.Shoot(tab, "firefox/talk");
    }
}
