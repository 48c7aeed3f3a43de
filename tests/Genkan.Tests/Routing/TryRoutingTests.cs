using System.Text.Json.Nodes;
using Genkan.Tests.Hours;
using Genkan.Tests.Places;

namespace Genkan.Tests.Routing;

/// <summary>The panel where routing is tried: a visitor from there, who speaks that, at that time; who would get it and why.</summary>
public sealed class TryRoutingTests
{
    /// <summary>An address of Ningbo (ip2region and DB-IP agree on it).</summary>
    private const string Ningbo = "60.190.1.1";

    [Fact, Requirement("Q-30", "Q-31", "Q-32", "Q-34", "Q-35", "AD-44")]
    public async Task A_visitor_from_Ningbo_gets_who_serves_Zhejiang_or_Ningbo_and_nobody_else()
    {
        Assert.SkipUnless(FindPlaceTests.Shipped, "This build holds no data of places: bin/test makes it.");
        await using var shop = await RoutingScene.Distributing();
        var (walt, ada, bo) = (await shop.Walt(), await shop.Ada(), await shop.Agent("bo"));
        var (province, city) = (await shop.Department("Zhejiang", walt), await shop.Department("Ningbo", ada));
        var (first, second, third) = (Ids.New(), Ids.New(), Ids.New());
        (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", new
        {
            designation = "agents",
            agents = new[] { bo.Id },
            regions = new[]
            {
                new { id = first, regions = new[] { "CN-ZJ" }, departments = new[] { province } },
                new { id = second, regions = new[] { "CN-ZJ/Ningbo", "JP" }, departments = new[] { city } },
                new { id = third, regions = new[] { "TR" }, departments = new[] { province } },
            },
        })).Should(200);

        var there = await Tries(shop, new { address = Ningbo });
        there["rule"]!.GetValue<string>().ShouldBe("region");
        IdsIn(there, "policies").ShouldBe([first, second], ignoreOrder: true);
        IdsIn(there, "departments").ShouldBe([province, city], ignoreOrder: true);
        there["eligible"]!.AsArray().Select(e => e!["agent"]!.GetValue<string>()).ShouldBe([walt.Id, ada.Id], ignoreOrder: true);
        there["outcome"]!.GetValue<string>().ShouldBe("given");
        there["place"]!.AsArray().Select(code => code!.GetValue<string>()).ShouldBe(["CN", "CN-ZJ", "CN-ZJ/Ningbo"]);
        there["regions"]!["CN-ZJ/Ningbo"]!["zh-Hans"]!.GetValue<string>().ShouldBe("宁波");
        there["credits"]!.AsArray().ShouldNotBeEmpty();
        // By the region's code as by an address in it.
        (await Tries(shop, new { region = "CN-ZJ/Ningbo" }))["eligible"]!.ToJsonString().ShouldBe(there["eligible"]!.ToJsonString());

        var hangzhou = await Tries(shop, new { region = "CN-ZJ/Hangzhou" });
        IdsIn(hangzhou, "policies").ShouldBe([first]);
        hangzhou["agent"]!.GetValue<string>().ShouldBe(walt.Id);
        // No policy matches: those designated; a private address is nowhere.
        foreach (var elsewhere in new object[] { new { region = "FR" }, new { address = "192.168.1.1" }, new { } })
        {
            var other = await Tries(shop, elsewhere);
            other["rule"]!.GetValue<string>().ShouldBe("designatedAgents");
            other["agent"]!.GetValue<string>().ShouldBe(bo.Id);
            other["choice"]!.GetValue<string>().ShouldBe("only");
        }

        await shop.Distributes(new { regions = false });
        (await Tries(shop, new { address = Ningbo }))["rule"]!.GetValue<string>().ShouldBe("designatedAgents");
    }

    [Fact, Requirement("Q-26", "Q-38", "W-08")]
    public async Task Outside_hours_it_says_so_and_when_they_begin_by_the_clock_of_the_site()
    {
        await using var shop = await RoutingScene.Distributing();
        var walt = await shop.Walt();
        var calendar = (await shop.Nora.Post("/api/calendars", CalendarTests.Office())).Should(201).Id;
        (await shop.Nora.Put($"/api/sites/{shop.Site}/hours", new { calendar })).Should(200);

        // 2026-11-23 is a Monday; 09:00 to 12:00 and 13:00 to 18:00 in Istanbul, three hours before UTC.
        var evening = await Tries(shop, new { at = "2026-11-23T21:00", zone = "Asia/Tokyo" });
        evening["zone"]!.GetValue<string>().ShouldBe("Europe/Istanbul");
        evening["at"]!.GetValue<long>().ShouldBe(new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds());
        evening["siteOpen"]!.GetValue<bool>().ShouldBeFalse();
        evening["outcome"]!.GetValue<string>().ShouldBe("form");
        evening["why"]!.GetValue<string>().ShouldBe("siteClosed");
        evening["availability"]!.GetValue<string>().ShouldBe("away");
        evening["siteTurnsAt"]!.GetValue<long>().ShouldBe(new DateTimeOffset(2026, 11, 24, 6, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds());
        // Who could serve is shown all the same.
        evening["eligible"]![0]!["agent"]!.GetValue<string>().ShouldBe(walt.Id);
        evening["agent"].ShouldBeNull();

        var morning = await Tries(shop, new { at = "2026-11-24T10:00" });
        morning["outcome"]!.GetValue<string>().ShouldBe("given");
        (await Tries(shop, new { at = "2026-10-29T10:00" }))["why"]!.GetValue<string>().ShouldBe("siteClosed");

        var (other, _) = await shop.NewSite("Always open");
        var care = await shop.Department("Care", walt);
        (await shop.Nora.Put($"/api/departments/{care}/hours", new { calendar })).Should(200);
        (await shop.Nora.Put($"/api/sites/{other}/routing", new { designation = "departments", departments = new[] { care } })).Should(200);
        var closed = await Tries(shop, new { at = "2026-11-23T21:00", zone = "Asia/Tokyo" }, other);
        closed["zone"]!.GetValue<string>().ShouldBe("Asia/Tokyo");
        closed["at"]!.GetValue<long>().ShouldBe(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds());
        closed["outcome"]!.GetValue<string>().ShouldBe("given");
        (await Tries(shop, new { at = "2026-11-22T21:00" }, other))["why"]!.GetValue<string>().ShouldBe("departmentsClosed");
    }

    [Fact, Requirement("Q-26", "Q-21")]
    public async Task Who_is_passed_over_is_named_with_the_reason_and_trying_changes_nothing()
    {
        await using var shop = await RoutingScene.Distributing();
        var (walt, ada, bo) = (await shop.Walt(), await shop.Ada("away"), await shop.Agent("bo"));
        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { limit = 1, languages = new[] { "tr" } })).Should(200);
        (await shop.Nora.Patch($"/api/agents/{bo.Id}", new { languages = new[] { "en" } })).Should(200);
        (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", new { designation = "agents", agents = new[] { walt.Id, ada.Id, bo.Id } })).Should(200);

        var draft = new { designation = "agents", agents = new[] { walt.Id, ada.Id, bo.Id }, matchLanguage = true };
        var turkish = await Tries(shop, new { language = "tr", routing = draft });
        turkish["agent"]!.GetValue<string>().ShouldBe(walt.Id);
        Passed(turkish).ShouldBe([(ada.Id, "status"), (bo.Id, "language")], ignoreOrder: true);

        // One for each of the two who are online.
        await shop.Asks();
        await shop.Asks();
        var later = await Tries(shop, new { language = "tr", routing = draft });
        later["outcome"]!.GetValue<string>().ShouldBe("waits");
        Passed(later).ShouldContain((walt.Id, "full"));
        // As if everybody were there with nothing in hand: the rules alone.
        var everybody = await Tries(shop, new { language = "tr", routing = draft, everybodyHere = true });
        Passed(everybody).ShouldBe([(ada.Id, "language"), (bo.Id, "language")], ignoreOrder: true);
        everybody["agent"]!.GetValue<string>().ShouldBe(walt.Id);
        // The draft was never kept.
        (await shop.Nora.Get($"/api/sites/{shop.Site}/routing")).Should(200)["matchLanguage"]!.GetValue<bool>().ShouldBeFalse();

        await shop.Distributes(new { chat = "pool" });
        (await Tries(shop, new { language = "en" }))["outcome"]!.GetValue<string>().ShouldBe("pool");
    }

    [Fact, Requirement("Q-38", "AD-44")]
    public async Task A_full_queue_overflows_and_beyond_it_is_the_form()
    {
        await using var shop = await RoutingScene.Distributing();
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        var (small, large) = (await shop.Department("Small", walt), await shop.Department("Large", ada));
        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { limit = 1 })).Should(200);
        (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", new { designation = "departments", departments = new[] { small } })).Should(200);
        (await shop.Nora.Put($"/api/departments/{small}/routing", new { queueLimit = 1 })).Should(200);
        await shop.Asks();
        await shop.Asks();
        (await Tries(shop, new { }))["why"]!.GetValue<string>().ShouldBe("queueFull");

        (await shop.Nora.Put($"/api/departments/{small}/routing", new { queueLimit = 1, overflow = large })).Should(200);
        var over = await Tries(shop, new { });
        over["rule"]!.GetValue<string>().ShouldBe("overflow");
        over["agent"]!.GetValue<string>().ShouldBe(ada.Id);
    }

    [Theory, Requirement("AD-44")]
    [InlineData("""{"address":"not an address"}""", "address", "address_invalid")]
    [InlineData("""{"region":"Atlantis"}""", "region", "region_unknown")]
    [InlineData("""{"at":"tomorrow"}""", "at", "date_invalid")]
    [InlineData("""{"at":"1999-12-31T10:00"}""", "at", "date_invalid")]
    [InlineData("""{"zone":"Europe/Atlantis"}""", "zone", "zone_unknown")]
    [InlineData("""{"language":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}""", "language", "too_long")]
    [InlineData("""{"routing":{"designation":"agents"}}""", "agents", "required")]
    public async Task What_cannot_be_meant_is_refused_at_its_field(string body, string field, string code)
    {
        await using var shop = await Shop.Open();
        var refused = (await shop.Nora.Post($"/api/sites/{shop.Site}/routing/try", JsonNode.Parse(body)!)).ShouldRefuse(422, "invalid");
        refused["errors"]![field]![0]!["code"]!.GetValue<string>().ShouldBe(code);
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z")]
    public async Task A_time_that_the_clock_leaps_over_or_shows_twice_is_still_one_instant(string zone, string at, string instant)
    {
        await using var shop = await Shop.Open();
        (await Tries(shop, new { zone, at }))["at"]!.GetValue<long>().ShouldBe(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());
    }

    private static async Task<Answer> Tries(Shop shop, object asked, string? site = null) =>
        (await shop.Nora.Post($"/api/sites/{site ?? shop.Site}/routing/try", asked)).Should(200);

    private static IEnumerable<string> IdsIn(Answer answer, string field) => answer[field]!.AsArray().Select(id => id!.GetValue<string>());

    private static IEnumerable<(string Agent, string Reason)> Passed(Answer answer) =>
        answer["passedOver"]!.AsArray().Select(p => (p!["agent"]!.GetValue<string>(), p["reason"]!.GetValue<string>()));
}
