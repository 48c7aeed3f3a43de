namespace Genkan.Tests.Sites;

public sealed class ChangeSiteTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task What_is_not_given_stays_as_it_was()
    {
        var (id, _) = await shop.NewSite("Before", new { color = "#112233", language = "tr", greeting = new { when = "open", text = new { en = "Hi", tr = "Selam" } } });

        var site = (await shop.Nora.Patch($"/api/sites/{id}", new { name = "After", greeting = new { when = "start" } })).Should(200);

        site["name"]!.GetValue<string>().ShouldBe("After");
        site["color"]!.GetValue<string>().ShouldBe("#112233");
        site["language"]!.GetValue<string>().ShouldBe("tr");
        site["greeting"]!["when"]!.GetValue<string>().ShouldBe("start");
        site["greeting"]!["text"]!["tr"]!.GetValue<string>().ShouldBe("Selam");
    }

    [Fact]
    public async Task Null_is_a_language_too_the_visitors_own()
    {
        var (id, _) = await shop.NewSite("Fixed", new { language = "ja" });

        (await shop.Nora.Patch($"/api/sites/{id}", """{"language": null}""")).Should(200)["language"].ShouldBeNull();
    }

    [Fact, Requirement("G-02", "W-06")]
    public async Task The_next_visitor_sees_the_change()
    {
        var (id, key) = await shop.NewSite("Changing");
        await shop.AVisitor(key);

        (await shop.Nora.Patch($"/api/sites/{id}", new { corner = "top-left", greeting = new { text = new { en = "Fresh bread!" } } })).Should(200);

        var site = (await shop.AVisitor(key, "en")).Visit["site"]!;
        site["corner"]!.GetValue<string>().ShouldBe("top-left");
        site["greeting"]!["text"]!.GetValue<string>().ShouldBe("Fresh bread!");
    }

    [Fact, Requirement("LP-02", "G-14")]
    public async Task Words_come_in_the_visitors_language_where_the_shop_has_them()
    {
        var (_, key) = await shop.NewSite("Words", new { greeting = new { when = "open", text = new { ja = "いらっしゃいませ" } }, nobody = new { text = new { tr = "Şu an kimse yok" } } });

        var japanese = (await shop.AVisitor(key, "ja")).Visit["site"]!;
        japanese["greeting"]!["text"]!.GetValue<string>().ShouldBe("いらっしゃいませ");
        japanese["greeting"]!["when"]!.GetValue<string>().ShouldBe("open");
        var turkish = (await shop.AVisitor(key, "tr")).Visit["site"]!;
        turkish["nobody"]!.GetValue<string>().ShouldBe("Şu an kimse yok");
        turkish["greeting"]!["text"]!.GetValue<string>().ShouldNotBe("いらっしゃいませ");
        turkish["language"]!.GetValue<string>().ShouldBe("tr");
    }

    [Fact, Requirement("E-13")]
    public async Task Another_consent_text_is_another_version()
    {
        var (id, key) = await shop.NewSite("Consent", new { consent = new { enabled = true, text = new { en = "We keep your words.", tr = "Yazdıklarınızı saklarız." } } });
        string Version(VisitorClient visitor) => visitor.Visit["site"]!["consent"]!["version"]!.GetValue<string>();
        var first = Version(await shop.AVisitor(key, "en"));

        Version(await shop.AVisitor(key, "tr")).ShouldNotBe(first);
        (await shop.Nora.Patch($"/api/sites/{id}", new { color = "#000000" })).Should(200);
        Version(await shop.AVisitor(key, "en")).ShouldBe(first);
        (await shop.Nora.Patch($"/api/sites/{id}", new { consent = new { text = new { en = "We keep your words for a year." } } })).Should(200);
        Version(await shop.AVisitor(key, "en")).ShouldNotBe(first);
    }

    [Fact]
    public async Task Colleagues_hear_of_it_with_no_more_than_the_name()
    {
        var walt = await shop.Walt();
        await using var stream = await walt.Listen();
        var (id, _) = await shop.NewSite("Heard");
        (await stream.Next("site.added", frame => frame["site"]!["id"]!.GetValue<string>() == id))["site"]!.AsObject().Count.ShouldBe(2);

        (await shop.Nora.Patch($"/api/sites/{id}", new { name = "Heard of" })).Should(200);
        (await shop.Nora.Patch($"/api/sites/{id}", new { name = "Heard of" })).Should(200);
        (await shop.Nora.Delete($"/api/sites/{id}")).Should(204);

        (await stream.Next("site.changed"))["site"]!.ToJsonString().ShouldBe($$"""{"id":"{{id}}","name":"Heard of"}""");
        await stream.HearsNo("site.changed", before: "site.removed");
    }

    [Fact]
    public async Task A_removed_site_opens_for_nobody_and_keeps_its_name()
    {
        var (id, key) = await shop.NewSite("Closing down");
        var visitor = await shop.AVisitor(key);

        (await shop.Nora.Delete($"/api/sites/{id}")).Should(204);
        (await shop.Nora.Delete($"/api/sites/{id}")).Should(204);

        (await new VisitorClient(shop.Server.Url, key).Post("/visitor/visits", new { site = key })).ShouldRefuse(404, "key_unknown");
        (await visitor.Starts()).ShouldRefuse(401, "token_invalid");
        (await shop.Nora.Get($"/api/sites/{id}")).ShouldRefuse(404, "not_found");
        (await shop.Nora.Patch($"/api/sites/{id}", new { name = "Back" })).ShouldRefuse(404, "not_found");
        var onDesk = (await shop.Nora.Desk()).Should(200)["sites"]!.AsArray().Single(site => site!["id"]!.GetValue<string>() == id)!;
        onDesk["name"]!.GetValue<string>().ShouldBe("Closing down");
        onDesk["removed"]!.GetValue<bool>().ShouldBeTrue();
    }
}
