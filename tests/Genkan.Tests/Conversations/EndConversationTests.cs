namespace Genkan.Tests.Conversations;

public sealed class EndConversationTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("W-28", "RT-24")]
    public async Task The_visitor_ends_and_the_agent_closes()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await using var nora = await shop.Nora.Listen();

        (await visitor.Ends()).Should(200);

        var ended = (await nora.Next("conversation.ended"))["conversation"]!;
        ended["state"]!.GetValue<string>().ShouldBe("endedByVisitor");
        ended["endType"]!.GetValue<string>().ShouldBe("visitor");
        (await shop.Nora.Desk()).Should(200)["mine"]!.AsArray().ShouldContain(c => c!["id"]!.GetValue<string>() == visitor.Conversation);

        (await shop.Nora.End(visitor.Conversation)).Should(200)["state"]!.GetValue<string>().ShouldBe("closed");
        (await shop.Nora.Desk()).Should(200)["mine"]!.AsArray().ShouldNotContain(c => c!["id"]!.GetValue<string>() == visitor.Conversation);
    }

    [Fact, Requirement("AC-15", "AC-26", "RT-24")]
    public async Task The_agent_ends_and_the_visitor_hears_it()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await using var mina = await visitor.Listen();

        (await shop.Nora.End(visitor.Conversation)).Should(200);

        var ended = (await mina.Next("conversation.ended"))["conversation"]!;
        ended["state"]!.GetValue<string>().ShouldBe("closed");
        ended["endType"]!.GetValue<string>().ShouldBe("agent");
    }

    [Fact]
    public async Task A_repeat_answers_as_before()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        (await visitor.Ends()).Should(200);
        (await visitor.Ends()).Should(200)["endType"]!.GetValue<string>().ShouldBe("visitor");
        (await shop.Nora.End(visitor.Conversation)).Should(200);
        (await shop.Nora.End(visitor.Conversation)).Should(200);
    }

    [Fact]
    public async Task After_the_end_nothing_is_added()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        (await visitor.Ends()).Should(200);

        (await visitor.Says("One more thing")).ShouldRefuse(409, "conversation_ended");

        (await visitor.Messages()).Text.ShouldNotContain("One more thing");
    }

    [Fact, Requirement("RT-30")]
    public async Task A_message_that_was_kept_before_the_end_still_answers_its_repeat()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var id = Ids.New();
        (await visitor.Says("Just in time", id)).Should(201);
        (await shop.Nora.End(visitor.Conversation)).Should(200);

        (await visitor.Says("Just in time", id)).Should(200);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_list()
    {
        var visitor = await shop.AVisitorIsWaiting();
        await using var nora = await shop.Nora.Listen();

        (await visitor.Ends()).Should(200);

        await nora.Next("conversation.ended", frame => frame["conversation"]!["id"]!.GetValue<string>() == visitor.Conversation);
        (await shop.Nora.Desk()).Should(200)["waiting"]!.AsArray().ShouldNotContain(c => c!["id"]!.GetValue<string>() == visitor.Conversation);
    }

    [Fact]
    public async Task After_the_end_a_new_one_can_begin()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var first = visitor.Conversation;
        (await visitor.Ends()).Should(200);

        (await visitor.Starts()).Should(201);

        visitor.Conversation.ShouldNotBe(first);
    }

    [Fact, Requirement("H-02")]
    public async Task The_transcript_stays_when_its_agent_has_left()
    {
        await using var own = await Shop.Open();
        var walt = await own.Walt();
        var visitor = await own.AVisitorIsWaiting();
        (await walt.Accept(visitor.Conversation)).Should(200);
        (await walt.Say(visitor.Conversation, "I was here")).Should(201);
        (await walt.End(visitor.Conversation)).Should(200);

        (await own.Nora.Delete($"/api/agents/{walt.Id}")).ShouldSucceed();

        (await own.Nora.Messages(visitor.Conversation)).Should(200).Text.ShouldContain("I was here");
        (await own.Nora.Conversation(visitor.Conversation)).Should(200)["agent"]!.GetValue<string>().ShouldBe(walt.Id);
    }
}
