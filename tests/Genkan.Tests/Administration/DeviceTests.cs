namespace Genkan.Tests.Administration;

public sealed class DeviceTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("ST-03")]
    public async Task A_remembered_browser_signs_in_without_the_password_and_holds_no_password()
    {
        await shop.Walt();
        var laptop = await Remembered("walt@shop.example");
        laptop.Cookie.ShouldNotContain(Shop.Password);
        (await laptop.Delete("/api/session")).Should(204);
        (await laptop.Get("/api/session")).ShouldRefuse(401, "not_signed_in");

        var person = (await laptop.Get("/api/session/device")).Should(200)["person"]!;
        person["name"]!.GetValue<string>().ShouldBe("Walt");
        var before = laptop.CookieNamed("genkan-device");
        (await laptop.Post("/api/session/device", new { status = "busy" })).Should(200)["agent"]!["status"]!.GetValue<string>().ShouldBe("busy");
        laptop.CookieNamed("genkan-device").ShouldNotBe(before);
        (await shop.Stored("SELECT token FROM administration_devices")).ShouldAllBe(token => !laptop.Cookie.Contains(token, StringComparison.Ordinal));
    }

    [Fact, Requirement("ST-03")]
    public async Task Without_the_tick_the_browser_is_a_stranger_and_can_be_forgotten_again()
    {
        await shop.Ada();
        var kiosk = await new AgentClient(shop.Server.Url).SignIn("ada@shop.example", Shop.Password);
        kiosk.Cookie.ShouldNotContain("device");
        (await kiosk.Get("/api/session/device")).Should(200)["person"].ShouldBeNull();
        (await kiosk.Post("/api/session/device", new { })).ShouldRefuse(401, "device_unknown");

        var laptop = await Remembered("ada@shop.example");
        var copy = laptop.CookieNamed("genkan-device");
        (await laptop.Delete("/api/session/device")).Should(204);
        laptop.Cookie.ShouldNotContain("device");
        var later = new AgentClient(shop.Server.Url);
        later.Headers["Cookie"] = copy;
        (await later.Post("/api/session/device", new { })).ShouldRefuse(401, "device_unknown");
        // Signing in again without the tick forgets too.
        laptop = await Remembered("ada@shop.example");
        await laptop.SignIn("ada@shop.example", Shop.Password);
        laptop.Cookie.ShouldNotContain("device");
    }

    [Fact, Requirement("ST-04")]
    public async Task The_next_start_goes_straight_in_with_the_status_chosen_until_one_signs_out_by_hand()
    {
        var tom = await shop.Agent("tom");
        var laptop = new AgentClient(shop.Server.Url);
        (await laptop.Post("/api/session", new { email = "tom@shop.example", password = Shop.Password, status = "break", automatic = true })).Should(200);

        // The browser was closed: the session's cookie is gone, the other stays.
        var restarted = AfterRestart(laptop);
        (await restarted.Get("/api/session/device")).Should(200)["person"]!["automatic"]!.GetValue<bool>().ShouldBeTrue();
        (await restarted.Post("/api/session/device", new { automatic = true })).Should(200)["agent"]!["status"]!.GetValue<string>().ShouldBe("break");
        // What was open before the restart is closed.
        (await laptop.Get("/api/session")).ShouldRefuse(401, "not_signed_in");

        (await restarted.Delete("/api/session")).Should(204);
        (await restarted.Get("/api/session/device")).Should(200)["person"]!["automatic"]!.GetValue<bool>().ShouldBeFalse();
        (await restarted.Post("/api/session/device", new { automatic = true })).ShouldRefuse(401, "device_unknown");
        (await restarted.Post("/api/session/device", new { })).Should(200);
        (await restarted.Get("/api/session/device")).Should(200)["person"]!["automatic"]!.GetValue<bool>().ShouldBeTrue();
        (await tom.Get("/api/session")).Should(200);
    }

    [Fact, Requirement("ST-03")]
    public async Task Two_tabs_that_start_together_both_come_in()
    {
        await shop.Agent("ute");
        var laptop = await Remembered("ute@shop.example");
        var tabs = new[] { AfterRestart(laptop), AfterRestart(laptop) };

        (await tabs[0].Post("/api/session/device", new { })).Should(200);
        (await tabs[1].Post("/api/session/device", new { })).Should(200);

        (await tabs[0].Get("/api/session")).Should(200);
        (await tabs[1].Get("/api/session")).Should(200);
    }

    [Fact, Requirement("ST-03")]
    public async Task A_replaced_token_that_comes_back_is_a_copy_and_ends_the_device()
    {
        await shop.Agent("zoe");
        var laptop = await Remembered("zoe@shop.example");
        var thief = AfterRestart(laptop);
        (await laptop.Post("/api/session/device", new { })).Should(200);
        await using var stream = await laptop.Listen();
        await stream.Next("hello");
        shop.Clock.Advance(TimeSpan.FromMinutes(2));

        (await thief.Post("/api/session/device", new { })).ShouldRefuse(401, "device_unknown");

        (await stream.Next("closed"))["reason"]!.GetValue<string>().ShouldBe("signed_out");
        (await laptop.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        (await laptop.Post("/api/session/device", new { })).ShouldRefuse(401, "device_unknown");
        (await laptop.SignIn("zoe@shop.example", Shop.Password)).Id.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_forged_token_is_nobodys(string token)
    {
        var stranger = new AgentClient(shop.Server.Url);
        stranger.Headers["Cookie"] = $"genkan-device={token}";
        (await stranger.Get("/api/session/device")).Should(200)["person"].ShouldBeNull();
        (await stranger.Post("/api/session/device", new { })).ShouldRefuse(401, "device_unknown");
        (await stranger.Delete("/api/session/device")).Should(204);
    }

    [Fact, Requirement("ST-03")]
    public async Task It_passes_the_checks_every_door_passes()
    {
        await using var other = await Shop.Open();
        var walt = await other.Walt();
        var laptop = new AgentClient(other.Server.Url);
        (await laptop.Post("/api/session", new { email = "walt@shop.example", password = Shop.Password, remember = true })).Should(200);

        // A second factor set up elsewhere is asked for here too, once; then it is remembered.
        var (app, _) = await walt.SetsUpASecondFactor(other);
        var ticket = (await laptop.Post("/api/session/device", new { })).ShouldRefuse(401, "second_factor")["ticket"]!.GetValue<string>();
        (await laptop.Post("/api/session/second", new { ticket, code = app.Code() })).Should(200);
        (await laptop.Post("/api/session/device", new { })).Should(200);

        (await other.Nora.Patch($"/api/agents/{walt.Id}", new { disabled = true })).Should(200);
        (await laptop.Post("/api/session/device", new { })).ShouldRefuse(401, "device_unknown");
        (await other.Nora.Patch($"/api/agents/{walt.Id}", new { disabled = false })).Should(200);
        (await laptop.Post("/api/session/device", new { })).ShouldRefuse(401, "device_unknown");
    }

    private async Task<AgentClient> Remembered(string email)
    {
        var client = new AgentClient(shop.Server.Url);
        return client.Become((await client.Post("/api/session", new { email, password = Shop.Password, remember = true })).Should(200));
    }

    /// <summary>The same browser after it was closed: what ends with the session is gone.</summary>
    private static AgentClient AfterRestart(AgentClient browser)
    {
        var restarted = new AgentClient(browser.Server);
        restarted.Keep(browser.CookieNamed("genkan-device"));
        return restarted;
    }
}
