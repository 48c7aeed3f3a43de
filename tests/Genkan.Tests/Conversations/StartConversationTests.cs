namespace Genkan.Tests.Conversations;

public sealed class StartConversationTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("Q-07", "Q-08", "RT-20", "RT-25", "E-01")]
    public async Task A_visitor_who_starts_waits_with_arrival_time_number_and_nickname()
    {
        var visitor = await shop.AVisitorIsWaiting();

        var waiting = Waiting((await shop.Nora.Desk()).Should(200), visitor.Conversation);
        waiting["nickname"]!.GetValue<string>().ShouldBe("Mina");
        waiting["number"]!.GetValue<string>().ShouldMatch(@"^\d{6}$");
        waiting["startType"]!.GetValue<string>().ShouldBe("visitor");
        waiting["startedAt"]!.GetValue<long>().ShouldBeInRange(shop.Clock.Now - 60_000, shop.Clock.Now);
        waiting["page"]!["url"]!.GetValue<string>().ShouldBe("https://shop.example/shoes");
    }

    [Fact, Requirement("Q-07")]
    public async Task Who_came_first_stands_first()
    {
        await using var own = await Shop.Open();
        var first = await own.AVisitorIsWaiting();
        var second = await own.AVisitorIsWaiting();

        var order = (await own.Nora.Desk()).Should(200)["waiting"]!.AsArray().Select(c => c!["id"]!.GetValue<string>());
        order.ShouldBe([first.Conversation, second.Conversation]);
    }

    [Fact]
    public async Task Starting_twice_with_one_id_starts_once()
    {
        await shop.Nora.Status("online");
        var visitor = await shop.AVisitor();
        var id = Ids.New();

        var first = (await visitor.Starts(id: id)).Should(201);
        var again = (await visitor.Starts(id: id)).Should(200);

        again.Id.ShouldBe(first.Id);
        again["startedAt"]!.GetValue<long>().ShouldBe(first["startedAt"]!.GetValue<long>());
    }

    [Fact]
    public async Task Starting_several_times_at_once_with_one_id_starts_once_and_answers_all()
    {
        await shop.Nora.Status("online");
        for (var round = 0; round < 5; round++)
        {
            var visitor = await shop.AVisitor();
            var id = Ids.New();

            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => visitor.Starts(id: id)));

            answers.Select(a => a.ShouldSucceed().Id).Distinct().ShouldHaveSingleItem().ShouldBe(id);
        }
    }

    [Fact]
    public async Task Whoever_has_an_open_conversation_is_led_to_it()
    {
        var visitor = await shop.AVisitorIsWaiting();

        var refused = (await visitor.Starts()).ShouldRefuse(409, "conversation_open");

        refused["conversation"]!.GetValue<string>().ShouldBe(visitor.Conversation);
    }

    [Fact, Requirement("E-14")]
    public async Task With_nobody_here_no_conversation_starts()
    {
        await using var own = await Shop.Open();
        var visitor = await own.AVisitor();
        visitor.Visit["availability"]!.GetValue<string>().ShouldBe("away");

        (await visitor.Starts()).ShouldRefuse(409, "nobody_here");

        await own.Nora.Status("online");
        (await visitor.Starts()).Should(201);
    }

    [Fact, Requirement("E-01")]
    public async Task Where_a_nickname_is_asked_one_must_be_given()
    {
        await shop.Nora.Status("online");
        var visitor = await shop.AVisitor();

        (await visitor.Starts(nickname: "  ")).ShouldRefuse(422, "invalid")["errors"]!["nickname"].ShouldNotBeNull();

        var (_, key) = await shop.NewSite("No names", new { nicknameForm = false });
        (await (await shop.AVisitor(key)).Starts(nickname: null)).Should(201);
    }

    [Fact, Requirement("E-12", "E-13")]
    public async Task Consent_is_asked_and_kept_with_its_time_and_wording()
    {
        await shop.Nora.Status("online");
        var (_, key) = await shop.NewSite("Consent", new { consent = new { enabled = true, text = new { en = "We keep what you write for a year." } } });
        var visitor = await shop.AVisitor(key, "en");
        var asked = visitor.Visit["site"]!["consent"]!;
        asked["enabled"]!.GetValue<bool>().ShouldBeTrue();
        asked["text"]!.GetValue<string>().ShouldBe("We keep what you write for a year.");

        (await visitor.Starts(language: "en")).Should(422);
        (await visitor.Starts(language: "en", consent: new { version = "something else" })).Should(422);
        (await visitor.Starts(language: "en", consent: new { version = asked["version"]!.GetValue<string>() })).Should(201);

        var seen = (await shop.Nora.Conversation(visitor.Conversation)).Should(200);
        seen["consentAt"]!.GetValue<long>().ShouldBeInRange(shop.Clock.Now - 60_000, shop.Clock.Now);
    }

    [Fact, Requirement("G-01", "G-02")]
    public async Task The_site_greets_with_its_words_of_that_moment()
    {
        await shop.Nora.Status("online");
        var (site, key) = await shop.NewSite("Greeting", new { greeting = new { when = "start", text = new { en = "Welcome!" } } });
        var early = await shop.AVisitor(key, "en");
        (await early.Starts(language: "en")).Should(201);

        (await shop.Nora.Patch($"/api/sites/{site}", new { greeting = new { when = "start", text = new { en = "Good evening!" } } })).Should(200);
        var late = await shop.AVisitor(key, "en");
        (await late.Starts(language: "en")).Should(201);

        (await Greetings(early)).ShouldBe(["Welcome!"]);
        (await Greetings(late)).ShouldBe(["Good evening!"]);
    }

    [Fact, Requirement("G-03", "RT-29")]
    public async Task Who_writes_before_an_agent_came_is_told_so_once_and_nothing_written_is_lost()
    {
        var visitor = await shop.AVisitorIsWaiting();
        (await visitor.Says("Anyone?")).Should(201);

        var lines = (await visitor.Messages()).Should(200)["items"]!.AsArray();
        lines.Count(line => line!["kind"]!.GetValue<string>() == "notice").ShouldBe(1);

        (await shop.Nora.Accept(visitor.Conversation)).Should(200);
        var seen = (await shop.Nora.Messages(visitor.Conversation)).Should(200)["items"]!.AsArray();
        seen.Where(line => line!["from"]!.GetValue<string>() == "visitor").Select(line => line!["text"]!.GetValue<string>())
            .ShouldBe(["Hello?", "Anyone?"]);
    }

    [Fact, Requirement("RT-26")]
    public async Task A_conversation_is_valid_from_the_visitors_first_word_on()
    {
        await shop.Nora.Status("online");
        var visitor = await shop.AVisitor();
        (await visitor.Starts()).Should(201);
        (await Valid()).ShouldBeFalse();

        (await visitor.Says("Hi")).Should(201);
        (await Valid()).ShouldBeTrue();

        async Task<bool> Valid() => (await shop.Nora.Conversation(visitor.Conversation)).Should(200)["valid"]!.GetValue<bool>();
    }

    private static System.Text.Json.Nodes.JsonNode Waiting(Answer desk, string conversation) =>
        desk["waiting"]!.AsArray().Single(c => c!["id"]!.GetValue<string>() == conversation)!;

    private static async Task<IEnumerable<string>> Greetings(VisitorClient visitor) =>
        (await visitor.Messages()).Should(200)["items"]!.AsArray()
            .Where(line => line!["kind"]!.GetValue<string>() == "greeting")
            .Select(line => line!["text"]!.GetValue<string>());
}
