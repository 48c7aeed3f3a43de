namespace Genkan.Tests.Administration;

public sealed class ApiKeysTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task A_key_acts_for_its_maker_until_it_is_withdrawn()
    {
        var (made, program) = await AKeyOf(shop.Nora);
        (await program.Get("/api/session")).Should(200)["agent"]!["id"]!.GetValue<string>().ShouldBe(shop.Nora.Id);
        (await program.Get("/api/agents")).Should(200);

        var listed = (await shop.Nora.Get("/api/keys")).Should(200);
        listed["items"]!.AsArray().ShouldContain(key => key!["id"]!.GetValue<string>() == made.Id);
        listed.Text.ShouldNotContain(program.Key!);
        (await shop.Stored("SELECT token FROM administration_keys")).ShouldNotContain(program.Key!);

        (await shop.Nora.Delete($"/api/keys/{made.Id}")).Should(204);
        (await program.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        (await shop.Nora.Delete($"/api/keys/{made.Id}")).ShouldRefuse(404, "not_found");
    }

    [Fact, Requirement("SP-09", "AD-09")]
    public async Task A_key_may_only_what_its_maker_may_now()
    {
        var tom = await shop.Agent("tom", role: "admin");
        var (_, program) = await AKeyOf(tom);
        (await program.Get("/api/agents")).Should(200);

        (await shop.Nora.Patch($"/api/agents/{tom.Id}", new { role = "agent" })).Should(200);
        (await program.Get("/api/agents")).ShouldRefuse(403, "not_allowed");

        (await shop.Nora.Patch($"/api/agents/{tom.Id}", new { disabled = true })).Should(200);
        (await program.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
    }

    [Fact]
    public async Task A_key_neither_makes_keys_nor_signs_out()
    {
        var (_, program) = await AKeyOf(shop.Nora);
        (await program.Post("/api/keys", new { name = "another" })).ShouldRefuse(403, "not_allowed");
        (await program.Delete("/api/session")).ShouldRefuse(403, "not_allowed");
    }

    [Fact]
    public async Task Keys_are_ones_own()
    {
        var (made, _) = await AKeyOf(shop.Nora);
        var walt = await shop.Walt();

        (await walt.Get("/api/keys")).Should(200)["items"]!.AsArray().ShouldBeEmpty();
        (await walt.Delete($"/api/keys/{made.Id}")).ShouldRefuse(404, "not_found");
    }

    [Fact]
    public async Task A_made_up_key_opens_nothing()
    {
        foreach (var key in new[] { "genkan_", "genkan_" + new string('A', 43), new string('x', 400) })
        {
            (await new AgentClient(shop.Server.Url) { Key = key }.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        }
    }

    [Fact, Requirement("SP-09")]
    public async Task A_key_may_what_was_chosen_and_no_more()
    {
        var (made, program) = await AKeyOf(shop.Nora, new { name = "Sites", permissions = new[] { "sites.manage" } });
        made["permissions"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldBe(["sites.manage"]);

        (await program.Get("/api/session")).Should(200)["permissions"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldBe(["sites.manage"]);
        (await program.Get($"/api/sites/{shop.Site}")).Should(200);
        (await program.Get("/api/agents")).ShouldRefuse(403, "not_allowed");
        (await program.Get("/api/settings/agents")).ShouldRefuse(403, "not_allowed");
        (await program.Get("/api/organisations")).ShouldRefuse(403, "not_allowed");
        (await program.Put("/api/me/password", new { current = Shop.Password, password = "another long one 12" })).ShouldRefuse(403, "not_allowed");
    }

    [Fact, Requirement("SP-09")]
    public async Task A_key_does_not_hand_on_rights_it_was_not_given()
    {
        var walt = await shop.Walt();
        var (_, program) = await AKeyOf(shop.Nora, new { name = "People", permissions = new[] { "agents.manage" } });
        (await program.Patch($"/api/agents/{walt.Id}", new { role = "admin" })).ShouldRefuse(403, "not_allowed");
        (await program.Post("/api/agents", new { id = Ids.New(), name = "Eve", userName = "eve", password = Shop.Password, role = "agent", permissions = new[] { "settings.manage" } }))
            .ShouldRefuse(403, "not_allowed");
        (await program.Post("/api/agents", new { id = Ids.New(), name = "Ada", userName = "ada.two", password = Shop.Password, role = "agent", permissions = new[] { "agents.manage" } }))
            .Should(201);
    }

    [Fact, Requirement("SP-09")]
    public async Task Nobody_gives_a_key_more_than_the_own_rights()
    {
        var walt = await shop.Walt();
        (await walt.Post("/api/keys", new { name = "k", permissions = new[] { "agents.manage" } })).ShouldRefuse(403, "not_allowed");
        (await walt.Post("/api/keys", new { name = "k", installation = true })).ShouldRefuse(403, "not_allowed");
        (await walt.Post("/api/keys", new { name = "k", permissions = new[] { "everything" } })).Should(422)["errors"]!["permissions"].ShouldNotBeNull();
        (await walt.Post("/api/keys", new { name = "k", expiresAt = shop.Clock.Now - 1 })).Should(422)["errors"]!["expiresAt"]![0]!["code"]!.GetValue<string>().ShouldBe("time_to_come");
    }

    [Fact]
    public async Task A_key_sees_to_the_installation_only_where_its_owner_said_so()
    {
        var (_, plain) = await AKeyOf(shop.Nora, new { name = "all rights" });
        (await plain.Get("/api/organisations")).ShouldRefuse(403, "not_allowed");
        var (_, told) = await AKeyOf(shop.Nora, new { name = "installation", installation = true });
        (await told.Get("/api/organisations")).Should(200);
    }

    [Fact, Requirement("SP-09")]
    public async Task A_key_ends_at_its_time_and_its_stream_within_five_seconds()
    {
        await using var own = await Shop.Open();
        var (made, program) = await AKeyOf(own.Nora, new { name = "short", expiresAt = own.Clock.Now + 3_600_000 }, own);
        await using var stream = await program.Listen();
        await stream.Next("hello");
        (await program.Get("/api/session")).Should(200);

        own.Clock.Advance(TimeSpan.FromHours(1));
        own.Clock.Advance(TimeSpan.FromSeconds(5));
        (await stream.Next("closed"))["reason"]!.GetValue<string>().ShouldBe("signed_out");
        (await program.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        (await own.Nora.Get("/api/keys")).Should(200)["items"]!.AsArray().ShouldContain(key => key!["id"]!.GetValue<string>() == made.Id);
    }

    [Fact, Requirement("SP-09")]
    public async Task The_stream_of_a_withdrawn_key_ends_and_that_of_another_goes_on()
    {
        await using var own = await Shop.Open();
        var (made, program) = await AKeyOf(own.Nora, new { name = "one" }, own);
        var (_, other) = await AKeyOf(own.Nora, new { name = "other" }, own);
        await using var stream = await program.Listen();
        await using var goesOn = await other.Listen();
        await stream.Next("hello");
        await goesOn.Next("hello");

        (await own.Nora.Delete($"/api/keys/{made.Id}")).Should(204);
        own.Clock.Advance(TimeSpan.FromSeconds(5));

        await stream.Next("closed");
        await own.Nora.Status("busy");
        await goesOn.HearsNo("closed", before: "agent.status");
    }

    private async Task<(Answer Made, AgentClient Program)> AKeyOf(AgentClient maker, object? wanted = null, Shop? at = null)
    {
        var made = (await maker.Post("/api/keys", wanted ?? new { name = "Reports" })).Should(201);
        return (made, new AgentClient((at ?? shop).Server.Url) { Key = made["key"]!.GetValue<string>() });
    }
}
