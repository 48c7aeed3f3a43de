namespace Genkan.Journeys.Stage;

/// <summary>One Chromium for all journeys; each person gets a context (a profile) of one's own.</summary>
public sealed class Browsers : IAsyncLifetime
{
    // Playwright's own switches turn storage partitioning and other protections off that a visitor's browser has on, so
    // a third-party widget would be tried under easier rules than it meets outside.
    private static readonly string[] Switches =
    [
        "--headless=new", "--no-sandbox", "--remote-debugging-pipe", "--no-startup-window", "--no-first-run", "--no-default-browser-check",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--disable-dev-shm-usage",
        "--disable-search-engine-choice-screen", "--password-store=basic", "--use-mock-keychain", "--hide-scrollbars", "--mute-audio",
        "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",
        "--autoplay-policy=no-user-gesture-required", "--force-color-profile=srgb",
    ];

    private IPlaywright? _playwright;

    internal IBrowser Chromium { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        Chromium = await Launch(new BrowserTypeLaunchOptions { IgnoreAllDefaultArgs = true, Args = Switches });
    }

    /// <summary>A browser with Playwright's own switches: third-party storage is blocked or unpartitioned there.</summary>
    internal Task<IBrowser> WithDefaults(params string[] switches) =>
        Launch(new BrowserTypeLaunchOptions { Args = ["--no-sandbox", .. switches] });

    public async ValueTask DisposeAsync()
    {
        await Chromium.CloseAsync();
        _playwright?.Dispose();
    }

    private Task<IBrowser> Launch(BrowserTypeLaunchOptions options)
    {
        options.ExecutablePath = Environment.GetEnvironmentVariable("GENKAN_CHROMIUM") ?? "/usr/bin/chromium";
        options.Headless = true;
        return _playwright!.Chromium.LaunchAsync(options);
    }
}
