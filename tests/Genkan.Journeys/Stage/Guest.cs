namespace Genkan.Journeys.Stage;

/// <summary>A visitor in a browser, on a page of the shop.</summary>
internal sealed class Guest : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly bool _owned;

    private Guest(IBrowserContext context, IPage page, Words words, bool owned)
    {
        (_context, Page, Words, _owned) = (context, page, words, owned);
        page.PageError += (_, error) => Errors.Add(error);
    }

    public IPage Page { get; }
    public Words Words { get; set; }

    /// <summary>Script errors on the shop's page; there must be none whatever happens to the chat.</summary>
    public List<string> Errors { get; } = [];

    public ILocator Button => Page.Locator("button[aria-haspopup=dialog]");
    public ILocator Iframe => Page.Locator("iframe[src*='/widget/frame']");
    public IFrameLocator Window => Page.FrameLocator("iframe[src*='/widget/frame']");
    public ILocator Timeline => Window.GetByRole(AriaRole.Region, new() { Name = Words["widget.timeline"] });
    public ILocator Composer => Window.GetByRole(AriaRole.Textbox, new() { Name = Words["widget.compose.label"], Exact = true });

    public static async Task<Guest> Visits(IBrowser browser, House house, Words words, string path = "/", ViewportSize? size = null, ColorScheme look = ColorScheme.Light, Watch? watch = null, string? from = null)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = Locales.Of(words.Language),
            ViewportSize = size ?? new ViewportSize { Width = 1280, Height = 860 },
            HasTouch = size is { Width: < 500 },
            ColorScheme = look,
        });
        if (from is not null)
        {
            // Added on the way, as a proxy does: the page itself may not name such a header to another origin.
            await context.RouteAsync(url => url.StartsWith(house.Url, StringComparison.Ordinal), route => route.ContinueAsync(new()
            {
                Headers = route.Request.Headers.Append(new("X-Forwarded-For", from)),
            }));
        }

        if (watch is not null)
        {
            await watch.Over(context);
        }

        return await InTab(context, house, words, path, owned: true);
    }

    /// <summary>Another tab of the same person.</summary>
    public Task<Guest> OtherTab(House house, string path = "/pots") => InTab(_context, house, Words, path, owned: false);

    public async Task Opens()
    {
        await Button.ClickAsync();
        await Assertions.Expect(Window.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
    }

    /// <summary>Fills in what is asked and starts.</summary>
    public async Task Starts(string nickname, bool consent = false)
    {
        await Window.GetByLabel(Words["widget.form.nickname"], new() { Exact = true }).FillAsync(nickname);
        if (consent)
        {
            await Window.GetByRole(AriaRole.Checkbox).CheckAsync();
        }

        await Press("widget.form.start");
        await Assertions.Expect(Composer).ToBeVisibleAsync();
    }

    public async Task Say(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
    }

    public ILocator Bubble(string text) => Timeline.Locator(".bubble").Filter(new() { HasText = text }).First;

    public Task Reads(string text) => Assertions.Expect(Bubble(text)).ToBeVisibleAsync();

    public Task Press(string key) => Window.GetByRole(AriaRole.Button, new() { Name = Words[key], Exact = true }).ClickAsync();

    /// <summary>One's own bubbles, as text, in their order.</summary>
    public Task<IReadOnlyList<string>> Said() => Timeline.Locator(".bubble.mine").AllInnerTextsAsync();

    public ValueTask DisposeAsync() => _owned ? _context.DisposeAsync() : new ValueTask(Page.CloseAsync());

    private static async Task<Guest> InTab(IBrowserContext context, House house, Words words, string path, bool owned)
    {
        var guest = new Guest(context, await context.NewPageAsync(), words, owned);
        await guest.Page.GotoAsync(house.Shop + path);
        return guest;
    }
}
