namespace Genkan.Tests.History;

/// <summary>What the history checker found when clocks jump, each as a test of its own.</summary>
[Requirement("RT-29", "RT-30")]
public sealed class ClockJumpTests
{
    [Fact]
    public async Task Who_comes_back_is_shown_the_running_talk_also_after_the_clock_was_set_back()
    {
        await using var shop = await Shop.Open();
        await shop.Nora.Status("online");
        var visitor = await shop.AVisitor();
        (await visitor.Starts()).Should(201);
        (await visitor.Ends()).Should(200);
        shop.Clock.Jump(TimeSpan.FromHours(-3));
        (await visitor.Starts()).Should(201);
        var running = visitor.Conversation;

        await visitor.Visits();

        visitor.Visit["conversation"]!["id"]!.GetValue<string>().ShouldBe(running);
    }

    [Fact]
    public async Task The_newer_words_of_a_message_count_as_newer_also_after_the_clock_was_set_back()
    {
        await using var shop = await Shop.Open();
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var message = (await shop.Nora.Say(visitor.Conversation, "Monday")).Should(201).Id;
        var first = (await shop.Nora.Edit(visitor.Conversation, message, "Tuesday")).Should(200)["editedAt"]!.GetValue<long>();

        shop.Clock.Jump(TimeSpan.FromHours(-3));

        (await shop.Nora.Edit(visitor.Conversation, message, "Wednesday")).Should(200)["editedAt"]!.GetValue<long>().ShouldBeGreaterThan(first);
    }
}
