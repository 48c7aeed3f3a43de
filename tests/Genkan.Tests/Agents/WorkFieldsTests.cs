using System.Text.Json.Nodes;

namespace Genkan.Tests.Agents;

public sealed class WorkFieldsTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("AD-08", "Q-14")]
    public async Task The_limit_is_from_1_to_99_or_the_organisations()
    {
        var tom = await shop.Agent("tom");
        var path = $"/api/agents/{tom.Id}";
        (await shop.Nora.Get(path)).Should(200)["limit"].ShouldBeNull();
        (await shop.Nora.Patch(path, new { limit = 5 })).Should(200)["limit"]!.GetValue<long>().ShouldBe(5);
        (await shop.Nora.Patch(path, new { nickname = "Tommy" })).Should(200)["limit"]!.GetValue<long>().ShouldBe(5);
        foreach (var wrong in new[] { 0, -1, 100 })
        {
            FieldCode(await shop.Nora.Patch(path, new { limit = wrong }), "limit").ShouldBe("out_of_range");
        }

        (await shop.Nora.Patch(path, "{\"limit\":null}")).Should(200)["limit"].ShouldBeNull();
        (await tom.Patch("/api/me", "{\"limit\":99}")).ShouldRefuse(400, "unknown_field");
    }

    [Fact, Requirement("AD-14")]
    public async Task The_sites_an_agent_may_chat_for_are_all_some_or_none()
    {
        var pia = await shop.Agent("pia");
        var path = $"/api/agents/{pia.Id}";
        var outlet = await shop.NewSite("Outlet");
        (await shop.Nora.Get(path)).Should(200)["sites"].ShouldBeNull();
        Words(await shop.Nora.Patch(path, new { sites = new[] { outlet.Id } }), "sites").ShouldBe([outlet.Id]);
        Words(await shop.Nora.Patch(path, new { sites = Array.Empty<string>() }), "sites").ShouldBeEmpty();
        FieldCode(await shop.Nora.Patch(path, new { sites = new[] { (await shop.TheRivals()).Site } }), "sites").ShouldBe("site_unknown");

        (await shop.Nora.Patch(path, new { sites = new[] { outlet.Id, shop.Site } })).Should(200);
        (await shop.Nora.Delete($"/api/sites/{outlet.Id}")).ShouldSucceed();
        // What was said before stays sayable; to somebody else a removed one cannot be given.
        (await shop.Nora.Patch(path, new { sites = new[] { outlet.Id, shop.Site } })).Should(200);
        FieldCode(await shop.Nora.Patch($"/api/agents/{(await shop.Ada()).Id}", new { sites = new[] { outlet.Id } }), "sites").ShouldBe("site_unknown");
        (await shop.Nora.Patch(path, "{\"sites\":null}")).Should(200)["sites"].ShouldBeNull();
    }

    [Fact]
    public async Task Languages_and_skills_are_kept_in_one_form_each()
    {
        var ute = await shop.Agent("ute");
        var path = $"/api/agents/{ute.Id}";
        Words(await shop.Nora.Patch(path, new { languages = new[] { "TR", "zh-hans", "pt-br", "tr", "de-1996" } }), "languages").ShouldBe(["tr", "zh-Hans", "pt-BR", "de-1996"]);
        Words(await shop.Nora.Patch(path, new { skills = new[] { " Returns ", "returns", "Ölçü", "ÖLÇÜ", "スーツ" } }), "skills").ShouldBe(["Returns", "Ölçü", "スーツ"]);

        FieldCode(await shop.Nora.Patch(path, new { languages = new[] { "Turkish!" } }), "languages").ShouldBe("language_tag");
        FieldCode(await shop.Nora.Patch(path, new { languages = new[] { (string?)null } }), "languages").ShouldBe("language_tag");
        FieldCode(await shop.Nora.Patch(path, new { languages = Enumerable.Repeat("en", 11) }), "languages").ShouldBe("too_many");
        FieldCode(await shop.Nora.Patch(path, new { skills = new[] { new string('x', 41) } }), "skills").ShouldBe("too_long");
        FieldCode(await shop.Nora.Patch(path, new { skills = new[] { "" } }), "skills").ShouldBe("required");
        FieldCode(await shop.Nora.Patch(path, new { skills = Enumerable.Range(0, 21).Select(i => $"skill {i}") }), "skills").ShouldBe("too_many");
        Words(await shop.Nora.Get(path), "skills").ShouldBe(["Returns", "Ölçü", "スーツ"]);
        Words(await shop.Nora.Patch(path, new { skills = Array.Empty<string>() }), "skills").ShouldBeEmpty();
    }

    [Fact, Requirement("AD-03", "AD-08", "AD-14")]
    public async Task They_are_given_when_somebody_is_added_and_a_repeat_is_the_same()
    {
        var department = await shop.ADepartment("Sales");
        var body = new
        {
            id = Ids.New(), name = "Kim", userName = "kim", email = "kim@shop.example", password = Shop.Password, role = "agent",
            limit = 3, departments = new[] { department }, sites = new[] { shop.Site }, languages = new[] { "ja" }, skills = new[] { "Suits" },
        };
        var added = (await shop.Nora.Post("/api/agents", body)).Should(201)["agent"]!;
        added["limit"]!.GetValue<long>().ShouldBe(3);
        added["departments"]![0]!.GetValue<string>().ShouldBe(department);
        (await shop.Nora.Post("/api/agents", body)).Should(200);
        (await shop.Nora.Post("/api/agents", new { body.id, body.name, body.userName, body.email, body.password, body.role, limit = 4 })).ShouldRefuse(409, "id_taken");
        FieldCode(await shop.Nora.Post("/api/agents", new { id = Ids.New(), name = "Lee", userName = "lee", email = "lee@shop.example", limit = 0 }), "limit").ShouldBe("out_of_range");
    }

    [Fact, Requirement("SP-14")]
    public async Task The_trail_says_departments_and_sites_by_name()
    {
        var department = await shop.ADepartment("Repairs");
        var max = await shop.Agent("max");
        (await shop.Nora.Patch($"/api/agents/{max.Id}", new { limit = 7, departments = new[] { department }, sites = new[] { shop.Site } })).Should(200);

        var entry = (await shop.Nora.Get($"/api/audit?limit=20")).Should(200)["items"]!.AsArray().First(e => e!["kind"]!.GetValue<string>() == "agent.changed")!;
        var changes = entry["changes"]!.AsArray().ToDictionary(c => c!["field"]!.GetValue<string>(), c => c!["after"]!.ToJsonString());
        changes["limit"].ShouldBe("7");
        changes["departments"].ShouldBe("[\"Repairs\"]");
        changes["sites"].ShouldBe("[\"Shop\"]");
    }

    private static IEnumerable<string> Words(Answer agent, string field) => agent.Should(200)[field]!.AsArray().Select((JsonNode? w) => w!.GetValue<string>());

    private static string? FieldCode(Answer answer, string field) => AddAgentTests.FieldCode(answer, field);
}
