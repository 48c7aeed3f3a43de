namespace Genkan.Tests.Conversations;

/// <summary>"Back to waiting": one deed breaks off and puts the agent back.</summary>
[Requirement("RT-27", "AC-29")]
public sealed class BackToWaitingTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task The_visitor_is_told_the_end_type_is_agent_and_the_agent_is_online()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await shop.Nora.Status("busy");
        await using var mina = await visitor.Listen();
        await using var noras = await shop.Nora.Listen();

        var row = (await shop.Nora.Post(Door(visitor))).Should(200);
        row["state"]!.GetValue<string>().ShouldBe("closed");
        row["endType"]!.GetValue<string>().ShouldBe("agent");
        (await mina.Next("conversation.ended"))["conversation"]!["endType"]!.GetValue<string>().ShouldBe("agent");
        (await visitor.Messages()).Text.ShouldContain("agent_ended");
        (await noras.Next("agent.status"))["status"]!.GetValue<string>().ShouldBe("online");
        (await shop.Nora.Get("/api/session")).Should(200)["agent"]!["status"]!.GetValue<string>().ShouldBe("online");

        (await shop.Nora.Post(Door(visitor))).Should(200)["endType"]!.GetValue<string>().ShouldBe("agent");
    }

    [Fact]
    public async Task Who_waits_comes_at_once_to_the_agent_who_is_back()
    {
        await using var small = await RoutingScene.Distributing(new { ceiling = 1 });
        var walt = await small.Walt();
        var (first, second) = (await small.Asks(), await small.Asks());
        await walt.Status("break");

        (await walt.Post(Door(first))).Should(200);
        (await small.OwnerOf(second)).ShouldBe(walt.Id);
    }

    [Fact]
    public async Task What_the_visitor_ended_first_stays_ended_by_the_visitor()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        (await visitor.Ends()).Should(200);
        (await shop.Nora.Post(Door(visitor))).Should(200)["endType"]!.GetValue<string>().ShouldBe("visitor");
    }

    [Fact, Requirement("SP-07", "SP-09")]
    public async Task Only_its_owner_does_it_and_who_is_refused_keeps_the_status()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var ada = await shop.Ada("break");
        (await ada.Post(Door(visitor))).ShouldRefuse(404, "not_found");
        (await (await shop.TheRivals()).Rita.Post(Door(visitor))).ShouldRefuse(404, "not_found");
        (await ada.Get("/api/session")).Should(200)["agent"]!["status"]!.GetValue<string>().ShouldBe("break");
        (await shop.Nora.Conversation(visitor.Conversation)).Should(200)["state"]!.GetValue<string>().ShouldBe("inChat");
    }

    private static string Door(VisitorClient visitor) => $"/api/conversations/{visitor.Conversation}/back-to-waiting";
}
