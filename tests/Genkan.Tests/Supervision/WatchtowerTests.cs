using System.Text.Json.Nodes;

namespace Genkan.Tests.Supervision;

/// <summary>What goes on now, for those in charge: at a look and as it changes.</summary>
public sealed class WatchtowerTests
{
    [Fact, Requirement("D-01", "D-02", "D-03", "D-04", "D-05", "AD-59")]
    public async Task The_counters_and_the_list_say_who_waits_and_who_is_in_chat()
    {
        await using var shop = await Shop.Open();
        var (walt, _) = (await shop.Walt(), await shop.Ada("away"));
        var talking = await shop.NoraIsTalkingToAVisitor();
        var waiting = await shop.AVisitorIsWaiting();

        var look = (await shop.Nora.Get("/api/monitor")).Should(200);
        Counters(look.Json).ShouldBe(new { visitors = 2, online = 2, waiting = 1, agents = 3 }.ToString());
        var rows = look["visitors"]!.AsArray().ToDictionary(v => v!["id"]!.GetValue<string>());
        rows.Keys.ShouldBe([talking.Conversation, waiting.Conversation], ignoreOrder: true);
        var first = rows[waiting.Conversation]!;
        first["state"]!.GetValue<string>().ShouldBe("waiting");
        first["agent"].ShouldBeNull();
        first["site"]!.GetValue<string>().ShouldBe(shop.Site);
        first["nickname"]!.GetValue<string>().ShouldBe("Mina");
        first["here"]!.GetValue<bool>().ShouldBeTrue();
        first["since"]!.GetValue<long>().ShouldBeLessThanOrEqualTo(look["at"]!.GetValue<long>());
        rows[talking.Conversation]!["agent"]!.GetValue<string>().ShouldBe(shop.Nora.Id);
        rows[talking.Conversation]!["unansweredSince"].ShouldNotBeNull();

        (await walt.Accept(waiting.Conversation)).Should(200);
        (await talking.Ends()).Should(200);
        await Until.True(async () => Counters((await shop.Nora.Get("/api/monitor")).Should(200).Json) == new { visitors = 1, online = 2, waiting = 0, agents = 3 }.ToString());
    }

    [Fact, Requirement("D-02", "D-14")]
    public async Task The_figures_are_told_by_themselves_to_all_who_watch_and_are_the_same_for_each()
    {
        await using var shop = await Shop.Open();
        await shop.Nora.Status("online");
        var tom = await shop.Agent("tom", role: "admin");
        await using var noras = await shop.Nora.Listen();
        await using var toms = await tom.Listen();
        (await noras.Next("monitor"))["changes"].ShouldBeNull("on connect there are the figures alone");
        await toms.Next("monitor");

        var visitor = await shop.Asks();
        bool ofTheVisitor(Frame f) => f["changes"] is { } c && c["changed"]!.AsArray().Any(v => v!["id"]!.GetValue<string>() == visitor.Conversation);
        var heard = await noras.Next("monitor", ofTheVisitor);
        heard["figures"]!["counters"]!["waiting"]!.GetValue<int>().ShouldBe(1);
        (await toms.Next("monitor", ofTheVisitor)).Data.ToJsonString().ShouldBe(heard.Data.ToJsonString(), "worked out once for both");

        await tom.Status("busy");
        (await noras.Next("monitor", f => Online(f) == 1))["changes"]!["changed"]!.AsArray().ShouldBeEmpty();
        (await visitor.Ends()).Should(200);
        (await noras.Next("monitor", f => f["figures"]!["counters"]!["waiting"]!.GetValue<int>() == 0))["changes"]!["gone"]!.AsArray()
            .Select(id => id!.GetValue<string>()).ShouldBe([visitor.Conversation]);
    }

    [Fact, Requirement("D-07", "D-08", "D-09", "D-10")]
    public async Task Each_department_has_its_queue_its_conversations_and_its_people_by_status()
    {
        await using var shop = await Shop.Open();
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        var sales = await shop.Department("Sales", walt);
        var care = await shop.Department("Care", walt, ada);
        var (site, key) = await shop.NewSite("Outlet");
        (await shop.Nora.Put($"/api/sites/{site}/routing", new { designation = "departments", departments = new[] { sales } })).Should(200);
        (await shop.Nora.Put($"/api/settings/routing", new { chat = "pool" })).Should(200);
        await using var stream = await shop.Nora.Listen();

        var (forSales, forAll, hers) = (await shop.Asks(siteKey: key), await shop.Asks(), await shop.Asks());
        (await ada.Accept(hers.Conversation)).Should(200);
        var settled = await stream.Next("monitor", f => Group(f, null)["waiting"]!.GetValue<int>() == 1 && Group(f, care)["inChat"]!.GetValue<int>() == 1);
        Group(settled, sales)["waiting"]!.GetValue<int>().ShouldBe(1);
        Group(settled, sales)["inChat"]!.GetValue<int>().ShouldBe(0);
        Group(settled, care)["waiting"]!.GetValue<int>().ShouldBe(0);
        Group(settled, care)["agents"]!["online"]!.GetValue<int>().ShouldBe(2);
        Group(settled, null)["agents"]!["away"]!.GetValue<int>().ShouldBe(1, "Nora is in no department");
        var rows = (await shop.Nora.Get("/api/monitor")).Should(200)["visitors"]!.AsArray().ToDictionary(v => v!["id"]!.GetValue<string>());
        rows[forSales.Conversation]!["departments"]!.AsArray().Select(d => d!.GetValue<string>()).ShouldBe([sales]);
        rows[forAll.Conversation]!["departments"]!.AsArray().ShouldBeEmpty();

        await ada.Status("break");
        var after = await stream.Next("monitor", f => Group(f, care)["agents"]!["break"] is not null);
        Group(after, care)["agents"]!["online"]!.GetValue<int>().ShouldBe(1);
        Group(after, sales)["agents"]!["online"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact, Requirement("D-12")]
    public async Task Each_agent_has_status_and_since_when_conversations_of_the_limit_and_who_waits_longest()
    {
        await using var shop = await Shop.Open();
        var walt = await shop.Walt();
        await using var stream = await shop.Nora.Listen();
        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { limit = 3 })).Should(200);
        var visitor = await shop.Asks();
        (await walt.Accept(visitor.Conversation)).Should(200);
        (await visitor.Says("Are you there?")).Should(201);

        var waits = await stream.Next("monitor", f => Agent(f, walt)["longestSince"] is not null);
        Agent(waits, walt)["held"]!.GetValue<int>().ShouldBe(1);
        Agent(waits, walt)["limit"]!.GetValue<long>().ShouldBe(3);
        Agent(waits, walt)["status"]!.GetValue<string>().ShouldBe("online");
        var since = Agent(waits, walt)["since"]!.GetValue<long>();
        since.ShouldBeLessThanOrEqualTo(waits["at"]!.GetValue<long>());

        (await walt.Say(visitor.Conversation, "I am")).Should(201);
        await stream.Next("monitor", f => Agent(f, walt)["longestSince"] is null);
        shop.Clock.Advance(TimeSpan.FromSeconds(5));
        await walt.Status("busy");
        var busy = await stream.Next("monitor", f => Agent(f, walt)["status"]!.GetValue<string>() == "busy");
        Agent(busy, walt)["since"]!.GetValue<long>().ShouldBeGreaterThan(since);
    }

    [Fact, Requirement("D-02", "D-09", "D-12")]
    public async Task Who_is_gone_without_signing_out_counts_as_offline_whatever_the_status_says()
    {
        await using var shop = await Shop.Open();
        var walt = await shop.Walt();
        await using var stream = await shop.Nora.Listen();
        (await stream.Next("monitor", f => Online(f) == 1)).ShouldNotBeNull();

        shop.Clock.Advance(TimeSpan.FromMinutes(3));
        var gone = await stream.Next("monitor", f => Online(f) == 0);
        Agent(gone, walt)["status"]!.GetValue<string>().ShouldBe("offline");
        Agent(gone, walt)["since"].ShouldBeNull();
    }

    [Fact, Requirement("D-05", "D-14", "RT-30")]
    public async Task What_is_told_step_by_step_makes_what_a_fresh_look_shows()
    {
        await using var shop = await Shop.Open();
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        var care = await shop.Department("Care", ada);
        await using var stream = await shop.Nora.Listen();
        await stream.Next("monitor");
        var shown = List((await shop.Nora.Get("/api/monitor")).Should(200));

        var (a, b, c, d) = (await shop.Asks(), await shop.Asks(), await shop.Asks(), await shop.Asks());
        (await a.Says("First")).Should(201);
        (await walt.Accept(a.Conversation)).Should(200);
        (await walt.Accept(b.Conversation)).Should(200);
        (await walt.Say(a.Conversation, "Yes?")).Should(201);
        (await walt.Transfers(a, new { agent = ada.Id })).Should(200);
        (await walt.Transfers(b, new { department = care })).Should(200);
        (await c.Ends()).Should(200);
        (await shop.Nora.Post($"/api/conversations/{d.Conversation}/close")).Should(200);
        var last = await shop.Asks();

        var news = 0;
        while (!shown.ContainsKey(last.Conversation))
        {
            var frame = await stream.Next("monitor");
            if (frame["changes"] is { } changes)
            {
                news++;
                changes["changed"]!.AsArray().ToList().ForEach(v => shown[v!["id"]!.GetValue<string>()] = v.ToJsonString());
                changes["gone"]!.AsArray().ToList().ForEach(id => shown.Remove(id!.GetValue<string>()));
            }
        }

        news.ShouldBeGreaterThan(0);
        shown.ShouldBe(List((await shop.Nora.Get("/api/monitor")).Should(200)), ignoreOrder: true);
        shown.Keys.ShouldBe([a.Conversation, b.Conversation, last.Conversation], ignoreOrder: true);
    }

    [Fact, Requirement("SP-07", "SP-09", "D-10")]
    public async Task Without_the_right_and_in_another_organisation_nothing_of_it_is_seen_or_heard()
    {
        await using var shop = await Shop.Open();
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        (await shop.Nora.Patch($"/api/agents/{ada.Id}", new { permissions = new[] { "conversations.all", "conversations.chat" } })).Should(200);
        var rivals = await shop.TheRivals();
        (await walt.Get("/api/monitor")).ShouldRefuse(403, "not_allowed");
        await using var walts = await walt.Listen();
        await using var adas = await ada.Listen();
        await using var ritas = await rivals.Rita.Listen();
        await adas.Next("monitor");
        await ritas.Next("monitor");

        var visitor = await shop.Asks();
        await adas.Next("monitor", f => f["changes"] is not null);
        (await rivals.Rita.Get("/api/monitor")).Should(200)["visitors"]!.AsArray().ShouldBeEmpty();
        (await shop.Nora.Patch($"/api/agents/{ada.Id}", new { permissions = new[] { "conversations.chat" } })).Should(200);
        await adas.Next("agent.changed");
        (await walt.Accept(visitor.Conversation)).Should(200);
        await adas.HearsNo("monitor", before: "conversation.accepted");
        (await visitor.Ends()).Should(200);
        await adas.HearsNo("monitor", before: "colleagues");
        await walts.HearsNo("monitor", before: "conversation.accepted");
        await rivals.Rita.Status("busy");
        (await ritas.Next("monitor", f => f["changes"] is not null))["figures"]!["counters"]!["visitors"]!.GetValue<int>().ShouldBe(0);
    }

    private static string? Counters(JsonNode look)
    {
        var c = look["figures"]!["counters"]!;
        return new { visitors = Of("visitors"), online = Of("online"), waiting = Of("waiting"), agents = Of("agents") }.ToString();

        int Of(string name) => c[name]!.GetValue<int>();
    }

    private static int Online(Frame frame) => frame["figures"]!["counters"]!["online"]!.GetValue<int>();

    private static JsonNode Group(Frame frame, string? department) =>
        frame["figures"]!["groups"]!.AsArray().Single(g => g!["department"]?.GetValue<string>() == department)!;

    private static JsonNode Agent(Frame frame, AgentClient agent) => frame["figures"]!["agents"]!.AsArray().Single(a => a!["agent"]!.GetValue<string>() == agent.Id)!;

    private static Dictionary<string, string> List(Answer look) => look["visitors"]!.AsArray().ToDictionary(v => v!["id"]!.GetValue<string>(), v => v!.ToJsonString());
}
