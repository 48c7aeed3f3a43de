namespace Genkan.Tests.LeftMessages;

public sealed class LeaveMessageTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("E-14", "OM-01", "OM-06")]
    public async Task What_is_left_is_read_by_the_agents()
    {
        var walt = await shop.Walt("away");
        var open = await OpenOn(walt);
        await using var stream = await walt.Listen();
        var visitor = await shop.AVisitor(language: "ja");
        visitor.Headers["Accept-Language"] = "ja";

        var left = await Leave(visitor, new { id = Ids.New(), name = "美奈", email = "mina@example.com", text = "在庫はありますか😀" });

        left["at"]!.GetValue<long>().ShouldBeGreaterThan(0);
        (await stream.Next("leftMessage.received"))["message"]!["text"]!.GetValue<string>().ShouldBe("在庫はありますか😀");
        var item = (await walt.Get("/api/leftmessages?state=open")).Should(200)["items"]!.AsArray().First(m => m!["id"]!.GetValue<string>() == left.Id)!;
        item["name"]!.GetValue<string>().ShouldBe("美奈");
        item["email"]!.GetValue<string>().ShouldBe("mina@example.com");
        item["phone"].ShouldBeNull();
        item["language"]!.GetValue<string>().ShouldBe("ja");
        item["site"]!.GetValue<string>().ShouldBe(shop.Site);
        item["doneAt"].ShouldBeNull();
        (await OpenOn(walt)).ShouldBe(open + 1);
    }

    [Fact, Requirement("E-14")]
    public async Task Who_deals_with_it_stays_named()
    {
        var (walt, ada) = (await shop.Walt("away"), await shop.Ada("away"));
        var left = await Leave(await shop.AVisitor(), Words("Call me"));
        await using var stream = await ada.Listen();

        var done = (await walt.Patch($"/api/leftmessages/{left.Id}", new { done = true })).Should(200);
        done["doneBy"]!.GetValue<string>().ShouldBe(walt.Id);
        (await ada.Patch($"/api/leftmessages/{left.Id}", new { done = true })).Should(200)["doneBy"]!.GetValue<string>().ShouldBe(walt.Id);

        (await stream.Next("leftMessage.changed"))["message"]!["doneBy"]!.GetValue<string>().ShouldBe(walt.Id);
        (await walt.Get("/api/leftmessages?state=done")).Text.ShouldContain(left.Id);
        (await walt.Get("/api/leftmessages?state=open")).Text.ShouldNotContain(left.Id);
        (await ada.Patch($"/api/leftmessages/{left.Id}", new { done = false })).Should(200)["doneAt"].ShouldBeNull();
        (await ada.Patch($"/api/leftmessages/{left.Id}", new { })).ShouldRefuse(422, "invalid");
        (await ada.Patch($"/api/leftmessages/{Ids.New()}", new { done = true })).ShouldRefuse(404, "not_found");
    }

    [Fact]
    public async Task Leaving_twice_leaves_once()
    {
        var visitor = await shop.AVisitor();
        var words = new { id = Ids.New(), name = "Mina", email = "mina@example.com", text = "Once" };
        var first = await Leave(visitor, words);

        (await visitor.Post("/visitor/leftmessages", words)).Should(200)["at"]!.GetValue<long>().ShouldBe(first["at"]!.GetValue<long>());
        (await visitor.Post("/visitor/leftmessages", new { words.id, words.name, words.email, text = "Other" })).ShouldRefuse(409, "id_taken");
        (await shop.Nora.Get("/api/leftmessages")).Should(200)["items"]!.AsArray().Count(m => m!["id"]!.GetValue<string>() == words.id).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"name": "Mina", "text": "No way to answer"}""", "email", "contact_needed")]
    [InlineData("""{"name": "Mina", "email": " ", "phone": "", "text": "No way to answer"}""", "email", "contact_needed")]
    [InlineData("""{"name": "", "email": "mina@example.com", "text": "x"}""", "name", "required")]
    [InlineData("""{"name": "Mina", "email": "mina", "text": "x"}""", "email", "email_invalid")]
    [InlineData("""{"name": "Mina", "phone": "call me", "text": "x"}""", "phone", "phone_invalid")]
    [InlineData("""{"name": "Mina", "email": "mina@example.com"}""", "text", "required")]
    [InlineData("""{"name": "Mina", "email": "mina@example.com", "text": "nothing \u0000 here"}""", "text", "text_invalid")]
    public async Task What_is_wrong_is_said_at_its_field(string body, string field, string code)
    {
        var visitor = await shop.AVisitor();
        var raw = $$"""{"id": "{{Ids.New()}}", {{body.Trim()[1..]}}""";

        var answer = await visitor.Post("/visitor/leftmessages", raw);

        answer.ShouldRefuse(422, "invalid")["errors"]![field]![0]!["code"]!.GetValue<string>().ShouldBe(code);
    }

    [Fact]
    public async Task Oversized_and_unknown_are_refused_whole()
    {
        var visitor = await shop.AVisitor();
        (await visitor.Post("/visitor/leftmessages", Words(new string('x', 4001)))).ShouldRefuse(422, "invalid");
        (await visitor.Post("/visitor/leftmessages", Words(new string('x', 70_000)))).ShouldRefuse(413, "too_large");
        (await visitor.Post("/visitor/leftmessages", new { id = Ids.New(), name = "x", email = "x@example.com", text = "x", site = shop.Site })).ShouldRefuse(400, "unknown_field");
        (await visitor.Post("/visitor/leftmessages", new { id = Ids.New(), name = 1, email = "x@example.com", text = "x" })).ShouldRefuse(400, "malformed");
        visitor.Token = "forged";
        (await visitor.Post("/visitor/leftmessages", Words("x"))).ShouldRefuse(401, "token_invalid");
    }

    [Fact]
    public async Task One_visitor_leaves_twenty_a_day()
    {
        await using var own = await Shop.Open();
        var visitor = await own.AVisitor();
        for (var i = 0; i < 20; i++)
        {
            (await visitor.Post("/visitor/leftmessages", Words($"Message {i}"))).Should(201);
        }

        (await visitor.Post("/visitor/leftmessages", Words("One too many"))).ShouldRefuse(429, "too_many").Headers.RetryAfter.ShouldNotBeNull();
        own.Clock.Advance(TimeSpan.FromDays(1.1));
        (await visitor.Post("/visitor/leftmessages", Words("Tomorrow"))).Should(201);
    }

    [Fact]
    public async Task The_list_is_paged_newest_first_without_gaps()
    {
        await using var own = await Shop.Open();
        var visitor = await own.AVisitor();
        foreach (var i in Enumerable.Range(0, 5))
        {
            (await visitor.Post("/visitor/leftmessages", Words($"Message {i}"))).Should(201);
        }

        var texts = new List<string>();
        string? next = null;
        do
        {
            var page = (await own.Nora.Get($"/api/leftmessages?limit=2{(next is null ? "" : "&after=" + next)}")).Should(200);
            texts.AddRange(page["items"]!.AsArray().Select(m => m!["text"]!.GetValue<string>()));
            next = page["next"]?.GetValue<string>();
        }
        while (next is not null);

        texts.ShouldBe(["Message 4", "Message 3", "Message 2", "Message 1", "Message 0"]);
        (await own.Nora.Get("/api/leftmessages?after=nonsense")).ShouldRefuse(422, "invalid");
        (await own.Nora.Get("/api/leftmessages?limit=201")).ShouldRefuse(422, "invalid");
        (await own.Nora.Get("/api/leftmessages?state=perhaps")).ShouldRefuse(422, "invalid");
        (await own.Nora.Get("/api/leftmessages?sort=by-name")).ShouldRefuse(422, "invalid");
        (await own.Nora.Get("/api/leftmessages?site=here")).ShouldRefuse(400, "malformed");
    }

    [Fact, Requirement("SP-09")]
    public async Task Who_may_not_read_them_hears_nothing_of_them()
    {
        (await shop.Nora.Post("/api/agents", new { id = Ids.New(), name = "Tom", userName = "tom", email = "tom@shop.example", password = Shop.Password, role = "agent", permissions = new[] { "conversations.chat" } })).Should(201);
        var tom = await new AgentClient(shop.Server.Url).SignIn("tom@shop.example", Shop.Password);
        await using var stream = await tom.Listen();

        await Leave(await shop.AVisitor(), Words("Not for Tom"));
        await shop.NewSite("After the message");

        await stream.HearsNo("leftMessage.received", before: "site.added");
        stream.Heard.ShouldNotContain(frame => frame.ToString().Contains("Not for Tom", StringComparison.Ordinal));
        (await tom.Get("/api/leftmessages")).ShouldRefuse(403, "not_allowed");
        (await OpenOn(tom)).ShouldBe(0);
    }

    private static object Words(string text) => new { id = Ids.New(), name = "Mina", phone = "+90 (212) 555 00 11", text };

    private static async Task<Answer> Leave(VisitorClient visitor, object words) => (await visitor.Post("/visitor/leftmessages", words)).Should(201);

    private static async Task<long> OpenOn(AgentClient agent) => (await agent.Desk()).Should(200)["leftMessagesOpen"]!.GetValue<long>();
}
