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

    private async Task<(Answer Made, AgentClient Program)> AKeyOf(AgentClient maker)
    {
        var made = (await maker.Post("/api/keys", new { name = "Reports" })).Should(201);
        return (made, new AgentClient(shop.Server.Url) { Key = made["key"]!.GetValue<string>() });
    }
}
