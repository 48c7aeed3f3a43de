namespace Genkan.Journeys;

/// <summary>What the chat costs the page that carries it. Times are measured by <c>bin/page-speed</c>; here is what does not depend on the machine.</summary>
public sealed class PageSpeedJourney(Browsers browsers)
{
    private const string Shifts =
        """
        () => new Promise(done => {
          const seen = [];
          // The start button, in a shadow root of its own (what is inside has no node here), changes its width when it is pressed: that moves nothing of the page.
          const ofThePage = ({ node }) => node && !node.shadowRoot;
          const named = ({ node, previousRect, currentRect }) => `${node?.nodeName}.${node?.className} ${JSON.stringify(previousRect)} -> ${JSON.stringify(currentRect)}`;
          const take = list => seen.push(...list.getEntries().filter(entry => entry.sources.some(ofThePage)).map(entry => `${entry.value}: ${entry.sources.map(named).join(", ")}`));
          new PerformanceObserver(take).observe({ type: "layout-shift", buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(seen))));
        })
        """;

    [Fact, Requirement("W-12")]
    public async Task On_a_slow_machine_nothing_on_the_page_moves_for_the_chat()
    {
        var words = Words.In("en");
        await using var house = await House.Open();
        await using var guest = await Guest.Visits(browsers.Chromium, house, words, path: "/nowhere");
        var slow = await guest.Page.Context.NewCDPSessionAsync(guest.Page);
        await slow.SendAsync("Emulation.setCPUThrottlingRate", new Dictionary<string, object> { ["rate"] = 4 });

        await guest.Page.GotoAsync(house.Shop + "/");
        await Assertions.Expect(guest.Button).ToBeVisibleAsync();
        (await guest.Page.EvaluateAsync<string[]>(Shifts)).ShouldBeEmpty();
        await guest.Opens();
        // Counted whether somebody clicked or not: the page stays where it is in any case.
        (await guest.Page.EvaluateAsync<string[]>(Shifts)).ShouldBeEmpty();
        await guest.Press("widget.close");
        (await guest.Page.EvaluateAsync<string[]>(Shifts)).ShouldBeEmpty();
        guest.Errors.ShouldBeEmpty();

        // That it would have been seen: something that pushes the page down is.
        await guest.Page.EvaluateAsync("() => { const banner = document.createElement('div'); banner.style.height = '200px'; document.body.prepend(banner); }");
        (await guest.Page.EvaluateAsync<string[]>(Shifts)).ShouldNotBeEmpty();
    }
}
