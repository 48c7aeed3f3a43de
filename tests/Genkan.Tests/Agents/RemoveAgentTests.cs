namespace Genkan.Tests.Agents;

public sealed class RemoveAgentTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("AD-03", "H-02")]
    public async Task Who_leaves_leaves_the_talk_behind()
    {
        var tom = await shop.Agent("tom");
        var visitor = await shop.AVisitorIsWaiting();
        (await tom.Accept(visitor.Conversation)).Should(200);
        (await tom.Say(visitor.Conversation, "They run a little small.")).Should(201);
        await using var stream = await shop.Nora.Listen();
        await stream.Next("hello");

        (await shop.Nora.Delete($"/api/agents/{tom.Id}")).Should(204);

        (await stream.Next("agent.removed"))["agent"]!.GetValue<string>().ShouldBe(tom.Id);
        var said = (await shop.Nora.Messages(visitor.Conversation)).Should(200)["items"]!.AsArray();
        said.ShouldContain(message => message!["text"]!.GetValue<string>() == "They run a little small." && message["agent"]!.GetValue<string>() == tom.Id);
        (await shop.Stored($"SELECT name FROM agents_agents WHERE id = '{tom.Id}'")).ShouldBe(["Tom"]);
    }

    [Fact, Requirement("AD-03")]
    public async Task Who_is_removed_is_out_and_the_names_are_free_again()
    {
        var ute = await shop.Agent("ute");
        await using var stream = await ute.Listen();
        await stream.Next("hello");

        (await shop.Nora.Delete($"/api/agents/{ute.Id}")).Should(204);
        (await shop.Nora.Delete($"/api/agents/{ute.Id}")).Should(204);

        (await stream.Next("closed"))["reason"]!.GetValue<string>().ShouldBe("disabled");
        (await ute.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        (await shop.TriesToSignIn(new { email = "ute@shop.example", password = Shop.Password })).ShouldRefuse(401, "sign_in_failed");
        (await shop.Nora.Get($"/api/agents/{ute.Id}")).ShouldRefuse(404, "not_found");
        (await shop.Nora.Get("/api/agents?q=ute")).Should(200)["items"]!.AsArray().ShouldBeEmpty();

        var again = await shop.Agent("ute");
        again.Id.ShouldNotBe(ute.Id);
    }
}
