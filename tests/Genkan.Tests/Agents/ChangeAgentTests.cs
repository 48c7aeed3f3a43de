namespace Genkan.Tests.Agents;

public sealed class ChangeAgentTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("AD-03", "AD-05", "AD-06")]
    public async Task What_is_given_changes_and_the_rest_stays()
    {
        var tom = await shop.Agent("tom");
        var path = $"/api/agents/{tom.Id}";
        (await shop.Nora.Patch(path, new { nickname = "Tommy", userName = "tommy", email = "tommy@shop.example" })).Should(200);

        var changed = (await shop.Nora.Get(path)).Should(200);
        changed["nickname"]!.GetValue<string>().ShouldBe("Tommy");
        changed["name"]!.GetValue<string>().ShouldBe("Tom");
        (await shop.TriesToSignIn(new { email = "tommy@shop.example", password = Shop.Password })).Should(200);
        (await shop.TriesToSignIn(new { email = "tom@shop.example", password = Shop.Password })).ShouldRefuse(401, "sign_in_failed");

        (await shop.Nora.Patch(path, "{\"nickname\":null}")).Should(200)["nickname"].ShouldBeNull();
        (await shop.Nora.Patch(path, "{\"nicknameGiven\":true}")).ShouldRefuse(400, "unknown_field");
    }

    [Fact, Requirement("AD-09", "AD-10", "SP-09")]
    public async Task Roles_are_bundles_and_each_members_permissions_count_at_once()
    {
        var ute = await shop.Agent("ute");
        var path = $"/api/agents/{ute.Id}";
        (await ute.Get("/api/agents")).ShouldRefuse(403, "not_allowed");
        (await ute.Get("/api/settings/agents")).ShouldRefuse(403, "not_allowed");

        (await shop.Nora.Patch(path, new { permissions = new[] { "conversations.chat", "settings.manage" } })).Should(200)["role"]!.GetValue<string>().ShouldBe("agent");
        (await ute.Get("/api/settings/agents")).Should(200);
        (await ute.Get("/api/agents")).ShouldRefuse(403, "not_allowed");

        Permissions((await shop.Nora.Patch(path, new { role = "admin" })).Should(200)).ShouldBe(
            ["agents.manage", "audit.read", "conversations.all", "conversations.chat", "leftMessages.read", "leftMessages.reply", "settings.manage", "sites.manage"]);
        (await ute.Get("/api/agents")).Should(200);
        Permissions((await shop.Nora.Patch(path, new { role = "agent" })).Should(200)).ShouldBe(["conversations.chat", "leftMessages.read", "leftMessages.reply"]);
        (await ute.Get("/api/agents")).ShouldRefuse(403, "not_allowed");
    }

    [Fact, Requirement("SP-09", "AD-09")]
    public async Task An_open_stream_follows_a_loss_of_rights()
    {
        var eve = await shop.Agent("eve", role: "admin");
        await using var stream = await eve.Listen();
        await stream.Next("hello");
        var seen = await shop.NoraIsTalkingToAVisitor();
        await stream.Next("conversation.accepted");

        (await shop.Nora.Patch($"/api/agents/{eve.Id}", new { role = "agent" })).Should(200);
        await stream.Next("agent.changed");
        (await shop.Nora.Say(seen.Conversation, "Between us two")).Should(201);
        await shop.Nora.Status("busy");

        await stream.HearsNo("message.sent", before: "agent.status");
    }

    [Fact, Requirement("AD-11")]
    public async Task A_password_set_by_the_admin_replaces_the_old_one_and_ends_what_was_open()
    {
        var pia = await shop.Agent("pia");
        await using var stream = await pia.Listen();
        (await shop.Nora.Patch($"/api/agents/{pia.Id}", new { password = "pia" })).ShouldRefuse(422, "invalid");

        (await shop.Nora.Patch($"/api/agents/{pia.Id}", new { password = "a password from the admin" })).Should(200)["status"]!.GetValue<string>().ShouldBe("offline");

        (await stream.Next("closed"))["reason"]!.GetValue<string>().ShouldBe("signed_out");
        (await pia.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        (await shop.TriesToSignIn(new { email = "pia@shop.example", password = Shop.Password })).ShouldRefuse(401, "sign_in_failed");
        (await shop.TriesToSignIn(new { email = "pia@shop.example", password = "a password from the admin" })).Should(200);
    }

    [Fact]
    public async Task Ones_own_password_needs_the_present_one() =>
        (await shop.Nora.Patch($"/api/agents/{shop.Nora.Id}", new { password = "a stolen session's wish" })).ShouldRefuse(403, "not_allowed");

    [Fact, Requirement("AD-03", "SP-09")]
    public async Task Who_is_disabled_is_out_at_once_everywhere()
    {
        var rob = await shop.Agent("rob");
        var key = new AgentClient(shop.Server.Url) { Key = (await rob.Post("/api/keys", new { name = "k" })).Should(201)["key"]!.GetValue<string>() };
        await using var his = await rob.Listen();
        await his.Next("hello");
        await using var hers = await shop.Nora.Listen();
        await hers.Next("hello");

        (await shop.Nora.Patch($"/api/agents/{rob.Id}", new { disabled = true })).Should(200)["disabled"]!.GetValue<bool>().ShouldBeTrue();

        (await his.Next("closed"))["reason"]!.GetValue<string>().ShouldBe("disabled");
        await his.Ends();
        (await rob.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        (await key.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        (await shop.TriesToSignIn(new { email = "rob@shop.example", password = Shop.Password })).ShouldRefuse(401, "sign_in_failed");
        var heard = await hers.Next("agent.changed", frame => frame["agent"]!["id"]!.GetValue<string>() == rob.Id);
        heard["agent"]!["disabled"]!.GetValue<bool>().ShouldBeTrue();
        heard["agent"]!["status"]!.GetValue<string>().ShouldBe("offline");

        (await shop.Nora.Patch($"/api/agents/{rob.Id}", new { disabled = false })).Should(200);
        (await shop.TriesToSignIn(new { email = "rob@shop.example", password = Shop.Password })).Should(200);
        (await rob.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
    }

    [Fact, Requirement("SP-09")]
    public async Task Nobody_gives_or_touches_more_than_they_hold()
    {
        var lea = await shop.Agent("lea");
        var walt = await shop.Walt();
        (await shop.Nora.Patch($"/api/agents/{lea.Id}", new { permissions = new[] { "conversations.chat", "leftMessages.read", "leftMessages.reply", "agents.manage" } })).Should(200);

        (await lea.Patch($"/api/agents/{lea.Id}", new { role = "admin" })).ShouldRefuse(403, "not_allowed");
        (await lea.Patch($"/api/agents/{walt.Id}", new { permissions = new[] { "conversations.all" } })).ShouldRefuse(403, "not_allowed");
        (await lea.Patch($"/api/agents/{shop.Nora.Id}", new { name = "Not Nora" })).ShouldRefuse(403, "not_allowed");
        (await lea.Post("/api/agents", new { id = Ids.New(), name = "Puppet", userName = "puppet", email = "puppet@shop.example", role = "admin" })).ShouldRefuse(403, "not_allowed");
        (await lea.Delete($"/api/agents/{shop.Nora.Id}")).ShouldRefuse(403, "not_allowed");

        (await lea.Patch($"/api/agents/{walt.Id}", new { nickname = "Wally" })).Should(200);
    }

    [Fact, Requirement("SP-07")]
    public async Task An_account_used_elsewhere_too_is_not_this_admins_to_change()
    {
        await using var other = await Shop.Open();
        var rivals = await other.TheRivals();
        var (agent, token) = await other.Nora.Invites("rita", "rita@rivals.example");
        (await new AgentClient(other.Server.Url).Post("/api/invitations/accept", new { token, password = Shop.Password })).Should(200);

        AddAgentTests.FieldCode(await other.Nora.Patch($"/api/agents/{agent}", new { password = "now it is mine" }), "password").ShouldBe("account_elsewhere");
        AddAgentTests.FieldCode(await other.Nora.Patch($"/api/agents/{agent}", new { email = "nora2@shop.example" }), "email").ShouldBe("account_elsewhere");
        var tom = await other.Agent("tom", role: "admin");
        AddAgentTests.FieldCode(await tom.Patch($"/api/agents/{other.Nora.Id}", new { password = "the installation is mine" }), "password").ShouldBe("account_elsewhere");
        (await tom.Patch($"/api/agents/{other.Nora.Id}", new { disabled = true })).ShouldRefuse(403, "not_allowed");
        (await tom.Delete($"/api/agents/{other.Nora.Id}")).ShouldRefuse(403, "not_allowed");

        (await other.Nora.Delete($"/api/agents/{agent}")).Should(204);
        (await rivals.Rita.Get("/api/agents")).Should(200);
        (await other.TriesToSignIn(new { email = "rita@rivals.example", password = Shop.Password })).Should(200);
    }

    [Fact]
    public async Task An_invitation_can_be_sent_to_another_address_and_the_first_link_ends()
    {
        var (agent, token) = await shop.Nora.Invites("typo", "tpyo@shop.example");
        (await shop.Nora.Patch($"/api/agents/{agent}", new { email = "typo@shop.example" })).Should(200);

        (await new AgentClient(shop.Server.Url).Post("/api/invitations/look", new { token })).ShouldRefuse(404, "invitation_invalid");
        var url = (await shop.Nora.Post($"/api/agents/{agent}/invitation")).Should(201)["url"]!.GetValue<string>();
        (await new AgentClient(shop.Server.Url).Post("/api/invitations/look", new { token = Scenes.TokenOf(url) })).Should(200)["email"]!.GetValue<string>().ShouldBe("typo@shop.example");
        await shop.Nora.Invites("tpyo", "tpyo@shop.example");
    }

    private static IEnumerable<string> Permissions(Answer agent) => agent["permissions"]!.AsArray().Select(p => p!.GetValue<string>());
}
