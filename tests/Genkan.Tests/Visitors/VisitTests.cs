namespace Genkan.Tests.Visitors;

public sealed class VisitTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("W-15")]
    public async Task The_next_page_finds_the_conversation_again()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var conversation = visitor.Conversation;

        await visitor.Visits("https://shop.example/boots", title: "Boots");

        visitor.Visit["conversation"]!["id"]!.GetValue<string>().ShouldBe(conversation);
        (await visitor.Messages()).Should(200).Text.ShouldContain("Hello?");
        (await shop.Nora.Desk()).Should(200)["mine"]!.AsArray().Count(c => c!["visitor"]!.GetValue<string>() == visitor.Visit["visitor"]!.GetValue<string>()).ShouldBe(1);
    }

    [Fact]
    public async Task The_page_token_reports_and_learns_and_opens_no_conversation()
    {
        await shop.Nora.Status("online");
        var loader = new VisitorClient(shop.Server.Url, shop.SiteKey);
        var visit = (await loader.Post("/visitor/visits", new { site = shop.SiteKey, page = "https://shop.example/", reach = "page" })).ShouldSucceed();
        visit["availability"]!.GetValue<string>().ShouldBe("waiting");
        loader.Token = visit["token"]!.GetValue<string>();

        (await loader.Starts()).ShouldRefuse(403, "not_allowed");
        (await loader.Post("/visitor/leftmessages", new { id = Ids.New(), name = "x", email = "x@example.com", text = "x" })).ShouldRefuse(403, "not_allowed");

        var window = await new VisitorClient(shop.Server.Url, shop.SiteKey).Visits(trail: loader.Token);
        (await window.Starts()).Should(201);
        (await loader.Get($"/visitor/conversations/{window.Conversation}")).ShouldRefuse(403, "not_allowed");
    }

    [Fact, Requirement("W-25")]
    public async Task Where_nothing_may_be_stored_before_opening_the_loader_gets_nothing_to_store()
    {
        var (_, key) = await shop.NewSite("Quiet", new { storeOnlyAfterOpening = true });
        var loader = new VisitorClient(shop.Server.Url, key);

        var visit = (await loader.Post("/visitor/visits", new { site = key, page = "https://shop.example/", reach = "page" })).ShouldSucceed();

        visit["store"]!.GetValue<bool>().ShouldBeFalse();
        visit["visitor"].ShouldBeNull();
    }

    [Fact]
    public async Task Only_pages_the_site_names_may_carry_the_widget()
    {
        var (_, key) = await shop.NewSite("Ours", new { origins = new[] { "https://shop.example" } });
        var visitor = new VisitorClient(shop.Server.Url, key);

        visitor.Headers["Origin"] = "https://copy.example";
        (await visitor.Post("/visitor/visits", new { site = key, page = "https://copy.example/" })).Should(403).Code.ShouldBe("origin_not_allowed");

        visitor.Headers["Origin"] = "https://shop.example";
        (await visitor.Visits("https://shop.example/")).Token.ShouldNotBeNull();
        visitor.Headers["Origin"] = "https://copy.example";
        (await visitor.Starts()).Should(403).Code.ShouldBe("origin_not_allowed");
    }

    [Fact]
    public async Task Behind_a_proxy_nobody_named_our_own_window_is_still_ours()
    {
        await using var own = await Shop.Open("--GENKAN_PUBLIC_URL", "https://chat.example");
        var (_, key) = await own.NewSite("Fronted", new { origins = new[] { "https://shop.example" } });
        var window = new VisitorClient(own.Server.Url, key);

        window.Headers["Origin"] = "https://chat.example";
        (await window.Post("/visitor/visits", new { site = key })).Should(200);
        window.Headers["Origin"] = "https://chat.example.evil.example";
        (await window.Post("/visitor/visits", new { site = key })).ShouldRefuse(403, "origin_not_allowed");
    }

    [Fact]
    public async Task An_unknown_site_is_not_there()
    {
        var visitor = new VisitorClient(shop.Server.Url, "nosuchsite000000");
        (await visitor.Post("/visitor/visits", new { site = "nosuchsite000000" })).Should(404).Code.ShouldNotBeNull();
    }

    [Fact, Requirement("LP-01", "LP-04", "W-22")]
    public async Task The_site_speaks_the_visitors_language()
    {
        foreach (var language in new[] { "en", "tr", "ja", "zh-Hans", "zh-Hant" })
        {
            var visitor = await shop.AVisitor(language: language);
            visitor.Visit["site"]!["language"]!.GetValue<string>().ShouldBe(language);
            visitor.Visit["site"]!["languages"]!.AsArray().Count.ShouldBe(5);
        }
    }
}
