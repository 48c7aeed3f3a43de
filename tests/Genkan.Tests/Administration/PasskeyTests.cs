namespace Genkan.Tests.Administration;

public sealed class PasskeyTests(Shop shop) : IClassFixture<Shop>
{
    private string Origin => shop.Server.Url.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task A_passkey_alone_signs_in_and_is_both_factors()
    {
        var walt = await shop.Walt();
        await walt.SetsUpASecondFactor(shop);
        using var key = await AKeyOf(walt, "Walt's telephone");

        var door = new AgentClient(shop.Server.Url);
        var (ticket, credential) = await Answered(door, key);
        var session = (await door.Post("/api/session/passkey", new { ticket, credential, status = "busy" })).Should(200);

        session["agent"]!["id"]!.GetValue<string>().ShouldBe(walt.Id);
        session["agent"]!["status"]!.GetValue<string>().ShouldBe("busy");
        var mine = (await door.Get("/api/me/security")).Should(200)["passkeys"]!.AsArray().ShouldHaveSingleItem()!;
        mine["name"]!.GetValue<string>().ShouldBe("Walt's telephone");
        mine["usedAt"].ShouldNotBeNull();

        // It proves its owner again, and the same answer never counts twice.
        (await door.Delete("/api/me/second-factor")).ShouldRefuse(403, "proof_needed");
        var asked = (await door.Post("/api/me/proof/options")).Should(200);
        (await door.Post("/api/me/proof", new { ticket = asked["ticket"]!.GetValue<string>(), credential = key.Answer(asked["options"]!) })).Should(204);
        (await door.Delete("/api/me/second-factor")).Should(204);
        (await new AgentClient(shop.Server.Url).Post("/api/session/passkey", new { ticket, credential })).ShouldRefuse(401, "passkey_refused");
    }

    [Fact]
    public async Task An_answer_from_elsewhere_or_of_a_locked_or_copied_key_opens_nothing()
    {
        var ada = await shop.Ada();
        using var key = await AKeyOf(ada, "Key");
        var door = new AgentClient(shop.Server.Url);

        key.Origin = "https://evil.example";
        await Refused(door, key);
        key.Origin = Origin;
        key.Verifies = false;
        await Refused(door, key);
        key.Verifies = true;
        using (var stranger = new SecurityKey(Origin))
        {
            await Refused(door, stranger);
        }

        var (ticket, credential) = await Answered(door, key);
        (await door.Post("/api/session/passkey", new { ticket = ticket + "A", credential })).ShouldRefuse(401, "passkey_refused");
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        (await door.Post("/api/session/passkey", new { ticket, credential })).ShouldRefuse(401, "passkey_refused");

        (ticket, credential) = await Answered(door, key);
        (await door.Post("/api/session/passkey", new { ticket, credential })).Should(200);
        key.Count = 0;
        await Refused(new AgentClient(shop.Server.Url), key);
        (await new AgentClient(shop.Server.Url).Post("/api/session/passkey", new { ticket = "x", credential = "y" })).ShouldRefuse(401, "passkey_refused");
        (await new AgentClient(shop.Server.Url).Post("/api/session/passkey", new { })).ShouldRefuse(401, "passkey_refused");
    }

    [Fact]
    public async Task Keys_have_names_and_go_again_and_a_disabled_person_has_none()
    {
        var tom = await shop.Agent("tom");
        using var first = await AKeyOf(tom, "First");
        using var second = await AKeyOf(tom, "Second");
        var list = (await tom.Get("/api/me/security")).Should(200)["passkeys"]!.AsArray();
        list.Select(k => k!["name"]!.GetValue<string>()).ShouldBe(["First", "Second"]);
        var id = list[0]!["id"]!.GetValue<string>();

        (await tom.Patch($"/api/me/passkeys/{id}", new { name = "Old telephone" })).Should(204);
        (await shop.Nora.Patch($"/api/me/passkeys/{id}", new { name = "Mine" })).ShouldRefuse(404, "not_found");
        (await shop.Nora.Delete($"/api/me/passkeys/{id}")).ShouldRefuse(404, "not_found");
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        (await tom.Delete($"/api/me/passkeys/{id}")).ShouldRefuse(403, "proof_needed");
        await tom.ProvesThemselves();
        (await tom.Delete($"/api/me/passkeys/{id}")).Should(204);
        await Refused(new AgentClient(shop.Server.Url), first);

        (await shop.Nora.Patch($"/api/agents/{tom.Id}", new { disabled = true })).Should(200);
        var door = new AgentClient(shop.Server.Url);
        var (ticket, credential) = await Answered(door, second);
        (await door.Post("/api/session/passkey", new { ticket, credential })).ShouldRefuse(401, "sign_in_failed");
    }

    [Fact]
    public async Task A_stolen_password_sets_up_nothing_beside_a_passkey()
    {
        await using var other = await Shop.Open();
        var walt = await other.Walt();
        using var key = await AKeyOf(walt, "Key", other);
        (await other.Nora.Put("/api/settings/security", new { secondFactorRequired = true })).Should(200);

        var refused = (await other.TriesToSignIn(new { email = "walt@shop.example", password = Shop.Password })).ShouldRefuse(401, "second_factor");
        refused["ticket"].ShouldBeNull();
        refused["methods"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe("passkey");
        var door = new AgentClient(other.Server.Url);
        var (ticket, credential) = await Answered(door, key);
        (await door.Post("/api/session/passkey", new { ticket, credential })).Should(200);
    }

    [Fact]
    public async Task Who_belongs_to_several_organisations_chooses_with_the_same_answer()
    {
        await using var other = await Shop.Open();
        (await other.Nora.Post("/api/organisations", new { name = "Second", owner = new { name = "Nora", email = "nora@shop.example", password = Shop.Password } })).Should(201);
        using var key = await AKeyOf(other.Nora, "Key", other);
        var door = new AgentClient(other.Server.Url);
        var (ticket, credential) = await Answered(door, key);

        (await door.Post("/api/session/passkey", new { ticket, credential })).ShouldRefuse(409, "choose_organisation");
        (await door.Post("/api/session/passkey", new { ticket, credential, organisation = "second" })).Should(200)["organisation"]!["slug"]!.GetValue<string>().ShouldBe("second");
    }

    [Fact]
    public async Task Keys_belong_to_the_public_address()
    {
        await using var other = await Shop.Open("--GENKAN_PUBLIC_URL", "https://chat.example");
        await other.Nora.ProvesThemselves();
        (await other.Nora.Post("/api/me/passkeys/options")).Should(200)["options"]!["rp"]!["id"]!.GetValue<string>().ShouldBe("chat.example");
        (await new AgentClient(other.Server.Url).Post("/api/session/passkey/options")).Should(200)["options"]!["rpId"]!.GetValue<string>().ShouldBe("chat.example");
    }

    private async Task<SecurityKey> AKeyOf(AgentClient person, string name, Shop? where = null)
    {
        await person.ProvesThemselves();
        var asked = (await person.Post("/api/me/passkeys/options")).Should(200);
        var key = new SecurityKey((where ?? shop).Server.Url.GetLeftPart(UriPartial.Authority));
        var answer = new { name, ticket = asked["ticket"]!.GetValue<string>(), credential = key.Make(asked["options"]!) };
        (await person.Post("/api/me/passkeys", answer)).Should(201)["name"]!.GetValue<string>().ShouldBe(name);
        (await person.Post("/api/me/passkeys", answer)).ShouldRefuse(422, "passkey_refused");
        return key;
    }

    private static async Task<(string Ticket, System.Text.Json.Nodes.JsonObject Credential)> Answered(AgentClient door, SecurityKey key)
    {
        var asked = (await door.Post("/api/session/passkey/options")).Should(200);
        return (asked["ticket"]!.GetValue<string>(), key.Answer(asked["options"]!));
    }

    private static async Task Refused(AgentClient door, SecurityKey key)
    {
        var (ticket, credential) = await Answered(door, key);
        (await door.Post("/api/session/passkey", new { ticket, credential })).ShouldRefuse(401, "passkey_refused");
    }
}
