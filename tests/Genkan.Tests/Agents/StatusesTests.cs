using System.Text.Json.Nodes;

namespace Genkan.Tests.Agents;

public sealed class StatusesTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("ST-20", "CF-07")]
    public async Task Every_organisation_begins_with_five_that_let_through_what_is_usual()
    {
        var rivals = await shop.TheRivals();
        var items = (await rivals.Rita.Get("/api/statuses")).Should(200)["items"]!.AsArray();

        items.Select(s => $"{s!["key"]} {Flags(s)}").ShouldBe(
            ["online automatic pick accept transfer", "busy pick accept transfer", "break ", "away ", "offline "]);
        items.ShouldAllBe(s => s!["name"] == null);
    }

    [Fact, Requirement("ST-20", "ST-12", "CF-07")]
    public async Task What_a_status_lets_through_is_the_admins_to_say()
    {
        await using var other = await Shop.Open();
        var walt = await other.Walt("busy");
        var (first, second, third) = (await other.AVisitorIsWaiting(), await other.AVisitorIsWaiting(), await other.AVisitorIsWaiting());
        (await other.Nora.Patch("/api/statuses/busy", new { pick = false })).Should(200)["accept"]!.GetValue<bool>().ShouldBeTrue();
        // The next in line may still be called in; nobody else picked.
        (await walt.Accept(second.Conversation)).ShouldRefuse(409, "status_forbids");
        (await walt.Accept(first.Conversation)).Should(200);
        (await other.Nora.Patch("/api/statuses/busy", new { accept = false })).Should(200);
        (await walt.Accept(second.Conversation)).ShouldRefuse(409, "status_forbids");

        (await other.Nora.Patch("/api/statuses/away", new { pick = true })).Should(200);
        await walt.Status("away");
        (await walt.Accept(third.Conversation)).Should(200);

        FieldCode(await other.Nora.Patch("/api/statuses/busy", new { name = "Very busy" }), "name").ShouldBe("status_name_fixed");
        // Who is signed out stands there too.
        FieldCode(await other.Nora.Patch("/api/statuses/offline", new { transfer = true }), "transfer").ShouldBe("status_offline");
        (await other.Nora.Patch("/api/statuses/asleep", new { pick = true })).ShouldRefuse(404, "not_found");
        FieldCode(await walt.Put("/api/me/status", new { status = "a\0b" }), "status").ShouldBe("one_of");
        (await other.Nora.Delete("/api/statuses/busy")).ShouldRefuse(409, "status_built_in");
        (await walt.Patch("/api/statuses/busy", new { pick = true })).ShouldRefuse(403, "not_allowed");
    }

    [Theory, Requirement("ST-12", "ST-13", "ST-14", "ST-15", "ST-16")]
    [InlineData("online", true)]
    [InlineData("busy", true)]
    [InlineData("away", false)]
    [InlineData("break", false)]
    [InlineData("offline", false)]
    public async Task Who_stands_there_picks_or_does_not_and_keeps_what_is_open(string status, bool picks)
    {
        var open = await shop.NoraIsTalkingToAVisitor();
        var waiting = await shop.AVisitorIsWaiting();
        await shop.Nora.Status(status);

        var answer = await shop.Nora.Accept(waiting.Conversation);
        (picks ? answer.Should(200) : answer.ShouldRefuse(409, "status_forbids")).ShouldNotBeNull();
        (await shop.Nora.Say(open.Conversation, "Still here")).Should(201);
        (await shop.Nora.End(open.Conversation)).ShouldSucceed();
        await waiting.Ends();
    }

    [Fact, Requirement("ST-21", "ST-17", "ST-18", "ST-19")]
    public async Task A_status_of_ones_own_is_chosen_like_the_others_and_never_counts_as_online()
    {
        await using var other = await Shop.Open();
        await other.Nora.Status("away");
        var walt = await other.Walt("offline");
        await using var stream = await walt.Listen();
        await stream.Next("hello");
        var phone = await other.AStatus("On the phone", automatic: true, pick: true, accept: true, transfer: true);
        var heard = (await stream.Next("statuses.changed"))["statuses"]!.AsArray();
        heard.Count.ShouldBe(6);
        heard[5]!["name"]!.GetValue<string>().ShouldBe("On the phone");

        (await walt.Put("/api/me/status", new { status = phone })).Should(200)["status"]!.GetValue<string>().ShouldBe(phone);
        (await stream.Next("agent.status"))["status"]!.GetValue<string>().ShouldBe(phone);
        (await walt.Get("/api/session"))["agent"]!["status"]!.GetValue<string>().ShouldBe(phone);
        // Everything may come, and still the visitor's button does not say that somebody is here.
        (await (await other.AVisitor()).Starts()).ShouldRefuse(409, "nobody_here");

        (await new AgentClient(other.Server.Url).SignIn("walt@shop.example", Shop.Password, phone)).ShouldNotBeNull();
        (await other.Nora.Get($"/api/agents/{walt.Id}"))["status"]!.GetValue<string>().ShouldBe(phone);
    }

    [Fact, Requirement("ST-21")]
    public async Task A_removed_one_is_offered_no_more_and_who_stood_on_it_is_away()
    {
        var lunch = await shop.AStatus("Lunch", pick: true);
        var walt = await shop.Walt("offline");
        (await walt.Put("/api/me/status", new { status = lunch })).Should(200);
        (await shop.Nora.Put("/api/settings/agents", new { initialStatus = lunch })).Should(200);
        await using var stream = await shop.Nora.Listen();
        await stream.Next("hello");

        (await shop.Nora.Delete($"/api/statuses/{lunch}")).Should(204);
        (await stream.Next("agent.status"))["status"]!.GetValue<string>().ShouldBe("away");
        (await stream.Next("statuses.changed"))["statuses"]!.AsArray().ShouldNotContain(s => s!["key"]!.GetValue<string>() == lunch);
        (await shop.Nora.Delete($"/api/statuses/{lunch}")).Should(204);
        FieldCode(await walt.Put("/api/me/status", new { status = lunch }), "status").ShouldBe("one_of");
        (await shop.Nora.Get("/api/settings/agents"))["initialStatus"]!.GetValue<string>().ShouldBe("away");
        // Chosen on a form that did not know: the sign-in goes on.
        (await shop.TriesToSignIn(new { email = "walt@shop.example", password = Shop.Password, status = lunch })).Should(200)["agent"]!["status"]!.GetValue<string>().ShouldBe("away");
    }

    [Fact, Requirement("ST-21")]
    public async Task There_are_twenty_at_most_each_with_a_name_of_its_own()
    {
        await using var other = await Shop.Open();
        var id = await other.AStatus("Training");
        FieldCode(await other.Nora.Post("/api/statuses", new { id = Ids.New(), name = "TRAINING" }), "name").ShouldBe("name_taken");
        FieldCode(await other.Nora.Post("/api/statuses", new { id = Ids.New(), name = "" }), "name").ShouldBe("required");
        FieldCode(await other.Nora.Post("/api/statuses", new { id = Ids.New(), name = new string('x', 31) }), "name").ShouldBe("too_long");
        (await other.Nora.Post("/api/statuses", new { id, name = "Training", automatic = false, pick = false, accept = false, transfer = false })).Should(200);
        (await other.Nora.Post("/api/statuses", new { id, name = "Something else" })).ShouldRefuse(409, "id_taken");
        (await other.Nora.Patch($"/api/statuses/{id}", new { name = "In training", transfer = true })).Should(200)["name"]!.GetValue<string>().ShouldBe("In training");
        for (var more = 0; more < 14; more++)
        {
            await other.AStatus($"Status {more}");
        }

        FieldCode(await other.Nora.Post("/api/statuses", new { id = Ids.New(), name = "One more" }), "name").ShouldBe("too_many");
    }

    [Fact, Requirement("CF-08", "ST-09", "ST-10")]
    public async Task Who_chooses_nothing_stands_where_the_organisation_says()
    {
        await using var other = await Shop.Open();
        await other.Walt("busy");
        (await SignsIn(other)).ShouldBe("away");
        (await SignsIn(other, "break")).ShouldBe("break");

        (await other.Nora.Put("/api/settings/agents", new { initialStatus = "online" })).Should(200);
        (await SignsIn(other)).ShouldBe("online");

        (await other.Nora.Put("/api/settings/agents", new { initialStatus = "last" })).Should(200);
        var walt = await other.Walt("busy");
        (await walt.Delete("/api/session")).ShouldSucceed();
        (await SignsIn(other)).ShouldBe("busy");
        var phone = await other.AStatus("On the phone");
        await walt.SignIn("walt@shop.example", Shop.Password, phone);
        (await SignsIn(other)).ShouldBe(phone);
        (await other.Nora.Delete($"/api/statuses/{phone}")).Should(204);
        (await SignsIn(other)).ShouldBe("away");
        await other.Ada("offline");
        (await other.TriesToSignIn(new { email = "ada@shop.example", password = Shop.Password })).Should(200)["agent"]!["status"]!.GetValue<string>().ShouldBe("away");

        FieldCode(await other.Nora.Put("/api/settings/agents", new { initialStatus = "asleep" }), "initialStatus").ShouldBe("one_of");
        FieldCode(await other.TriesToSignIn(new { email = "walt@shop.example", password = Shop.Password, status = "asleep" }), "status").ShouldBe("one_of");
    }

    private static async Task<string> SignsIn(Shop shop, string? status = null) =>
        (await shop.TriesToSignIn(status is null
            ? (object)new { email = "walt@shop.example", password = Shop.Password }
            : new { email = "walt@shop.example", password = Shop.Password, status })).Should(200)["agent"]!["status"]!.GetValue<string>();

    private static string Flags(JsonNode? status) =>
        string.Join(' ', new[] { "automatic", "pick", "accept", "transfer" }.Where(flag => status![flag]!.GetValue<bool>()));

    private static string? FieldCode(Answer answer, string field) => AddAgentTests.FieldCode(answer, field);
}
