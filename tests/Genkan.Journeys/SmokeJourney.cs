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
