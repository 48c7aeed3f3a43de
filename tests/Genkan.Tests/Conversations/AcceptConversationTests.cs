namespace Genkan.Tests.Conversations;

public sealed class AcceptConversationTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("Q-09", "AC-16", "W-31")]
    public async Task Accepting_makes_the_conversation_mine_and_the_visitor_sees_who_came()
    {
        var visitor = await shop.AVisitorIsWaiting();
        await using var mina = await visitor.Listen();

        var mine = (await shop.Nora.Accept(visitor.Conversation)).Should(200);

        mine["state"]!.GetValue<string>().ShouldBe("inChat");
        mine["agent"]!.GetValue<string>().ShouldBe(shop.Nora.Id);
        mine["acceptedAt"].ShouldNotBeNull();
        var came = (await mina.Next("conversation.accepted"))["conversation"]!;
        came["state"]!.GetValue<string>().ShouldBe("inChat");
        came["agent"]!["nickname"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        came.ToJsonString().ShouldNotContain("nora@shop.example");
        came["agent"]!.AsObject().ContainsKey("id").ShouldBeFalse();
    }

    [Fact, Requirement("Q-10")]
    public async Task Of_two_who_accept_together_one_wins_and_the_other_is_told_who()
    {
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        for (var round = 0; round < 10; round++)
        {
            var visitor = await shop.AVisitorIsWaiting();

            var answers = await Task.WhenAll(walt.Accept(visitor.Conversation), ada.Accept(visitor.Conversation));

            var (winner, loser) = (int)answers[0].Status == 200 ? (walt, answers[1]) : (ada, answers[0]);
            answers.Count(answer => (int)answer.Status == 200).ShouldBe(1);
            loser.ShouldRefuse(409, "already_taken")["agent"]!.ToJsonString().ShouldContain(winner.Id);
            (await shop.Nora.Conversation(visitor.Conversation)).Should(200)["agent"]!.GetValue<string>().ShouldBe(winner.Id);
            (await winner.Accept(visitor.Conversation)).Should(200);
        }
    }

    [Fact, Requirement("Q-10")]
    public async Task What_one_has_taken_leaves_the_others_lists_at_once()
    {
        var walt = await shop.Walt();
        var visitor = await shop.AVisitorIsWaiting();
        await using var stream = await walt.Listen();

        (await shop.Nora.Accept(visitor.Conversation)).Should(200);

        var gone = await stream.Next("conversation.accepted");
        gone["conversation"]!["id"]!.GetValue<string>().ShouldBe(visitor.Conversation);
        (await walt.Desk()).Should(200)["waiting"]!.AsArray().ShouldNotContain(c => c!["id"]!.GetValue<string>() == visitor.Conversation);
    }

    [Fact, Requirement("ST-13", "ST-15", "ST-16")]
    public async Task A_status_that_lets_nothing_in_takes_nothing_new_and_keeps_what_is_open()
    {
        await using var own = await Shop.Open();
        var walt = await own.Walt();
        var open = await own.AVisitorIsWaiting();
        (await walt.Accept(open.Conversation)).Should(200);
        var waiting = await own.AVisitorIsWaiting();

        foreach (var status in new[] { "away", "break", "offline" })
        {
            await walt.Status(status);
            (await walt.Accept(waiting.Conversation)).ShouldRefuse(409, "status_forbids");
            (await walt.Say(open.Conversation, $"Still here, {status}")).Should(201);
        }

        await walt.Status("online");
        (await walt.Accept(waiting.Conversation)).Should(200);
    }

    [Fact, Requirement("RT-28", "RT-02")]
    public async Task One_agent_holds_several_at_the_same_time()
    {
        await using var own = await Shop.Open();
        var visitors = new List<VisitorClient>();
        for (var i = 0; i < 4; i++)
        {
            visitors.Add(await own.NoraIsTalkingToAVisitor());
        }

        await Task.WhenAll(visitors.Select((visitor, i) => own.Nora.Say(visitor.Conversation, $"For you, {i}")));

        var mine = (await own.Nora.Desk()).Should(200)["mine"]!.AsArray();
        mine.Count.ShouldBe(4);
        for (var i = 0; i < 4; i++)
        {
            var said = (await visitors[i].Messages()).Should(200)["items"]!.AsArray().Where(line => line!["from"]!.GetValue<string>() == "agent");
            said.Select(line => line!["text"]!.GetValue<string>()).ShouldBe([$"For you, {i}"]);
        }
    }

    [Fact, Requirement("AD-10", "SP-09")]
    public async Task An_agent_reads_own_and_waiting_talks_only()
    {
        var walt = await shop.Walt();
        var visitor = await shop.NoraIsTalkingToAVisitor();

        (await walt.Conversation(visitor.Conversation)).ShouldRefuse(404, "not_found");
        (await walt.Messages(visitor.Conversation)).ShouldRefuse(404, "not_found");
        (await walt.Say(visitor.Conversation, "Me too")).ShouldRefuse(404, "not_found");
        (await walt.End(visitor.Conversation)).ShouldRefuse(404, "not_found");
    }

    [Fact]
    public async Task Who_may_not_chat_sees_no_waiting_talk()
    {
        await using var own = await Shop.Open();
        var visitor = await own.AVisitorIsWaiting();
        var walt = await own.Walt();
        (await walt.Get("/api/conversations")).Should(200).Text.ShouldContain(visitor.Conversation);

        (await own.Nora.Patch($"/api/agents/{walt.Id}", new { permissions = new[] { "sites.manage" } })).Should(200);

        (await walt.Get("/api/conversations")).ShouldRefuse(403, "not_allowed");
        (await walt.Conversation(visitor.Conversation)).ShouldRefuse(404, "not_found");
    }
}
