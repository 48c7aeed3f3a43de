using System.Text.Json.Nodes;
using Genkan.Hours;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Hours;

public sealed class CalendarTests(Shop shop) : IClassFixture<Shop>
{
    internal static object Office(string? id = null, string name = "Office", string zone = "Europe/Istanbul") => new
    {
        id = id ?? Ids.New(),
        name,
        zone,
        week = new { monday = Nine, tuesday = Nine, wednesday = Nine, thursday = Nine, friday = Nine },
        exceptions = new[] { new { date = "2026-10-29", name = "Cumhuriyet Bayramı", spans = Array.Empty<object>() } },
    };

    private static readonly object[] Nine = [new { from = 540, to = 720 }, new { from = 780, to = 1080 }];

    [Fact]
    public async Task A_calendar_is_kept_as_it_was_given_and_says_whether_it_is_open()
    {
        var made = (await shop.Nora.Post("/api/calendars", Office())).Should(201);

        made["zone"]!.GetValue<string>().ShouldBe("Europe/Istanbul");
        made["week"]!["monday"]![1]!["from"]!.GetValue<int>().ShouldBe(780);
        made["week"]!["saturday"]!.AsArray().ShouldBeEmpty();
        made["exceptions"]![0]!["date"]!.GetValue<string>().ShouldBe("2026-10-29");
        made["nextChangeAt"]!.GetValue<long>().ShouldBeGreaterThan(shop.Clock.Now);
        var again = (await shop.Nora.Get($"/api/calendars/{made.Id}")).Should(200);
        again.Text.ShouldBe(made.Text);
        (await shop.Nora.Get("/api/calendars")).Should(200)["items"]!.AsArray().Select(c => c!["id"]!.GetValue<string>()).ShouldContain(made.Id);
    }

    [Fact]
    public async Task Adding_twice_adds_once_and_other_content_is_refused()
    {
        var id = Ids.New();
        (await shop.Nora.Post("/api/calendars", Office(id))).Should(201);
        (await shop.Nora.Post("/api/calendars", Office(id))).Should(200);
        (await shop.Nora.Post("/api/calendars", Office(id, "Other"))).ShouldRefuse(409, "id_taken");
    }

    [Fact]
    public async Task What_is_given_changes_and_the_rest_stays()
    {
        var made = (await shop.Nora.Post("/api/calendars", Office())).Should(201);
        var changed = (await shop.Nora.Patch($"/api/calendars/{made.Id}", new { name = "Night", week = new { friday = new[] { new { from = 1320, to = 1560 } } } })).Should(200);

        changed["name"]!.GetValue<string>().ShouldBe("Night");
        changed["zone"]!.GetValue<string>().ShouldBe("Europe/Istanbul");
        changed["week"]!["friday"]![0]!["to"]!.GetValue<int>().ShouldBe(1560);
        changed["week"]!["monday"]!.AsArray().ShouldBeEmpty();
        changed["exceptions"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"zone":"Europe/Atlantis"}""", "zone")]
    [InlineData("""{"zone":""}""", "zone")]
    [InlineData("""{"week":{"monday":[{"from":1080,"to":540}]}}""", "week.monday")]
    [InlineData("""{"week":{"monday":[{"from":540,"to":540}]}}""", "week.monday")]
    [InlineData("""{"week":{"monday":[{"from":-1,"to":540}]}}""", "week.monday")]
    [InlineData("""{"week":{"monday":[{"from":1440,"to":1500}]}}""", "week.monday")]
    [InlineData("""{"week":{"monday":[{"from":600,"to":2041}]}}""", "week.monday")]
    [InlineData("""{"week":{"monday":[{"from":540,"to":720},{"from":700,"to":800}]}}""", "week.monday")]
    [InlineData("""{"week":{"monday":[{"from":1320,"to":1560}],"tuesday":[{"from":60,"to":300}]}}""", "week.tuesday")]
    [InlineData("""{"week":{"sunday":[{"from":1320,"to":1560}],"monday":[{"from":60,"to":300}]}}""", "week.monday")]
    [InlineData("""{"week":{"friday":[{"from":0,"to":1},{"from":2,"to":3},{"from":4,"to":5},{"from":6,"to":7},{"from":8,"to":9},{"from":10,"to":11},{"from":12,"to":13},{"from":14,"to":15},{"from":16,"to":17}]}}""", "week.friday")]
    [InlineData("""{"exceptions":[{"date":"29.10.2026"}]}""", "exceptions.0.date")]
    [InlineData("""{"exceptions":[{"date":"2026-02-30"}]}""", "exceptions.0.date")]
    [InlineData("""{"exceptions":[{"name":"no date"}]}""", "exceptions.0.date")]
    [InlineData("""{"exceptions":[null]}""", "exceptions.0.date")]
    [InlineData("""{"exceptions":[{"date":"1999-12-31"}]}""", "exceptions.0.date")]
    [InlineData("""{"exceptions":[{"date":"2026-05-01"},{"date":"2026-05-01"}]}""", "exceptions.1.date")]
    [InlineData("""{"exceptions":[{"date":"2026-05-01","spans":[{"from":9,"to":8}]}]}""", "exceptions.0.spans")]
    public async Task What_cannot_be_is_refused_at_its_field(string body, string field)
    {
        var made = (await shop.Nora.Post("/api/calendars", Office())).Should(201);
        var refused = (await shop.Nora.Patch($"/api/calendars/{made.Id}", JsonNode.Parse(body)!)).ShouldRefuse(422, "invalid");

        refused["errors"]!.AsObject().Select(error => error.Key).ShouldBe([field]);
        (await shop.Nora.Get($"/api/calendars/{made.Id}")).Should(200).Text.ShouldBe(made.Text);
        (await shop.Nora.Delete($"/api/calendars/{made.Id}")).Should(204);
    }

    [Fact]
    public async Task Too_many_are_refused()
    {
        await using var own = await Shop.Open();
        for (var i = 0; i < 50; i++)
        {
            (await own.Nora.Post("/api/calendars", new { id = Ids.New(), name = $"Calendar {i}", zone = "UTC" })).Should(201);
        }

        (await own.Nora.Post("/api/calendars", Office())).ShouldRefuse(409, "too_many_calendars");
        var many = Enumerable.Range(0, 401).Select(day => new { date = $"{2030 + (day / 365)}-01-01" });
        (await own.Nora.Post("/api/calendars", new { id = Ids.New(), name = "Many", zone = "UTC", exceptions = many })).ShouldRefuse(422, "invalid")["errors"]!["exceptions"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_site_keeps_a_calendar_and_one_that_is_kept_is_not_deleted()
    {
        var (site, _) = await shop.NewSite("Keeper");
        var night = (await shop.Nora.Post("/api/calendars", new { id = Ids.New(), name = "Never", zone = "UTC" })).Should(201);

        (await Table()).Site(Guid.Parse(site)).ShouldBe(HoursState.Always);
        var kept = (await shop.Nora.Put($"/api/sites/{site}/hours", new { calendar = night.Id })).Should(200);
        kept["open"]!.GetValue<bool>().ShouldBeFalse();
        kept["nextChangeAt"].ShouldBeNull();
        (await Table()).Site(Guid.Parse(site)).ShouldBe(new HoursState(Guid.Parse(night.Id), false, null));
        (await shop.Nora.Get($"/api/calendars/{night.Id}")).Should(200)["sites"]!.AsArray().Select(s => s!.GetValue<string>()).ShouldBe([site]);

        (await shop.Nora.Delete($"/api/calendars/{night.Id}")).ShouldRefuse(409, "calendar_kept");
        (await shop.Nora.Put($"/api/sites/{site}/hours", new { calendar = (string?)null })).Should(200)["open"]!.GetValue<bool>().ShouldBeTrue();
        (await shop.Nora.Delete($"/api/calendars/{night.Id}")).Should(204);
        (await shop.Nora.Get($"/api/calendars/{night.Id}")).ShouldRefuse(404, "not_found");
    }

    [Fact]
    public async Task A_removed_site_keeps_nothing()
    {
        var (site, _) = await shop.NewSite("Gone");
        var made = (await shop.Nora.Post("/api/calendars", Office())).Should(201);
        (await shop.Nora.Put($"/api/sites/{site}/hours", new { calendar = made.Id })).Should(200);
        (await shop.Nora.Delete($"/api/sites/{site}")).ShouldSucceed();

        (await shop.Nora.Get($"/api/calendars/{made.Id}")).Should(200)["sites"]!.AsArray().ShouldBeEmpty();
        (await shop.Nora.Put($"/api/sites/{site}/hours", new { calendar = made.Id })).ShouldRefuse(404, "not_found");
        (await shop.Nora.Delete($"/api/calendars/{made.Id}")).Should(204);
    }

    [Fact]
    public async Task Only_a_calendar_of_ones_own_can_be_kept()
    {
        var rivals = await shop.TheRivals();
        var theirs = (await rivals.Rita.Post("/api/calendars", Office())).Should(201);

        (await shop.Nora.Put($"/api/sites/{shop.Site}/hours", new { calendar = theirs.Id })).ShouldRefuse(422, "invalid");
        (await shop.Nora.Put($"/api/sites/{rivals.Site}/hours", new { calendar = (string?)null })).ShouldRefuse(404, "not_found");
        (await shop.Nora.Patch($"/api/calendars/{theirs.Id}", new { name = "Ours" })).ShouldRefuse(404, "not_found");
    }

    [Fact]
    public async Task A_department_keeps_a_calendar_of_its_own()
    {
        var sales = (await shop.Nora.Post("/api/departments", new { id = Ids.New(), name = "Sales" })).Should(201).Id;
        var never = (await shop.Nora.Post("/api/calendars", new { id = Ids.New(), name = "Never", zone = "UTC" })).Should(201);

        (await shop.Nora.Put($"/api/departments/{Ids.New()}/hours", new { calendar = never.Id })).ShouldRefuse(404, "not_found");
        (await shop.Nora.Put($"/api/departments/{sales}/hours", new { calendar = never.Id })).Should(200)["open"]!.GetValue<bool>().ShouldBeFalse();
        (await shop.Nora.Get($"/api/calendars/{never.Id}")).Should(200)["departments"]!.AsArray().Select(d => d!.GetValue<string>()).ShouldBe([sales]);
        (await Table()).Department(Guid.Parse(sales)).Open.ShouldBeFalse();
        (await Table()).Department(Guid.NewGuid()).Open.ShouldBeTrue();

        (await shop.Nora.Delete($"/api/departments/{sales}")).ShouldSucceed();
        (await shop.Nora.Get($"/api/calendars/{never.Id}")).Should(200)["departments"]!.AsArray().ShouldBeEmpty();
        (await shop.Nora.Delete($"/api/calendars/{never.Id}")).Should(204);
    }

    [Fact]
    public async Task The_zones_offered_are_zones_that_are_taken()
    {
        var zones = (await shop.Nora.Get("/api/calendars/zones")).Should(200)["items"]!.AsArray().Select(zone => zone!.GetValue<string>()).ToList();

        zones.Count.ShouldBeGreaterThan(250);
        foreach (var zone in new[] { "Europe/Istanbul", "Asia/Tokyo", "Asia/Shanghai", "Asia/Taipei", "America/New_York", "UTC" })
        {
            zones.ShouldContain(zone);
        }
    }

    private Task<HoursTable> Table() =>
        shop.Server.Services.GetRequiredService<IStorage>().Read(new OrganisationId(Guid.Parse(shop.Nora.Organisation)), shop.Server.Services.GetRequiredService<IHours>().Read);
}
