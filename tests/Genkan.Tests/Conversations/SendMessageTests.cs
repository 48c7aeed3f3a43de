using System.Text;

namespace Genkan.Tests.Conversations;

public sealed class SendMessageTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("RT-01", "W-26")]
    public async Task Words_go_both_ways_at_once()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await using var nora = await shop.Nora.Listen();
        await using var mina = await visitor.Listen();

        var asked = (await visitor.Says("Do these run small?")).Should(201);
        var heard = await nora.Next("message.sent", frame => frame.Data["conversation"]!.GetValue<string>() == visitor.Conversation);
        heard["message"]!["text"]!.GetValue<string>().ShouldBe("Do these run small?");
        heard["message"]!["from"]!.GetValue<string>().ShouldBe("visitor");

        var answered = (await shop.Nora.Say(visitor.Conversation, "A little.")).Should(201);
        var reply = await mina.Next("message.sent", frame => frame["message"]!["from"]!.GetValue<string>() == "agent");
        reply["message"]!["text"]!.GetValue<string>().ShouldBe("A little.");

        answered["seq"]!.GetValue<long>().ShouldBe(asked["seq"]!.GetValue<long>() + 1);
    }

    [Fact]
    public async Task A_sender_hears_oneself_so_that_every_tab_shows_it()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await using var otherTab = await visitor.Listen();
        var id = Ids.New();

        (await visitor.Says("Here I am", id)).Should(201);

        (await otherTab.Next("message.sent"))["message"]!["id"]!.GetValue<string>().ShouldBe(id);
    }

    [Fact, Requirement("RT-30")]
    public async Task Sent_again_under_its_id_a_message_is_the_same_message()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var id = Ids.New();

        var first = (await visitor.Says("Once", id)).Should(201);
        var again = (await visitor.Says("Once", id)).Should(200);

        again["seq"]!.GetValue<long>().ShouldBe(first["seq"]!.GetValue<long>());
        again["at"]!.GetValue<long>().ShouldBe(first["at"]!.GetValue<long>());
        (await Texts(visitor)).Count(text => text == "Once").ShouldBe(1);
    }

    [Fact]
    public async Task The_same_id_with_other_words_is_refused()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var id = Ids.New();
        (await visitor.Says("One thing", id)).Should(201);

        (await visitor.Says("Another", id)).ShouldRefuse(409, "id_taken");

        (await Texts(visitor)).ShouldNotContain("Another");
    }

    [Fact]
    public async Task The_same_id_in_somebody_elses_conversation_opens_nothing()
    {
        var mina = await shop.NoraIsTalkingToAVisitor();
        var other = await shop.NoraIsTalkingToAVisitor();
        var id = Ids.New();
        (await mina.Says("Mine", id)).Should(201);

        var refused = await other.Says("Mine", id);

        ((int)refused.Status).ShouldBe(409, refused.ToString());
        refused.Text.ShouldNotContain(mina.Conversation);
    }

    [Fact, Requirement("RT-18", "RT-30")]
    public async Task Many_at_once_from_both_sides_make_one_order_without_holes()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var head = (await visitor.Messages()).Should(200)["head"]!.GetValue<long>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
            i % 2 == 0 ? visitor.Says($"v{i}") : shop.Nora.Say(visitor.Conversation, $"a{i}")));

        answers.Select(answer => answer.Should(201)["seq"]!.GetValue<long>()).Order()
            .ShouldBe(Enumerable.Range(1, 60).Select(i => head + i));
        var seenByVisitor = await Ordered(visitor.Messages("?limit=200"));
        (await Ordered(shop.Nora.Messages(visitor.Conversation, "?limit=200"))).ShouldBe(seenByVisitor);
        seenByVisitor.Select(line => line.Seq).ShouldBe(Enumerable.Range(1, seenByVisitor.Count).Select(i => (long)i));
    }

    [Theory, Requirement("LP-02")]
    [InlineData("İyi günler, ışık ÇĞÖŞÜ çğöşü")]
    [InlineData("靴のサイズは小さめですか？髙島屋 𠮟る")]
    [InlineData("这双鞋偏小吗？")]
    [InlineData("這雙鞋偏小嗎？臺灣")]
    [InlineData("مرحبا שלום")]
    [InlineData("👩‍👩‍👧‍👦 🏳️‍🌈 🇹🇷 e\u0301")]
    [InlineData("<script>alert(1)</script> & \"quotes\" \\ ' ; -- DROP TABLE")]
    [InlineData("  spaces\tand\nlines\n\nstay  ")]
    public async Task Any_script_arrives_as_written(string text)
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();

        (await visitor.Says(text)).Should(201);

        var seen = (await shop.Nora.Messages(visitor.Conversation)).Should(200)["items"]!.AsArray();
        seen[^1]!["text"]!.GetValue<string>().Trim().ShouldBe(text.Trim());
    }

    [Theory]
    [InlineData("""{"id":"ID","text":""}""", 422)]
    [InlineData("""{"id":"ID","text":"   "}""", 422)]
    [InlineData("""{"id":"ID","text":"a\u0000b"}""", 422)]
    [InlineData("""{"id":"ID"}""", 422)]
    [InlineData("""{"text":"x"}""", 422)]
    [InlineData("""{"id":"ID","text":5}""", 400)]
    [InlineData("""{"id":"ID","text":{"a":1}}""", 400)]
    [InlineData("""{"id":"ID","text":"x","extra":1}""", 400)]
    [InlineData("""{"id":"not an id","text":"x"}""", 400)]
    [InlineData("""{"id":"ID","text":"x" """, 400)]
    [InlineData("""[]""", 400)]
    [InlineData("""null""", 400)]
    [InlineData("", 400)]
    public async Task Bad_input_is_a_problem_document_and_changes_nothing(string body, int status)
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var before = await Texts(visitor);

        var answer = await visitor.Post($"/visitor/conversations/{visitor.Conversation}/messages", body.Replace("ID", Ids.New(), StringComparison.Ordinal));

        answer.Should(status);
        answer.Code.ShouldNotBeNullOrEmpty(answer.ToString());
        (await Texts(visitor)).ShouldBe(before);
    }

    [Fact]
    public async Task A_lone_surrogate_is_refused()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var refused = await visitor.Post($"/visitor/conversations/{visitor.Conversation}/messages", $$"""{"id":"{{Ids.New()}}","text":"a\ud83dz"}""");
        ((int)refused.Status).ShouldBeOneOf(400, 422);
        refused.Code.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_message_has_a_longest()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        (await visitor.Says(new string('あ', 4000))).Should(201);
        (await visitor.Says(new string('あ', 4001))).ShouldRefuse(422, "invalid")["errors"]!["text"].ShouldNotBeNull();
        (await visitor.Says(new string('x', 70_000))).Should(413).Code.ShouldBe("too_large");
    }

    [Fact]
    public async Task Only_json_is_read()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        using var form = new StringContent("text=hi", Encoding.UTF8, "application/x-www-form-urlencoded");
        (await visitor.Post($"/visitor/conversations/{visitor.Conversation}/messages", form)).Should(415).Code.ShouldNotBeNull();
    }

    [Fact]
    public async Task Words_and_names_are_never_logged()
    {
        await using var own = await Shop.Open();
        var visitor = await own.NoraIsTalkingToAVisitor();
        (await visitor.Says("my card is 4111-1111")).Should(201);
        (await visitor.Says(new string('4', 4001))).Should(422);
        (await visitor.Post($"/visitor/conversations/{visitor.Conversation}/messages", """{"id":"4111-1111","text":7}""")).Should(400);

        own.Server.Log.Lines.ShouldNotContain(line => line.Contains("4111", StringComparison.Ordinal));
        own.Server.Log.Lines.ShouldNotContain(line => line.Contains("Mina", StringComparison.Ordinal));
        own.Server.Log.Errors.ShouldBeEmpty();
    }

    [Fact, Requirement("RT-29", "RT-30")]
    public async Task What_was_said_is_there_after_a_restart()
    {
        await using var own = await Shop.Open();
        var visitor = await own.NoraIsTalkingToAVisitor();
        (await visitor.Says("Remember me")).Should(201);

        await own.Server.Restart();

        (await Texts(visitor)).ShouldContain("Remember me");
        (await own.Nora.Say(visitor.Conversation, "I do")).Should(201);
    }

    private static async Task<List<string>> Texts(VisitorClient visitor) =>
        [.. (await visitor.Messages("?limit=200")).Should(200)["items"]!.AsArray().Select(line => line!["text"]!.GetValue<string>())];

    private static async Task<List<(long Seq, string Id)>> Ordered(Task<Answer> messages) =>
        [.. (await messages).Should(200)["items"]!.AsArray().Select(line => (line!["seq"]!.GetValue<long>(), line["id"]!.GetValue<string>()))];
}
