using System.Text.RegularExpressions;

namespace Genkan.Journeys.Stage;

/// <summary>An agent at the console in a browser.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private Desk(IBrowserContext context, IPage page, Words words) => (_context, Page, Words) = (context, page, words);

    public IPage Page { get; }
    public Words Words { get; }

    public ILocator List => Page.GetByRole(AriaRole.Region, new() { Name = Words["console.desk_list"] });
    public ILocator Timeline => Page.GetByRole(AriaRole.Region, new() { Name = Words["console.timeline"] });
    public ILocator Composer => Page.GetByRole(AriaRole.Textbox, new() { Name = Words["console.write_to"], Exact = true });

    /// <summary>An open browser at the door; nobody signed in.</summary>
    public static async Task<Desk> AtTheDoor(Browsers browsers, string url, Words words, ViewportSize? size = null, ColorScheme look = ColorScheme.Light, Watch? watch = null)
    {
        var context = await browsers.Chromium.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = Locales.Of(words.Language),
            ViewportSize = size ?? new ViewportSize { Width = 1440, Height = 900 },
            ColorScheme = look,
        });
        if (watch is not null)
        {
            await watch.Over(context);
        }

        var page = await context.NewPageAsync();
        await page.GotoAsync(url);
        return new Desk(context, page, words);
    }

    public static async Task<Desk> SignedIn(Browsers browsers, House house, Words words, string email = "elif@saka.example", ViewportSize? size = null, ColorScheme look = ColorScheme.Light, Watch? watch = null)
    {
        var desk = await AtTheDoor(browsers, $"{house.Url}/console/", words, size, look, watch);
        await desk.SignIn(email, house.Password);
        return desk;
    }

    /// <summary>By the form, with the status Online chosen in it.</summary>
    public async Task SignIn(string email, string password)
    {
        await Page.GetByRole(AriaRole.Textbox, new() { Name = Words["console.email"], Exact = true }).FillAsync(email);
        await Page.Locator("input[type=password]").FillAsync(password);
        await Page.GetByRole(AriaRole.Combobox, new() { Name = Words["console.signin_status"], Exact = true }).Or(Page.GetByRole(AriaRole.Textbox, new() { Name = Words["console.signin_status"], Exact = true })).First.ClickAsync();
        await Page.GetByRole(AriaRole.Option, new() { Name = Words["console.status_online"], Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = Words["console.sign_in"], Exact = true }).ClickAsync();
        await Assertions.Expect(List).ToBeVisibleAsync();
    }

    public ILocator Row(string visitor) => List.Locator("[data-row]").Filter(new() { HasText = visitor });

    /// <summary>Until the pane is this visitor's: before that the composer in sight may be another's.</summary>
    public async Task Accept(string visitor)
    {
        await Row(visitor).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 2 }).Filter(new() { HasText = visitor }).First).ToBeVisibleAsync();
        await Assertions.Expect(Composer).ToBeVisibleAsync();
    }

    public async Task Say(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
    }

    public ILocator Bubble(string text) => Timeline.Locator("[data-state]").Filter(new() { HasText = text }).First;

    public Task Reads(string text) => Assertions.Expect(Bubble(text)).ToBeVisibleAsync();

    /// <summary>The menu of one's own bubble.</summary>
    public async Task Act(string bubble, string key)
    {
        await Bubble(bubble).HoverAsync();
        await Bubble(bubble).Locator("xpath=..").GetByRole(AriaRole.Button, new() { Name = Words["console.message_actions"] }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = Words[key], Exact = true }).ClickAsync();
    }

    public Task Popup(string text) =>
        Assertions.Expect(Page.Locator("[data-tone]").Filter(new() { HasText = text }).First).ToBeVisibleAsync();

    /// <summary>The id in the address of the open conversation.</summary>
    public async Task<string> OpenConversation()
    {
        await Page.WaitForURLAsync(new Regex("/conversations/[0-9a-f-]{36}", RegexOptions.None, TimeSpan.FromSeconds(1)));
        return Page.Url[^36..];
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
