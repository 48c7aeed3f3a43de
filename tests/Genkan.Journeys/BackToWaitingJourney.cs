namespace Genkan.Journeys;

/// <summary>The buttons around a conversation: colleagues, guests, and back to waiting.</summary>
public sealed class BackToWaitingJourney(Browsers browsers) : NorasShop
{
    [Theory, Requirement("RT-27", "AC-28", "AC-29", "AC-30", "AC-31")]
    [InlineData("tr", 1280, ColorScheme.Dark)]
    [InlineData("ja", 390, ColorScheme.Light)]
    public async Task An_agent_breaks_off_and_waits_for_the_next_one(string language, int width, ColorScheme look)
    {
        var words = Words.In(language);
        var nora = await new AgentClient(Server.Url).SignIn(Email, Password, "online");
        (await nora.Post("/api/agents", new { id = Ids.New(), name = "Ağaoğlu Walt", userName = "walt", email = "walt@shop.example", password = Password, role = "agent" })).Should(201);
        await new AgentClient(Server.Url).SignIn("walt@shop.example", Password, "busy");
        var key = (await nora.Post("/api/sites", new { id = Ids.New(), name = "Çini shop" })).Should(201)["key"]!.GetValue<string>();
        var guest = await new VisitorClient(Server.Url, key).Visits("https://shop.example/pots", title: "Pots");
        (await guest.Starts("Ayşe Gül")).Should(201);
        (await guest.Says("Merhaba!")).Should(201);
        await nora.Status("busy");

        await using var context = await browsers.Chromium.NewContextAsync(new() { Locale = language, ColorScheme = look, ViewportSize = new() { Width = width, Height = 900 } });
        (await context.APIRequest.PostAsync($"{Server.Url}api/session", new() { DataObject = new { email = Email, password = Password, status = "busy" } })).Status.ShouldBe(200);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Server.Url}console/conversations/{guest.Conversation}");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = words["console.transfer"], Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = words.Say("console.staff_list", ("count", "1")) }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Ağaoğlu Walt");
        await page.Shoot($"back/staff-{language}-{width}");
        await page.Keyboard.PressAsync("Escape");
        await page.ShouldBeAccessible("a conversation with its buttons");

        await page.GetByRole(AriaRole.Button, new() { Name = words["console.back_to_waiting"], Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(words["console.back_to_waiting_text"]);
        await page.Shoot($"back/asked-{language}-{width}");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = words["console.back_to_waiting"], Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = words["console.guest_list"], Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("section button[data-status]")).ToHaveAttributeAsync("data-status", "online");
        (await guest.Snapshot()).Should(200)["endType"]!.GetValue<string>().ShouldBe("agent");
        (await guest.Messages()).Text.ShouldContain("agent_ended");
        await page.Shoot($"back/waiting-{language}-{width}");
        await page.ShouldBeAccessible("a desk that waits");
    }
}
