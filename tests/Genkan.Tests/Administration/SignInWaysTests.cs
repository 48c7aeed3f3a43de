namespace Genkan.Tests.Administration;

[Requirement("CF-31", "ST-01", "ST-02")]
public sealed class SignInWaysTests
{
    [Fact]
    public async Task An_organisation_says_which_name_its_members_sign_in_with()
    {
        await using var shop = await Shop.Open();
        var byEmail = new { email = "nora@shop.example", password = Shop.Password };
        var byUserName = new { organisation = shop.Nora.OrganisationSlug, userName = "nora", password = Shop.Password };
        (await shop.Nora.Get("/api/settings/signin")).Should(200)["by"]!.GetValue<string>().ShouldBe("both");
        (await shop.TriesToSignIn(byEmail)).Should(200);
        (await shop.TriesToSignIn(byUserName)).Should(200);

        (await shop.Nora.Put("/api/settings/signin", new { by = "email" })).Should(200);
        (await shop.TriesToSignIn(byEmail)).Should(200);
        (await shop.TriesToSignIn(byUserName)).ShouldRefuse(401, "sign_in_failed");

        (await shop.Nora.Put("/api/settings/signin", new { by = "userName" })).Should(200);
        (await shop.TriesToSignIn(byEmail)).ShouldRefuse(401, "sign_in_failed");
        (await shop.TriesToSignIn(byUserName)).Should(200);
        // Who is in stays in.
        (await shop.Nora.Get("/api/session")).Should(200);
    }

    [Fact]
    public async Task One_organisations_rule_is_not_anothers()
    {
        await using var shop = await Shop.Open();
        var rivals = await shop.TheRivals();
        (await shop.Nora.Put("/api/settings/signin", new { by = "userName" })).Should(200);
        (await rivals.Rita.Get("/api/settings/signin")).Should(200)["by"]!.GetValue<string>().ShouldBe("both");
        (await shop.TriesToSignIn(new { email = "rita@rivals.example", password = Shop.Password })).Should(200);
        // The page that belongs to nobody yet offers both.
        (await new AgentClient(shop.Server.Url).Get("/api/signin")).Should(200)["by"]!.GetValue<string>().ShouldBe("both");
    }

    [Fact]
    public async Task Only_who_may_change_settings_does_and_nobody_locks_themselves_out()
    {
        await using var shop = await Shop.Open();
        var walt = await shop.Walt();
        (await walt.Put("/api/settings/signin", new { by = "email" })).ShouldRefuse(403, "not_allowed");
        (await shop.Nora.Put("/api/settings/signin", new { by = "moon" })).ShouldRefuse(400, "malformed");
        (await shop.Nora.Put("/api/settings/signin", new { })).Should(422);

        (await shop.Nora.Post("/api/agents", new { id = Ids.New(), name = "Max", userName = "max", password = Shop.Password, role = "admin" })).Should(201);
        var max = new AgentClient(shop.Server.Url);
        (await max.Post("/api/session", new { userName = "max", password = Shop.Password })).Should(200);
        (await max.Put("/api/settings/signin", new { by = "email" })).Should(422)["errors"]!["by"]![0]!["code"]!.GetValue<string>().ShouldBe("own_email_missing");
    }
}
