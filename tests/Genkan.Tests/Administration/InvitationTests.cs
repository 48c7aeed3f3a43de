namespace Genkan.Tests.Administration;

[Requirement("AD-03")]
public sealed class InvitationTests(Shop shop) : IClassFixture<Shop>
{
    private readonly AgentClient _invited = new(shop.Server.Url);

    [Fact]
    public async Task An_invited_person_chooses_a_password_and_is_in()
    {
        var (agent, token) = await shop.Nora.Invites("ina", "ina@shop.example");
        (await shop.Nora.Get($"/api/agents/{agent}")).Should(200)["invited"]!.GetValue<bool>().ShouldBeTrue();

        var look = (await _invited.Post("/api/invitations/look", new { token })).Should(200);
        look["email"]!.GetValue<string>().ShouldBe("ina@shop.example");
        look["organisation"]!.GetValue<string>().ShouldNotBeEmpty();
        look["hasAccount"]!.GetValue<bool>().ShouldBeFalse();
        (await _invited.Post("/api/invitations/accept", new { token, password = "short" })).ShouldRefuse(422, "invalid");

        var session = (await _invited.Post("/api/invitations/accept", new { token, name = "Ina Berg", password = Shop.Password })).Should(200);

        session["agent"]!["id"]!.GetValue<string>().ShouldBe(agent);
        session["agent"]!["name"]!.GetValue<string>().ShouldBe("Ina Berg");
        session["agent"]!["invited"]!.GetValue<bool>().ShouldBeFalse();
        (await _invited.Get("/api/desk")).Should(200);
        (await shop.TriesToSignIn(new { email = "ina@shop.example", password = Shop.Password })).Should(200);
    }

    [Fact]
    public async Task A_link_works_once()
    {
        var (_, token) = await shop.Nora.Invites("once", "once@shop.example");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(n =>
            new AgentClient(shop.Server.Url).Post("/api/invitations/accept", new { token, password = $"my password number {n}" })));

        answers.Count(answer => (int)answer.Status == 200).ShouldBe(1);
        (await _invited.Post("/api/invitations/accept", new { token, password = Shop.Password })).ShouldRefuse(404, "invitation_invalid");
        (await _invited.Post("/api/invitations/look", new { token })).ShouldRefuse(404, "invitation_invalid");
    }

    [Fact]
    public async Task A_link_ends_after_a_week_and_the_admin_makes_a_fresh_one()
    {
        await using var other = await Shop.Open();
        var (agent, token) = await other.Nora.Invites("late", "late@shop.example");
        var client = new AgentClient(other.Server.Url);
        other.Clock.Advance(TimeSpan.FromDays(8));
        (await client.Post("/api/invitations/accept", new { token, password = Shop.Password })).ShouldRefuse(404, "invitation_invalid");

        var first = (await other.Nora.Post($"/api/agents/{agent}/invitation")).Should(201)["url"]!.GetValue<string>();
        var second = (await other.Nora.Post($"/api/agents/{agent}/invitation")).Should(201)["url"]!.GetValue<string>();

        second.ShouldContain("/console/join#");
        (await client.Post("/api/invitations/look", new { token = Scenes.TokenOf(first) })).ShouldRefuse(404, "invitation_invalid");
        (await client.Post("/api/invitations/accept", new { token = Scenes.TokenOf(second), password = Shop.Password })).Should(200);
        (await other.Nora.Post($"/api/agents/{agent}/invitation")).ShouldRefuse(409, "already_joined");
    }

    [Fact]
    public async Task Whoever_has_an_account_already_proves_it_instead_of_setting_a_password()
    {
        await using var other = await Shop.Open();
        var rivals = await other.TheRivals();
        var (_, token) = await other.Nora.Invites("rita", "RITA@rivals.example");
        var client = new AgentClient(other.Server.Url);

        (await client.Post("/api/invitations/look", new { token })).Should(200)["hasAccount"]!.GetValue<bool>().ShouldBeTrue();
        (await client.Post("/api/invitations/accept", new { token, password = "a password of my own" })).ShouldRefuse(422, "invalid");
        var session = (await client.Post("/api/invitations/accept", new { token, password = Shop.Password })).Should(200);

        session["organisation"]!["id"]!.GetValue<string>().ShouldBe(other.Nora.Organisation);
        session["permissions"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldNotContain("agents.manage");
        (await rivals.Rita.Get("/api/agents")).Should(200);
    }

    [Fact]
    public async Task Nobody_signs_in_before_accepting_nor_with_a_made_up_link()
    {
        await shop.Nora.Invites("early", "early@shop.example");

        (await shop.TriesToSignIn(new { email = "early@shop.example", password = Shop.Password })).ShouldRefuse(401, "sign_in_failed");
        foreach (var token in new[] { null, "", "x", new string('A', 43), new string('A', 4000) })
        {
            (await _invited.Post("/api/invitations/accept", new { token, password = Shop.Password })).ShouldRefuse(404, "invitation_invalid");
        }
    }

    [Fact]
    public async Task The_link_is_stored_as_a_hash()
    {
        var (_, token) = await shop.Nora.Invites("hashed", "hashed@shop.example");
        (await shop.Stored("SELECT token FROM administration_invitations")).ShouldNotContain(token);
    }

    [Fact]
    public async Task The_public_address_is_the_one_the_operator_set()
    {
        await using var other = await Shop.Open("--GENKAN_PUBLIC_URL", "https://chat.example/");
        var added = (await other.Nora.Post("/api/agents", new { id = Ids.New(), name = "Ina", userName = "ina", email = "ina@shop.example" })).Should(201);
        added["invitation"]!["url"]!.GetValue<string>().ShouldStartWith("https://chat.example/console/join#");
    }
}
