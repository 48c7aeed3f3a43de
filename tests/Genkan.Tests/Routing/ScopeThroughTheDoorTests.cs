namespace Genkan.Tests.Routing;

/// <summary>Who may serve a visitor, by where the visitor is and when: through the doors, with the places that ship.</summary>
public sealed class ScopeThroughTheDoorTests
{
    private const string Ningbo = "60.190.1.1";
    private const string Hangzhou = "210.32.0.1";
    private const string Tokyo = "133.11.0.1";

    [Fact, Requirement("Q-29", "Q-30", "Q-31", "Q-32", "Q-33", "Q-35", "Q-36", "W-09", "AD-44")]
    public async Task Visitors_from_a_region_see_and_reach_the_people_of_its_departments()
    {
        await using var shop = await Shop.Open("--GENKAN_PROXIES", "127.0.0.1");
        await shop.Distributes();
        var (walt, ada) = (await shop.Walt("away"), await shop.Ada());
        var (east, ports) = (await shop.Department("East"), await shop.Department("Ports", ada));
        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { departments = new[] { east } })).Should(200);
        var body = new
        {
            regions = new[]
            {
                new { id = Ids.New(), regions = new[] { "CN-ZJ" }, departments = new[] { east } },
                new { id = Ids.New(), regions = new[] { "CN-ZJ/Ningbo" }, departments = new[] { ports } },
            },
        };
        (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", body)).Should(200);

        // Walt alone may serve Hangzhou, and he is away; Ada serves the ports of Ningbo too.
        (await From(shop, Hangzhou)).Visit["availability"]!.GetValue<string>().ShouldBe("away");
        var ningbo = await From(shop, Ningbo);
        ningbo.Visit["availability"]!.GetValue<string>().ShouldBe("waiting");
        (await From(shop, Tokyo)).Visit["availability"]!.GetValue<string>().ShouldBe("waiting");

        var hangzhou = await From(shop, Hangzhou);
        await using var page = await hangzhou.ListenFromVisit();
        await page.Next("availability", frame => frame["state"]!.GetValue<string>() == "away");
        await walt.Status("online");
        await page.Next("availability", frame => frame["state"]!.GetValue<string>() == "waiting");
        (await hangzhou.AsksFor()).Should(201);
        (await shop.OwnerOf(hangzhou)).ShouldBe(walt.Id);
        (await ningbo.AsksFor()).Should(201);
        (await shop.OwnerOf(ningbo)).ShouldBe(ada.Id);
        var reasons = (await shop.Assignments(ningbo))[0]!["reasons"]!;
        (reasons["rule"]!.GetValue<string>(), reasons["policies"]!.AsArray().Count, reasons["eligible"]!.AsArray().Count).ShouldBe(("region", 2, 2));

        await shop.Distributes(new { regions = false });
        (await From(shop, Hangzhou)).Visit["availability"]!.GetValue<string>().ShouldBe("waiting");
    }

    [Fact, Requirement("W-08", "E-14")]
    public async Task Outside_its_hours_a_site_is_away_until_it_opens_and_the_page_hears_of_it()
    {
        await using var shop = await RoutingScene.Distributing();
        var walt = await shop.Walt();
        await using var desk = await walt.Listen();
        var now = shop.Clock.GetUtcNow();
        var minute = (now.Hour * 60) + now.Minute;
        var opens = (minute + 120) % 1440;
        object[] span = [new { from = opens, to = opens + 60 }];
        var calendar = (await shop.Nora.Post("/api/calendars", new
        {
            id = Ids.New(),
            name = "Evenings",
            zone = "UTC",
            week = new { monday = span, tuesday = span, wednesday = span, thursday = span, friday = span, saturday = span, sunday = span },
        })).Should(201);
        (await shop.Nora.Put($"/api/sites/{shop.Site}/hours", new { calendar = calendar.Id })).Should(200);

        var visitor = await shop.AVisitor();
        visitor.Visit["availability"]!.GetValue<string>().ShouldBe("away");
        (await visitor.AsksFor()).ShouldRefuse(409, "nobody_here");
        await using var page = await visitor.ListenFromVisit();
        await page.Next("availability", frame => frame["state"]!.GetValue<string>() == "away");
        shop.Clock.Advance(TimeSpan.FromMilliseconds(calendar["nextChangeAt"]!.GetValue<long>() - shop.Clock.Now + 1));
        await page.Next("availability", frame => frame["state"]!.GetValue<string>() == "waiting");
        (await visitor.AsksFor()).Should(201);
        (await shop.OwnerOf(visitor)).ShouldBe(walt.Id);
    }

    private static Task<VisitorClient> From(Shop shop, string address)
    {
        var visitor = new VisitorClient(shop.Server.Url, shop.SiteKey);
        visitor.Headers["X-Forwarded-For"] = address;
        return visitor.Visits("https://shop.example/shoes", null, "Shoes");
    }
}
