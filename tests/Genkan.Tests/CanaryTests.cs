using System.Net;
using System.Text.Json.Nodes;
using static Genkan.Tests.Cast.DoorMap;

namespace Genkan.Tests;

/// <summary>
/// An organisation all of whose words carry a mark. Whatever the other one asks, hears or is refused, and whatever the
/// server logs, the mark is not in it.
/// </summary>
[Requirement("SP-07", "SP-10")]
public sealed class CanaryTests
{
    private const string Mark = "kanarya7391";

    [Fact]
    public async Task The_marked_words_of_one_organisation_show_up_nowhere_else()
    {
        await using var shop = await Shop.Open();
        var rivals = await shop.TheRivals();
        var strangerOfTheirs = await shop.AVisitorOf(rivals);
        await using var theirStream = await rivals.Rita.Listen();
        await using var theirVisitors = await strangerOfTheirs.Listen();
        await theirStream.Next("hello");
        await theirVisitors.Next("hello");

        var canary = await Sing(shop);
        (await strangerOfTheirs.Starts("Rosa")).Should(201);
        await theirStream.Next("conversation.started");
        await theirVisitors.Next("conversation.started");

        var theirEnd = shop.Clock;
        theirEnd.Advance(TimeSpan.FromSeconds(15));
        await theirStream.Next("heartbeat");
        await theirVisitors.Next("heartbeat");
        string.Join('\n', theirStream.Heard.Concat(theirVisitors.Heard)).ShouldNotContain(Mark);

        var heardNothing = 0;
        foreach (var door in DoorsOf(shop.Server).Where(d => d.Method is not ("HEAD" or "DELETE")))
        {
            foreach (var client in new Client[] { rivals.Rita, strangerOfTheirs, new AgentClient(shop.Server.Url) })
            {
                var path = FillIn(door.Route, canary.Ids) + (door.IsStream ? "?wait=0" : "");
                var answer = await client.Send(new HttpMethod(door.Method), path, door.Reads ? null : $"{{\"name\":\"{canary.Ids["conversations"]}\"}}");
                answer.Text.ShouldNotContain(Mark, Case.Insensitive, $"{door}");
                string.Join(' ', answer.Headers.SelectMany(h => h.Value)).ShouldNotContain(Mark, Case.Insensitive, $"{door}");
                heardNothing++;
            }
        }

        heardNothing.ShouldBeGreaterThan(150);
        foreach (var search in new[] { "/api/conversations?q=", "/api/agents?q=", "/api/conversations?agent=" })
        {
            (await rivals.Rita.Get(search + Mark)).Text.ShouldNotContain(canary.Ids["conversations"]);
        }

        await ProblemsSayNothing(shop, canary);
        shop.Server.Log.Lines.Where(line => line.Contains(Mark, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        (await shop.Nora.Get("/api/desk")).Text.ShouldContain($"Department {Mark}");
        // And it is there for those whose it is: a canary nobody ever heard would prove nothing.
        (await shop.Nora.Get($"/api/conversations/{canary.Ids["conversations"]}/messages")).Text.ShouldContain(Mark);
        (await shop.Nora.Get("/api/leftmessages")).Text.ShouldContain(Mark);
    }

    /// <summary>Refusals of the canary's own requests do not give their words back either.</summary>
    private static async Task ProblemsSayNothing(Shop shop, Canary canary)
    {
        foreach (var (path, body) in new (string, object)[]
        {
            ("/visitor/leftmessages", new { id = Ids.New(), name = new string('x', 81) + Mark, email = $"no mail {Mark}", text = "" }),
            ("/visitor/conversations", new { id = Ids.New(), nickname = new string('x', 500) + Mark }),
            ($"/visitor/conversations/{canary.Ids["conversations"]}/messages", new { id = Ids.New(), text = "", extra = Mark }),
            ("/visitor/visits", new { site = Mark }),
            ("/visitor/visits", new JsonObject { [Mark] = Mark }),
        })
        {
            var answer = await canary.Visitor.Post(path, body);
            answer.Status.ShouldNotBe(HttpStatusCode.OK);
            answer.Text.ShouldNotContain(Mark);
        }

        (await shop.TriesToSignIn(new { email = $"{Mark}@example.com", password = Mark })).ShouldRefuse(401, "sign_in_failed").Text.ShouldNotContain(Mark);
    }

    /// <summary>Marked words in every field somebody of the shop, or a stranger there, can fill.</summary>
    private static async Task<Canary> Sing(Shop shop)
    {
        (await shop.Nora.Patch("/api/organisation", new { name = $"Shop {Mark}" })).Should(200);
        (await shop.Nora.Patch("/api/me", new { name = $"Nora {Mark}", nickname = $"N {Mark}" })).Should(200);
        var (site, key) = await shop.NewSite($"Site {Mark}", new { origins = new[] { $"https://{Mark}.example" } });
        (await shop.Nora.Patch($"/api/sites/{site}", new { greeting = new { when = "start", text = new { en = $"Greeting {Mark}" } } })).ShouldNotBeNull();
        var agent = (await shop.Nora.Post("/api/agents", new { id = Ids.New(), name = $"Agent {Mark}", userName = $"u.{Mark}", email = $"{Mark}@shop.example", role = "agent" })).Should(201);
        await shop.Nora.Status("online");
        var visitor = await new VisitorClient(shop.Server.Url, key).Visits($"https://{Mark}.example/{Mark}", title: $"Title {Mark}");
        (await visitor.Post("/visitor/visits", new { site = key, page = $"https://{Mark}.example/2", title = $"Second {Mark}", referrer = $"https://{Mark}.example/from" })).Should(200);
        (await visitor.Starts($"Mina {Mark}")).Should(201);
        var own = (await visitor.Says($"Message {Mark}")).Should(201).Id;
        (await visitor.Types("typing", $"Preview {Mark}")).Should(204);
        (await shop.Nora.Accept(visitor.Conversation)).Should(200);
        var message = (await shop.Nora.Say(visitor.Conversation, $"Answer {Mark}")).Should(201).Id;
        (await shop.Nora.Edit(visitor.Conversation, message, $"Edited {Mark}")).Should(200);
        var slip = (await shop.Nora.Say(visitor.Conversation, $"Slip {Mark}")).Should(201).Id;
        (await shop.Nora.Retract(visitor.Conversation, slip)).Should(200);
        var left = (await visitor.Post("/visitor/leftmessages", new { id = Ids.New(), name = $"Left {Mark}", email = $"{Mark}@mail.example", phone = "+90 555 000 11 22", text = $"Words {Mark}" })).Should(201).Id;
        var department = await shop.ADepartment($"Department {Mark}");
        var status = await shop.AStatus($"Status {Mark}");
        var agentId = agent["agent"]!["id"]!.GetValue<string>();
        (await shop.Nora.Patch($"/api/agents/{agentId}", new { departments = new[] { department }, skills = new[] { $"Skill {Mark}" } })).Should(200);
        await shop.Nora.Status(status);
        (await shop.Nora.Post($"/api/leftmessages/{left}/reply", new { id = Ids.New(), text = $"Answer {Mark}" })).Should(201);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["conversations"] = visitor.Conversation,
            ["messages"] = own,
            ["sites"] = site,
            ["agents"] = agentId,
            ["leftmessages"] = left,
            ["departments"] = department,
            ["statuses"] = status,
            ["keys"] = (await shop.Nora.Post("/api/keys", new { name = $"Key {Mark}" })).Should(201).Id,
            ["calendars"] = (await shop.Nora.Post("/api/calendars", new { id = Ids.New(), name = $"Calendar {Mark}", zone = "UTC", exceptions = new[] { new { date = "2030-01-01", name = Mark } } })).Should(201).Id,
        };
        return new Canary(visitor, ids);
    }

    private sealed record Canary(VisitorClient Visitor, Dictionary<string, string> Ids);
}
