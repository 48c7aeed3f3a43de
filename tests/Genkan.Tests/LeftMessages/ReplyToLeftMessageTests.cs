using System.Globalization;
using System.Text.Json.Nodes;

namespace Genkan.Tests.LeftMessages;

public sealed class ReplyToLeftMessageTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("OM-08", "OM-09", "OM-10")]
    public async Task An_answer_turns_the_message_to_replied_and_shows_on_the_next_visit()
    {
        var walt = await shop.Walt("online");
        var mina = await shop.AVisitor();
        var left = await Left(mina, "Is it in stock?");
        var open = await OpenOn(walt);
        await using var stream = await walt.Listen();
        await using var window = await mina.Listen();

        var answered = (await Reply(walt, left, "It is.")).Should(201);

        answered["state"]!.GetValue<string>().ShouldBe("replied");
        answered["reply"]!["text"]!.GetValue<string>().ShouldBe("It is.");
        answered["reply"]!["by"]!.GetValue<string>().ShouldBe(walt.Id);
        answered["reply"]!["mail"]!.GetValue<string>().ShouldBe("off");
        answered["reply"]!["seenAt"].ShouldBeNull();
        (await stream.Next("leftMessage.replied"))["was"]!.GetValue<string>().ShouldBe("open");
        (await OpenOn(walt)).ShouldBe(open - 1);
        var heard = (await window.Next("leftMessage.replied"))["answer"]!;
        heard["reply"]!.GetValue<string>().ShouldBe("It is.");
        heard.ToJsonString().ShouldNotContain(walt.Id);

        var again = (await AnswersOf(mina)).Single()!;
        JsonNode.DeepEquals(again, heard).ShouldBeTrue();
        (await mina.Put($"/visitor/leftmessages/{left}/seen")).Should(204);
        (await mina.Put($"/visitor/leftmessages/{left}/seen")).Should(204);
        var seen = (await stream.Next("leftMessage.changed"))["message"]!["reply"]!["seenAt"]!.GetValue<long>();
        var details = (await walt.Get($"/api/leftmessages/{left}")).Should(200);
        details["message"]!["reply"]!["seenAt"]!.GetValue<long>().ShouldBe(seen);
        details["steps"]!.AsArray().Select(s => s!["kind"]!.GetValue<string>()).ShouldBe(["left", "replied", "seen"]);
        details["steps"]![1]!["agent"]!.GetValue<string>().ShouldBe(walt.Id);
    }

    [Fact, Requirement("OM-08")]
    public async Task Of_two_who_answer_at_once_exactly_one_wins_and_the_other_is_told()
    {
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        var left = await Left(await shop.AVisitor(), "Who is first?");

        var both = await Task.WhenAll(Reply(walt, left, "I am."), Reply(ada, left, "No, I am."));

        var loser = both.Single(a => (int)a.Status == 409).ShouldRefuse(409, "already_replied");
        var winner = both.Single(a => (int)a.Status == 201);
        loser["agent"]!.GetValue<string>().ShouldBe(winner["reply"]!["by"]!.GetValue<string>());
        (await shop.Nora.Get($"/api/leftmessages/{left}")).Should(200)["steps"]!.AsArray().Count(s => s!["kind"]!.GetValue<string>() == "replied").ShouldBe(1);
    }

    [Fact, Requirement("OM-08")]
    public async Task Sending_the_same_answer_twice_answers_once()
    {
        var left = await Left(await shop.AVisitor(), "Twice?");
        var body = new { id = Ids.New(), text = "Once." };
        var first = (await shop.Nora.Post($"/api/leftmessages/{left}/reply", body)).Should(201);

        (await shop.Nora.Post($"/api/leftmessages/{left}/reply", body)).Should(200).Text.ShouldBe(first.Text);
        (await shop.Nora.Post($"/api/leftmessages/{left}/reply", new { body.id, text = "Other" })).ShouldRefuse(409, "id_taken");
        (await (await shop.Walt()).Post($"/api/leftmessages/{left}/reply", body)).ShouldRefuse(409, "id_taken");
    }

    [Fact, Requirement("OM-08")]
    public async Task What_is_wrong_with_an_answer_is_refused()
    {
        var left = await Left(await shop.AVisitor(), "Wrong?");
        (await Reply(shop.Nora, left, " ")).ShouldRefuse(422, "invalid")["errors"]!["text"]![0]!["code"]!.GetValue<string>().ShouldBe("required");
        (await Reply(shop.Nora, left, new string('x', 4001))).ShouldRefuse(422, "invalid");
        (await Reply(shop.Nora, Ids.New(), "To nobody")).ShouldRefuse(404, "not_found");
        (await shop.Nora.Get($"/api/leftmessages/{Ids.New()}")).ShouldRefuse(404, "not_found");
    }

    [Fact]
    public async Task A_message_marked_by_a_colleague_meanwhile_can_still_be_answered()
    {
        var left = await Left(await shop.AVisitor(), "Called already?");
        (await (await shop.Walt()).Patch($"/api/leftmessages/{left}", new { done = true })).Should(200)["state"]!.GetValue<string>().ShouldBe("done");

        (await Reply(shop.Nora, left, "Also in writing.")).Should(201)["state"]!.GetValue<string>().ShouldBe("replied");
        (await shop.Nora.Patch($"/api/leftmessages/{left}", new { done = true })).Should(200)["state"]!.GetValue<string>().ShouldBe("done");
        (await shop.Nora.Patch($"/api/leftmessages/{left}", new { done = false })).Should(200)["state"]!.GetValue<string>().ShouldBe("replied");
    }

    [Fact, Requirement("OM-09", "SP-09")]
    public async Task An_answer_is_for_the_visitor_who_asked_alone()
    {
        var mina = await shop.AVisitor();
        var left = await Left(mina, "For me alone");
        (await mina.Put($"/visitor/leftmessages/{left}/seen")).ShouldRefuse(404, "not_found");
        (await Reply(shop.Nora, left, "Yours.")).Should(201);
        var other = await shop.AVisitor();

        (await AnswersOf(other)).ShouldBeEmpty();
        (await other.Put($"/visitor/leftmessages/{left}/seen")).ShouldRefuse(404, "not_found");
        var page = new VisitorClient(shop.Server.Url, shop.SiteKey);
        var visit = (await page.Post("/visitor/visits", new { site = shop.SiteKey, reach = "page" })).Should(200);
        visit["answers"]!.AsArray().ShouldBeEmpty();
        page.Token = visit["token"]!.GetValue<string>();
        (await page.Put($"/visitor/leftmessages/{left}/seen")).ShouldRefuse(403, "not_allowed");
    }

    [Fact, Requirement("OM-09")]
    public async Task An_answer_not_seen_stays_and_one_seen_goes_after_a_week()
    {
        await using var own = await Shop.Open();
        var mina = await own.AVisitor();
        var (read, unread) = (await Left(mina, "First"), await Left(mina, "Second"));
        (await Reply(own.Nora, read, "One")).Should(201);
        (await Reply(own.Nora, unread, "Two")).Should(201);
        (await AnswersOf(mina)).Select(a => a!["reply"]!.GetValue<string>()).ShouldBe(["One", "Two"]);
        (await mina.Put($"/visitor/leftmessages/{read}/seen")).Should(204);

        own.Clock.Advance(TimeSpan.FromDays(8));

        (await AnswersOf(mina)).Select(a => a!["reply"]!.GetValue<string>()).ShouldBe(["Two"]);
        (await own.Nora.SignIn("nora@shop.example", Shop.Password)).ShouldNotBeNull();
        (await own.Nora.Get($"/api/leftmessages/{unread}")).Should(200)["others"]!.AsArray().Single()!["text"]!.GetValue<string>().ShouldBe("First");
    }

    [Fact, Requirement("OM-10", "CF-24")]
    public async Task Who_may_answer_is_a_right_and_a_setting_that_count_at_once()
    {
        await using var own = await Shop.Open();
        var walt = await own.Walt("online");
        await using var stream = await walt.Listen();
        var left = await Left(await own.AVisitor(), "Who may?");
        (await own.Nora.Get("/api/settings/leftmessages")).Should(200)["answeredBy"]!.GetValue<string>().ShouldBe("agents");
        (await own.Nora.Put("/api/settings/leftmessages", new { answeredBy = "nobody" })).ShouldRefuse(422, "invalid");
        (await walt.Put("/api/settings/leftmessages", new { answeredBy = "admins" })).ShouldRefuse(403, "not_allowed");

        (await own.Nora.Put("/api/settings/leftmessages", new { answeredBy = "admins" })).Should(200);

        (await stream.Next("settings.changed"))["leftMessagesBy"]!.GetValue<string>().ShouldBe("admins");
        (await walt.Desk())["leftMessagesBy"]!.GetValue<string>().ShouldBe("admins");
        (await Reply(walt, left, "No.")).ShouldRefuse(403, "answered_by_admins");
        (await walt.Patch($"/api/leftmessages/{left}", new { done = true })).ShouldRefuse(403, "answered_by_admins");
        (await walt.Get("/api/leftmessages")).Should(200).Text.ShouldContain(left);
        (await own.Nora.Patch($"/api/agents/{walt.Id}", new { role = "admin" })).Should(200);
        (await Reply(walt, left, "As an admin.")).Should(201);

        (await own.Nora.Put("/api/settings/leftmessages", new { answeredBy = "agents" })).Should(200);
        (await own.Nora.Patch($"/api/agents/{walt.Id}", new { role = "agent", permissions = new[] { "conversations.chat", "leftMessages.read" } })).Should(200);
        (await Reply(walt, await Left(await own.AVisitor(), "And now?"), "No.")).ShouldRefuse(403, "not_allowed");
        await stream.Next("leftMessage.received");
        (await own.Nora.Patch($"/api/agents/{walt.Id}", new { permissions = new[] { "conversations.chat", "leftMessages.reply" } })).Should(200);
        var unseen = await Left(await own.AVisitor(), "Not for Walt");
        (await Reply(walt, unseen, "Blind.")).ShouldRefuse(403, "not_allowed");
        await own.NewSite("After it");
        await stream.HearsNo("leftMessage.received", before: "site.added");
    }

    [Fact, Requirement("OM-05")]
    public async Task Leaving_and_answering_need_no_licence()
    {
        var rivals = await shop.TheRivals();
        var left = await Left(await shop.AVisitorOf(rivals), "Open to everybody");
        (await Reply(rivals.Rita, left, "Of course.")).Should(201);
        (await Reply(shop.Nora, left, "Mine?")).ShouldRefuse(404, "not_found");
    }

    [Fact, Requirement("OM-06", "OM-07")]
    public async Task Messages_are_found_by_state_site_and_words_in_every_script()
    {
        await using var own = await Shop.Open();
        var mina = await own.AVisitor();
        var other = await own.NewSite("Outlet");
        var there = await own.AVisitor(other.Key);
        var japanese = await Left(mina, "在庫はありますか、ｶﾞｲﾄﾞも");
        var chinese = await Left(mina, "请问什么时候发货？");
        var turkish = await Left(there, "IŞIKLI masa ve İğne var mı?");
        var plain = (await mina.Post("/visitor/leftmessages", new { id = Ids.New(), name = "Çağla", email = "Cagla@Example.com", phone = "+90 (555) 010-20-30", text = "100% cotton_or not" })).Should(201).Id;
        (await Reply(own.Nora, chinese, "明天发货")).Should(201);
        (await own.Nora.Patch($"/api/leftmessages/{turkish}", new { done = true })).Should(200);

        (await Found(own, "q=在庫")).ShouldBe([japanese]);
        (await Found(own, "q=ガイド")).ShouldBe([japanese]);
        (await Found(own, "q=发货")).ShouldBe([chinese]);
        (await Found(own, "q=明天")).ShouldBe([chinese]);
        (await Found(own, "q=ışıklı%20igne")).ShouldBe([turkish]);
        (await Found(own, "q=cagla")).ShouldBe([plain]);
        (await Found(own, "q=cagla%40EXAMPLE.com")).ShouldBe([plain]);
        (await Found(own, "q=905550102030")).ShouldBe([plain]);
        (await Found(own, "q=100%25")).ShouldBe([plain]);
        (await Found(own, "q=cotton_or")).ShouldBe([plain]);
        (await Found(own, "q=nowhere")).ShouldBeEmpty();
        (await Found(own, "state=open")).ShouldBe([plain, japanese]);
        (await Found(own, "state=replied")).ShouldBe([chinese]);
        (await Found(own, "state=done")).ShouldBe([turkish]);
        (await Found(own, $"site={other.Id}")).ShouldBe([turkish]);
        (await Found(own, "sort=oldest&limit=3")).ShouldBe([japanese, chinese, turkish]);
        (await Found(own, $"state=open&site={own.Site}&q=cotton&sort=oldest")).ShouldBe([plain]);
        (await own.Nora.Get("/api/leftmessages?q=" + new string('x', 201))).ShouldRefuse(422, "invalid");
    }

    [Fact, Requirement("OM-06")]
    public async Task Pages_go_on_in_either_order()
    {
        await using var own = await Shop.Open();
        var mina = await own.AVisitor();
        var all = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            all.Add(await Left(mina, $"Message {i}"));
        }

        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = (await own.Nora.Get($"/api/leftmessages?sort=oldest&q=message&limit=2{(next is null ? "" : "&after=" + next)}")).Should(200);
            seen.AddRange(page["items"]!.AsArray().Select(m => m!["id"]!.GetValue<string>()));
            next = page["next"]?.GetValue<string>();
        }
        while (next is not null);

        seen.ShouldBe(all);
    }

    [Fact]
    public async Task What_an_earlier_version_stored_is_found_after_the_next_start()
    {
        await using var own = await Shop.Open();
        var left = await Left(await own.AVisitor(), "古い質問");
        await own.Server.WhileStopped(() => own.Server.Raw("UPDATE leftmessages_messages SET search = NULL, email_key = NULL, phone_key = NULL"));
        var nora = await new AgentClient(own.Server.Url).SignIn("nora@shop.example", Shop.Password);

        await Until.True(async () => (await nora.Get("/api/leftmessages?q=質問")).Should(200).Text.Contains(left, StringComparison.Ordinal));
        (await nora.Get("/api/leftmessages?q=mina%40example.com")).Should(200).Text.ShouldContain(left);
    }

    [Fact]
    public async Task A_report_can_count_what_was_left_and_answered_by_site_and_day()
    {
        await using var own = await Shop.Open();
        var mina = await own.AVisitor();
        var first = await Left(mina, "One");
        await Left(mina, "Two");
        own.Clock.Advance(TimeSpan.FromMinutes(30));
        (await Reply(own.Nora, first, "Half an hour later")).Should(201);

        const long day = 86_400_000;
        var counted = await own.Stored(string.Create(CultureInfo.InvariantCulture, $"""
            SELECT CAST(site AS text) || ' ' || CAST(COUNT(*) AS text) || ' ' || CAST(COUNT(replied_at) AS text) || ' ' || CAST(CAST(SUM(replied_at - at) AS bigint) / 60000 AS text)
            FROM leftmessages_messages WHERE organisation = '{own.Nora.Organisation}' AND site = '{own.Site}' AND at >= 0 GROUP BY site, at / {day} ORDER BY at / {day}
            """));
        var parts = counted.Select(line => line.Split(' ')).ToList();
        parts.ShouldAllBe(p => p[0] == own.Site);
        parts.Sum(p => int.Parse(p[1], CultureInfo.InvariantCulture)).ShouldBe(2);
        parts.Sum(p => int.Parse(p[2], CultureInfo.InvariantCulture)).ShouldBe(1);
        parts.Where(p => p.Length > 3 && p[3].Length > 0).Sum(p => int.Parse(p[3], CultureInfo.InvariantCulture)).ShouldBe(30);
    }

    private static async Task<string> Left(VisitorClient visitor, string text) =>
        (await visitor.Post("/visitor/leftmessages", new { id = Ids.New(), name = "Mina", email = "mina@example.com", text })).Should(201).Id;

    private static Task<Answer> Reply(AgentClient agent, string message, string text) =>
        agent.Post($"/api/leftmessages/{message}/reply", new { id = Ids.New(), text });

    private static async Task<JsonArray> AnswersOf(VisitorClient visitor) =>
        (await visitor.Post("/visitor/visits", new { site = visitor.Site })).Should(200)["answers"]!.AsArray();

    private static async Task<IEnumerable<string>> Found(Shop shop, string query) =>
        (await shop.Nora.Get($"/api/leftmessages?{query}")).Should(200)["items"]!.AsArray().Select(m => m!["id"]!.GetValue<string>());

    private static async Task<long> OpenOn(AgentClient agent) => (await agent.Desk()).Should(200)["leftMessagesOpen"]!.GetValue<long>();
}
