namespace Genkan.Tests.Sites;

public sealed class AddSiteTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("W-02", "W-32")]
    public async Task A_new_site_gets_a_key_its_code_and_the_address_of_its_chat_page()
    {
        var site = (await shop.Nora.Post("/api/sites", new { id = Ids.New(), name = "Boots" })).Should(201);

        var key = site["key"]!.GetValue<string>();
        key.ShouldMatch("^[a-z0-9]{16}$");
        site["embedCode"]!.GetValue<string>().ShouldBe($"<script async src=\"{shop.Server.Url}widget.js\" data-site=\"{key}\"></script>");
        site["chatUrl"]!.GetValue<string>().ShouldBe($"{shop.Server.Url}chat/{key}");
        (await new VisitorClient(shop.Server.Url, key).Visits()).Visit["site"]!["name"]!.GetValue<string>().ShouldBe("Boots");
    }

    [Fact, Requirement("W-05", "W-06", "G-14", "E-12")]
    public async Task Without_settings_it_begins_as_most_shops_want_it()
    {
        var site = (await shop.Nora.Post("/api/sites", new { id = Ids.New(), name = "Plain" })).Should(201);

        site["corner"]!.GetValue<string>().ShouldBe("bottom-right");
        site["color"]!.GetValue<string>().ShouldBe("#2f4b8a");
        site["greeting"]!["when"]!.GetValue<string>().ShouldBe("both");
        site["nicknameForm"]!.GetValue<bool>().ShouldBeTrue();
        site["consent"]!["enabled"]!.GetValue<bool>().ShouldBeFalse();
        site["origins"]!.AsArray().ShouldBeEmpty();
        site["language"].ShouldBeNull();
    }

    [Fact, Requirement("W-02")]
    public async Task Behind_a_proxy_the_code_names_the_address_the_operator_set()
    {
        await using var behind = await Shop.Open("--GENKAN_PUBLIC_URL", "https://chat.example/");

        var site = (await behind.Nora.Get($"/api/sites/{behind.Site}")).Should(200);

        site["embedCode"]!.GetValue<string>().ShouldStartWith("<script async src=\"https://chat.example/widget.js\"");
        site["chatUrl"]!.GetValue<string>().ShouldBe($"https://chat.example/chat/{behind.SiteKey}");
    }

    [Fact]
    public async Task Adding_twice_adds_once_also_after_a_change()
    {
        var body = new { id = Ids.New(), name = "Twice", origins = new[] { "https://twice.example" } };
        var first = (await shop.Nora.Post("/api/sites", body)).Should(201);
        (await shop.Nora.Post("/api/sites", body)).Should(200)["key"]!.GetValue<string>().ShouldBe(first["key"]!.GetValue<string>());

        (await shop.Nora.Patch($"/api/sites/{first.Id}", new { name = "Renamed" })).Should(200);
        (await shop.Nora.Post("/api/sites", body)).Should(200)["name"]!.GetValue<string>().ShouldBe("Renamed");
        (await shop.Nora.Post("/api/sites", new { body.id, name = "Other" })).ShouldRefuse(409, "id_taken");
    }

    [Fact]
    public async Task Origins_are_kept_as_browsers_send_them()
    {
        var site = (await shop.Nora.Post("/api/sites", new
        {
            id = Ids.New(),
            name = "Origins",
            origins = new[] { " HTTPS://Shöp.Example:443/ ", "https://xn--shp-tna.example", "http://localhost:8090", "https://[::1]:8443", "https://10.0.0.7" },
        })).Should(201);

        site["origins"]!.AsArray().Select(origin => origin!.GetValue<string>())
            .ShouldBe(["https://xn--shp-tna.example", "http://localhost:8090", "https://[::1]:8443", "https://10.0.0.7"]);
    }

    [Theory]
    [InlineData("https://shop.example/path")]
    [InlineData("https://*.shop.example")]
    [InlineData("https://shop.example?x")]
    [InlineData("https://shop.example#x")]
    [InlineData("https://user@shop.example")]
    [InlineData("ftp://shop.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("shop.example")]
    [InlineData("https://a.example https://b.example")]
    [InlineData("https://a.example; script-src *")]
    [InlineData("null")]
    [InlineData("")]
    public async Task What_is_no_origin_is_refused_at_its_field(string origin)
    {
        var answer = await shop.Nora.Post("/api/sites", new { id = Ids.New(), name = "Wrong", origins = new[] { origin } });

        answer.ShouldRefuse(422, "invalid")["errors"]!["origins"]![0]!["code"]!.GetValue<string>().ShouldBe("origin_invalid");
    }

    public static TheoryData<string, string, string> WrongFields() => new()
    {
        { "{}", "name", "required" },
        { """{"name": "   "}""", "name", "required" },
        { $$"""{"name": "{{new string('x', 81)}}"}""", "name", "too_long" },
        { """{"name": "a\u0000b"}""", "name", "text_invalid" },
        { """{"name": "a", "corner": "middle"}""", "corner", "one_of" },
        { """{"name": "a", "color": "red"}""", "color", "color_invalid" },
        { """{"name": "a", "color": "#12345g"}""", "color", "color_invalid" },
        { """{"name": "a", "language": "xx"}""", "language", "language_unknown" },
        { """{"name": "a", "greeting": {"when": "sometimes"}}""", "greeting.when", "one_of" },
        { """{"name": "a", "greeting": {"text": {"xx": "hi"}}}""", "greeting.text", "language_unknown" },
        { """{"name": "a", "notice": {"text": {"en": "LONG"}}}""".Replace("LONG", new string('x', 2001), StringComparison.Ordinal), "notice.text.en", "too_long" },
        { $$"""{"name": "a", "origins": [{{string.Join(',', Enumerable.Repeat("\"https://a.example\"", 51))}}]}""", "origins", "out_of_range" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task What_is_wrong_is_said_at_its_field(string body, string field, string code)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(body)!.AsObject();
        json["id"] = Ids.New();

        (await shop.Nora.Post("/api/sites", json)).ShouldRefuse(422, "invalid")["errors"]![field]![0]!["code"]!.GetValue<string>().ShouldBe(code);
    }

    [Theory]
    [InlineData("""{"id": "01930000-0000-7000-8000-000000000001", "name": "a", "organisation": "x"}""", "unknown_field")]
    [InlineData("""{"id": "01930000-0000-7000-8000-000000000001", "name": "a", "key": "aaaaaaaaaaaaaaaa"}""", "unknown_field")]
    [InlineData("""{"id": "01930000-0000-7000-8000-000000000001", "name": 7}""", "malformed")]
    [InlineData("""{"id": "01930000-0000-7000-8000-000000000001", "name": "a", "origins": "https://a.example"}""", "malformed")]
    [InlineData("""{"id": "not an id", "name": "a"}""", "malformed")]
    [InlineData("""{"id": """, "malformed")]
    public async Task What_is_no_site_at_all_is_refused_whole(string body, string code)
    {
        (await shop.Nora.Post("/api/sites", body)).ShouldRefuse(400, code);
        (await shop.Nora.Get("/api/sites/01930000-0000-7000-8000-000000000001")).ShouldRefuse(404, "not_found");
    }

    [Fact, Requirement("SP-09")]
    public async Task An_agent_sees_the_sites_and_changes_none()
    {
        var walt = await shop.Walt();

        (await walt.Get("/api/sites")).Should(200)["items"]!.AsArray().ShouldContain(site => site!["id"]!.GetValue<string>() == shop.Site);
        (await walt.Post("/api/sites", new { id = Ids.New(), name = "Mine" })).ShouldRefuse(403, "not_allowed");
        (await walt.Patch($"/api/sites/{shop.Site}", new { name = "Mine" })).ShouldRefuse(403, "not_allowed");
        (await walt.Delete($"/api/sites/{shop.Site}")).ShouldRefuse(403, "not_allowed");
        (await walt.Get($"/api/sites/{shop.Site}/entries")).ShouldRefuse(403, "not_allowed");
    }

    [Fact, Requirement("SP-07")]
    public async Task Two_organisations_may_use_one_id_and_still_see_only_their_own()
    {
        var rivals = await shop.TheRivals();
        var id = Ids.New();
        (await shop.Nora.Post("/api/sites", new { id, name = "Ours" })).Should(201);
        (await rivals.Rita.Post("/api/sites", new { id, name = "Theirs" })).Should(201);

        (await shop.Nora.Get($"/api/sites/{id}")).Should(200)["name"]!.GetValue<string>().ShouldBe("Ours");
        (await rivals.Rita.Delete($"/api/sites/{id}")).Should(204);
        (await shop.Nora.Get($"/api/sites/{id}")).Should(200);
    }
}
