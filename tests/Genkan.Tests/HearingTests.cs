using System.Text.RegularExpressions;
using Genkan.Storage;
using Genkan.Tests.HouseRules;

namespace Genkan.Tests;

/// <summary>Every kind of event × everybody who listens: who hears it is what the journal says of its audience, and nobody else.</summary>
[Requirement("SP-07", "SP-09")]
public sealed class HearingTests
{
    [Fact]
    public async Task Every_event_is_heard_by_its_audience_alone()
    {
        await using var shop = await Shop.Open();
        var rivals = await shop.TheRivals();
        var mina = await shop.AVisitor();
        var other = await shop.AVisitor();
        var walt = await shop.Walt();
        var eve = await shop.Agent("eve");
        (await shop.Nora.Patch($"/api/agents/{eve.Id}", new { permissions = Array.Empty<string>() })).Should(200);
        var from = long.Parse((await shop.Stored($"SELECT CAST(MAX(seq) AS text) FROM storage_events WHERE organisation = '{shop.Nora.Organisation}'"))[0], System.Globalization.CultureInfo.InvariantCulture);

        var ears = new Dictionary<string, LiveStream>(StringComparer.Ordinal)
        {
            ["visitor"] = await mina.Listen(),
            ["other visitor"] = await other.Listen(),
            ["page token"] = await (await PageToken(shop)).Listen(),
            ["owner of the talk"] = await shop.Nora.Listen(),
            ["colleague"] = await walt.Listen(),
            ["agent without rights"] = await eve.Listen(),
            ["admin of another organisation"] = await rivals.Rita.Listen(),
        };
        foreach (var ear in ears.Values)
        {
            await ear.Next("hello");
        }

        // Kept as they were told: an edit and a retraction change the words of earlier events.
        var told = new SortedDictionary<long, Stored>();
        await Everything(shop, mina, ears["colleague"], () => Keep(told, shop, from));
        await Keep(told, shop, from);
        var happened = told.Values;
        happened.Select(e => e.Kind).ShouldContain("leftMessage.changed");
        Kinds().Except(happened.Select(e => e.Kind)).ShouldBeEmpty("This scene must let every kind happen once.");
        await HearTheEnd(shop, rivals, ears);

        var faults = new List<string>();
        foreach (var e in happened)
        {
            foreach (var (who, ear) in ears)
            {
                var heard = ear.Heard.Any(f => f.Data["kind"]?.GetValue<string>() == e.Kind && Identity(f.Data.ToJsonString(), e.Data, e.VisitorData, e.BriefData));
                if (heard != Expected(e, who, mina))
                {
                    faults.Add($"{e.Kind} ({e.Audience}): {who} {(heard ? "heard it" : "did not hear it")}");
                }
            }
        }

        faults.ShouldBeEmpty();
        foreach (var ear in ears.Values)
        {
            await ear.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_loses_a_right_or_is_disabled_hears_no_more_and_not_only_at_the_next_heartbeat()
    {
        await using var shop = await Shop.Open();
        var walt = await shop.Walt();
        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { permissions = new[] { "conversations.chat", "conversations.all" } })).Should(200);
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await using var stream = await walt.Listen();
        await stream.Next("hello");
        (await visitor.Says("While Walt may read all")).Should(201);
        await stream.Next("message.sent");

        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { permissions = new[] { "conversations.chat" } })).Should(200);
        (await visitor.Says("When he may not any more")).Should(201);
        await shop.Nora.Status("away");
        await stream.HearsNo("message.sent", before: "agent.status");

        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { disabled = true })).Should(200);
        (await stream.Next("closed"))["reason"]!.GetValue<string>().ShouldBe("disabled");
        await stream.Ends();
        // The heartbeat, every 15 s, asks again too: it was not needed.
        stream.Heard.ShouldNotContain(f => f.Event == "heartbeat");
    }

    private static bool Expected(Stored e, string who, VisitorClient mina) => who switch
    {
        "visitor" => e.Audience.HasFlag(Audience.Visitor) && e.Target == mina.Visit["visitor"]!.GetValue<Guid>(),
        "owner of the talk" => (e.Audience & (Audience.Owner | Audience.Admins | Audience.Agents)) != Audience.None,
        // Who may chat hears what waits whole, and of the rest that it is there; messages of another's talk never.
        "colleague" => e.Audience.HasFlag(Audience.Agents) || (e.Audience.HasFlag(Audience.Owner) && e.Waits),
        "agent without rights" => e.Audience.HasFlag(Audience.Agents) && e.Conversation is null && !e.Kind.StartsWith("leftMessage.", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>One of every kind.</summary>
    private static async Task Everything(Shop shop, VisitorClient mina, LiveStream colleague, Func<Task> keep)
    {
        await shop.Nora.Status("online");
        (await mina.Starts()).Should(201);
        (await mina.Says("While it waits")).Should(201);
        // The gate is asked at delivery: before the talk is taken the colleague must have been given what waits.
        await colleague.Next("message.sent", f => f["message"]!["from"]!.GetValue<string>() == "system");
        (await shop.Nora.Accept(mina.Conversation)).Should(200);
        var message = (await shop.Nora.Say(mina.Conversation, "Of the owner")).Should(201).Id;
        await keep();
        (await shop.Nora.Edit(mina.Conversation, message, "Edited")).Should(200);
        await keep();
        (await shop.Nora.Retract(mina.Conversation, message)).Should(200);
        (await mina.Marks(new { delivered = 3, read = 3 })).Should(204);
        (await mina.Ends()).Should(200);
        (await mina.Post("/visitor/leftmessages", new { id = Ids.New(), name = "Mina", email = "mina@example.com", text = "Call me" })).Should(201);
        var left = (await shop.Nora.Get("/api/leftmessages")).Should(200)["items"]![0]!["id"]!.GetValue<string>();
        (await shop.Nora.Patch($"/api/leftmessages/{left}", new { done = true })).Should(200);
        (await shop.Nora.Post($"/api/leftmessages/{left}/reply", new { id = Ids.New(), text = "We called" })).Should(201);
        (await mina.Put($"/visitor/leftmessages/{left}/seen")).Should(204);
        var site = await shop.NewSite("Another");
        (await shop.Nora.Patch($"/api/sites/{site.Id}", new { name = "Renamed" })).Should(200);
        (await shop.Nora.Delete($"/api/sites/{site.Id}")).ShouldSucceed();
        var ada = await shop.Ada();
        (await shop.Nora.Patch($"/api/agents/{ada.Id}", new { nickname = "Ada L." })).Should(200);
        (await shop.Nora.Delete($"/api/agents/{ada.Id}")).ShouldSucceed();
        var department = await shop.ADepartment("Sales");
        (await shop.Nora.Patch($"/api/departments/{department}", new { order = 7 })).Should(200);
        (await shop.Nora.Delete($"/api/departments/{department}")).ShouldSucceed();
        await shop.AStatus("Lunch");
        await ChangesHands(shop, await shop.Agent("tess", "busy"), colleague);
        (await shop.Nora.Put("/api/settings/routing", new { chat = "pool", graceSeconds = 90 })).Should(200);
        (await shop.Nora.Put("/api/settings/conversations", new { typingPreview = false })).Should(200);
    }

    /// <summary>Handed to a colleague, opened there, and sent to a department where nobody has taken it yet.</summary>
    private static async Task ChangesHands(Shop shop, AgentClient tess, LiveStream colleague)
    {
        var other = await shop.AVisitor();
        (await other.Starts("Mia")).Should(201);
        await colleague.Next("message.sent", f => f["message"]!["kind"]!.GetValue<string>() == "greeting");
        (await shop.Nora.Accept(other.Conversation)).Should(200);
        (await shop.Nora.Transfers(other, new { agent = tess.Id })).Should(200);
        (await tess.Accept(other.Conversation)).Should(200);
        (await tess.Transfers(other, new { department = await shop.Department("Care", shop.Nora) })).Should(200);
        await colleague.Next("message.sent", f => f["message"]!["body"]?["code"]?.GetValue<string>() == "back_in_queue");
        (await shop.Nora.Accept(other.Conversation)).Should(200);
        (await other.Ends()).Should(200);
    }

    /// <summary>Streams are in order: what was not heard before a later event was not sent.</summary>
    private static async Task HearTheEnd(Shop shop, Rivals rivals, Dictionary<string, LiveStream> ears)
    {
        (await shop.Nora.Put("/api/settings/conversations", new { typingPreview = true })).Should(200);
        await rivals.Rita.Status("away");
        shop.Clock.Advance(TimeSpan.FromSeconds(15));
        foreach (var ear in ears.Values)
        {
            await ear.Next("heartbeat");
        }
    }

    private static async Task<VisitorClient> PageToken(Shop shop)
    {
        var weak = new VisitorClient(shop.Server.Url, shop.SiteKey);
        weak.Token = (await weak.Post("/visitor/visits", new { site = shop.SiteKey, reach = "page" })).Should(200)["token"]!.GetValue<string>();
        return weak;
    }

    private static async Task Keep(SortedDictionary<long, Stored> told, Shop shop, long from)
    {
        var journal = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Journal>(shop.Server.Services);
        var rows = await journal.After(OrganisationId.From(Guid.Parse(shop.Nora.Organisation)), from);
        var waiting = new HashSet<Guid?>();
        foreach (var r in rows)
        {
            if (r.Kind is "conversation.started" or "conversation.returned")
            {
                waiting.Add(r.Conversation);
            }
            else if (r.Kind is "conversation.accepted" or "conversation.transferred" or "conversation.ended")
            {
                waiting.Remove(r.Conversation);
            }

            told.TryAdd(r.Seq, new Stored(r.Kind, r.Conversation, r.Audience, r.Target, r.Data, r.VisitorData, r.BriefData, waiting.Contains(r.Conversation)));
        }
    }

    /// <summary>The data of the frame is one of the forms stored.</summary>
    private static bool Identity(string frame, params string?[] forms) =>
        forms.Any(form => form is not null && System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(frame)!["data"], System.Text.Json.Nodes.JsonNode.Parse(form)));

    /// <summary>Every kind the source names in the files that hold events.</summary>
    private static IEnumerable<string> Kinds() =>
        from file in Project.Sources("src/Genkan", ".cs")
        where file.Path.EndsWith("Events.cs", StringComparison.Ordinal) || file.Text.Contains("new NewEvent(", StringComparison.Ordinal)
        from Match match in Regex.Matches(file.Text, "\"(?<kind>(agent|conversation|department|leftMessage|message|settings|site|statuses)\\.[a-zA-Z]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
        let kind = match.Groups["kind"].Value
        group kind by kind into one
        select one.Key;

    private sealed record Stored(string Kind, Guid? Conversation, Audience Audience, Guid? Target, string Data, string? VisitorData, string? BriefData, bool Waits);
}
