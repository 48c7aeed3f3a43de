namespace Genkan.Journeys;

public sealed class SmokeJourney(Browsers browsers)
{
    [Fact]
    public async Task The_browser_starts()
    {
        await using var context = await browsers.Chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.SetContentAsync("<h1>玄関 🙂</h1>");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("玄関 🙂");
        await page.Shoot("smoke");
    }
}

public sealed class FirefoxJourney
{
    [Fact]
    public async Task Firefox_starts()
    {
        await using var firefox = await Firefox.Start("ja");
        var tab = await firefox.Open("data:text/html,<h1>hi</h1><input id=x autofocus><button onclick=\"document.title='clicked'\">b</button>");
        await firefox.Click(tab, "document.querySelector('input')");
        await firefox.Type(tab, "こんにちは🙂");
        await firefox.Sees(tab, "document.querySelector('input').value === 'こんにちは🙂'", "typed");
        await firefox.Click(tab, "document.querySelector('button')");
        await firefox.Sees(tab, "document.title === 'clicked'", "clicked");
        await firefox.Shoot(tab, "firefox/smoke");
    }
}
