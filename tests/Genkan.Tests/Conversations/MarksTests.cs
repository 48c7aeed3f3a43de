namespace Genkan.Tests.Conversations;

public sealed class MarksTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task What_the_visitor_read_the_agent_sees()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var said = (await shop.Nora.Say(visitor.Conversation, "Look")).Should(201)["seq"]!.GetValue<long>();
        await using var nora = await shop.Nora.Listen();

        (await visitor.Marks(new { delivered = said, read = said })).Should(204);

        var marks = (await nora.Next("conversation.marked", frame => frame.Data["conversation"]!.GetValue<string>() == visitor.Conversation
            && frame["marks"]!["visitorRead"]!.GetValue<long>() == said))["marks"]!;
        marks["visitorDelivered"]!.GetValue<long>().ShouldBe(said);
    }

    [Fact]
    public async Task What_the_agent_read_the_visitor_sees()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var said = (await visitor.Says("Look")).Should(201)["seq"]!.GetValue<long>();
        await using var mina = await visitor.Listen();

        (await shop.Nora.Mark(visitor.Conversation, new { delivered = said, read = said })).Should(204);

        await mina.Next("conversation.marked", frame => frame["marks"]!["agentRead"]!.GetValue<long>() == said);
    }

    [Fact]
    public async Task Marks_never_go_back_nor_beyond_the_end()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var said = (await visitor.Says("Look")).Should(201)["seq"]!.GetValue<long>();
        await using var mina = await visitor.Listen();
        (await shop.Nora.Mark(visitor.Conversation, new { read = said })).Should(204);
        await mina.Next("conversation.marked", frame => frame["marks"]!["agentRead"]!.GetValue<long>() == said);

        (await shop.Nora.Mark(visitor.Conversation, new { read = 1 })).Should(204);
        await shop.Nora.Mark(visitor.Conversation, new { read = said + 1000 });

        var marks = (await shop.Nora.Conversation(visitor.Conversation)).Should(200)["marks"]!;
        marks["agentRead"]!.GetValue<long>().ShouldBe(said);
    }
}
