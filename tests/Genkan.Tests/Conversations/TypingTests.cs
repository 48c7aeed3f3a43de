namespace Genkan.Tests.Conversations;

public sealed class TypingTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("RT-03", "RT-06", "RT-07")]
    public async Task The_agent_reads_what_is_being_written()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await using var nora = await shop.Nora.Listen();
        var message = Ids.New();

        (await visitor.Types("typing", "Do th", message, 1)).Should(204);
        (await TypingOf(nora, visitor))["text"]!.GetValue<string>().ShouldBe("Do th");
        (await visitor.Types("typing", "Do", message, 2)).Should(204);
        (await TypingOf(nora, visitor))["text"]!.GetValue<string>().ShouldBe("Do");
    }

    [Fact, Requirement("RT-04")]
    public async Task The_visitor_sees_that_the_agent_types_and_never_what()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await using var mina = await visitor.Listen();

        (await shop.Nora.Type(visitor.Conversation, "typing", "Not yet for your eyes")).Should(204);

        var seen = await mina.Next("typing", frame => frame["state"]!.GetValue<string>() == "typing");
        seen["from"]!.GetValue<string>().ShouldBe("agent");
        seen.Data.ToJsonString().ShouldNotContain("Not yet");
    }

    [Fact, Requirement("RT-05")]
    public async Task Text_entered_and_left_shows_as_such_until_it_is_sent()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await using var nora = await shop.Nora.Listen();
        var message = Ids.New();

        (await visitor.Types("entered", "Half a", message, 1)).Should(204);
        (await TypingOf(nora, visitor))["state"]!.GetValue<string>().ShouldBe("entered");

        (await visitor.Says("Half a sentence", message)).Should(201);
        await nora.Next("message.sent", frame => frame["message"]!["id"]!.GetValue<string>() == message);

        // A post that was overtaken by the message must not bring the notice back.
        (await visitor.Types("typing", "Half a sent", message, 2)).Should(204);
        (await visitor.Types("none", null, Ids.New(), 1)).Should(204);
        await using var later = await shop.Nora.Listen();
        (await visitor.Says("Next")).Should(201);
        await later.Next("message.sent", frame => frame["message"]!["text"]!.GetValue<string>() == "Next");
        later.Heard.ShouldNotContain(frame => frame.Event == "typing" && IsOf(frame, visitor) && frame["state"]!.GetValue<string>() != "none");
    }

    [Fact, Requirement("RT-03")]
    public async Task An_older_post_that_comes_late_is_ignored()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await using var nora = await shop.Nora.Listen();
        var message = Ids.New();

        (await visitor.Types("typing", "abc", message, 5)).Should(204);
        (await visitor.Types("typing", "a", message, 3)).Should(204);
        (await visitor.Types("typing", "abcd", message, 6)).Should(204);

        (await TypingOf(nora, visitor))["text"]!.GetValue<string>().ShouldBe("abc");
        (await TypingOf(nora, visitor))["text"]!.GetValue<string>().ShouldBe("abcd");
    }

    [Fact, Requirement("RT-03")]
    public async Task Typing_fades_by_itself()
    {
        await using var own = await Shop.Open();
        var visitor = await own.NoraIsTalkingToAVisitor();
        await using var nora = await own.Nora.Listen();
        (await visitor.Types("typing", "Hm")).Should(204);
        await nora.Next("typing", frame => frame["state"]!.GetValue<string>() == "typing");

        own.Clock.Advance(TimeSpan.FromSeconds(7));

        await nora.Next("typing", frame => frame["state"]!.GetValue<string>() == "none");
    }

    [Fact, Requirement("RT-08")]
    public async Task With_the_preview_off_only_the_notice_remains()
    {
        await using var own = await Shop.Open();
        (await own.Nora.Put("/api/settings/conversations", new { typingPreview = false })).ShouldSucceed();
        var visitor = await own.NoraIsTalkingToAVisitor();
        await using var nora = await own.Nora.Listen();

        (await visitor.Types("typing", "Secret words")).Should(204);

        var seen = await TypingOf(nora, visitor);
        seen["state"]!.GetValue<string>().ShouldBe("typing");
        nora.Heard.ShouldNotContain(frame => frame.Data.ToJsonString().Contains("Secret", StringComparison.Ordinal));
    }

    [Fact, Requirement("RT-09")]
    public async Task The_preview_goes_to_the_owner_alone_and_is_never_stored()
    {
        await using var own = await Shop.Open();
        var visitor = await own.NoraIsTalkingToAVisitor();
        var walt = await own.Walt();
        await using var waltsStream = await walt.Listen();
        await using var nora = await own.Nora.Listen();

        (await visitor.Types("typing", "zebra-words")).Should(204);
        await TypingOf(nora, visitor);
        (await own.Nora.Patch("/api/me", new { nickname = "Nono" })).Should(200);
        await waltsStream.Next("agent.changed");

        waltsStream.Heard.ShouldNotContain(frame => frame.Event == "typing");
        var messages = (await own.Nora.Messages(visitor.Conversation)).Should(200);
        messages.Text.ShouldNotContain("zebra");
        (await own.Nora.Conversation(visitor.Conversation)).Should(200).Text.ShouldNotContain("zebra");
        own.Server.Log.Lines.ShouldNotContain(line => line.Contains("zebra", StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(own.Server.Folder, "*.db*", SearchOption.AllDirectories))
        {
            ReadShared(file).ShouldNotContain("zebra", Case.Insensitive, file);
        }
    }

    [Fact]
    public async Task Nobody_types_in_somebody_elses_conversation()
    {
        var mina = await shop.NoraIsTalkingToAVisitor();
        var other = await shop.AVisitorIsWaiting();

        (await other.Post($"/visitor/conversations/{mina.Conversation}/typing", new { message = Ids.New(), counter = 1, state = "typing", text = "boo" }))
            .ShouldRefuse(404, "not_found");
    }

    private static bool IsOf(Frame frame, VisitorClient visitor) =>
        frame["conversation"]?.GetValue<string>() == visitor.Conversation && frame["from"]!.GetValue<string>() == "visitor";

    private static Task<Frame> TypingOf(LiveStream stream, VisitorClient visitor) =>
        stream.Next("typing", frame => IsOf(frame, visitor) && frame["state"]!.GetValue<string>() != "none");

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }

    [Fact, Requirement("RT-05", "RT-08")]
    public async Task Who_accepts_sees_what_stands_in_the_box_and_no_more_once_the_preview_is_off()
    {
        await using var own = await Shop.Open();
        var visitor = await own.AVisitorIsWaiting();
        await using var nora = await own.Nora.Listen();
        (await visitor.Types("entered", "Half a", Ids.New(), 1)).Should(204);

        (await own.Nora.Accept(visitor.Conversation)).Should(200);
        (await TypingOf(nora, visitor))["text"]!.GetValue<string>().ShouldBe("Half a");

        (await own.Nora.Put("/api/settings/conversations", new { typingPreview = false })).Should(200);
        var after = await TypingOf(nora, visitor);
        after["state"]!.GetValue<string>().ShouldBe("entered");
        after["text"].ShouldBeNull();
    }
}
