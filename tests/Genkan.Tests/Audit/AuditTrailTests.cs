using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Genkan.Audit;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Genkan.Tests.Audit;

[Requirement("SP-14")]
public sealed class AuditTrailTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task A_change_is_kept_with_person_time_address_and_what_it_was_before()
    {
        var walt = await shop.Walt();
        var before = await Newest(shop.Nora);
        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { nickname = "Wally", role = "admin" })).Should(200);

        var entry = await Newest(shop.Nora);

        entry["seq"]!.GetValue<long>().ShouldBe(before["seq"]!.GetValue<long>() + 1);
        entry["kind"]!.GetValue<string>().ShouldBe("agent.changed");
        entry["at"]!.GetValue<long>().ShouldBeInRange(before["at"]!.GetValue<long>(), shop.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        entry["actor"]!["id"]!.GetValue<string>().ShouldBe(shop.Nora.Id);
        entry["actor"]!["name"]!.GetValue<string>().ShouldBe(shop.Nora.Name);
        entry["address"]!.GetValue<string>().ShouldBe("127.0.0.1");
        entry["subject"]!.GetValue<string>().ShouldBe(walt.Id);
        entry["name"]!.GetValue<string>().ShouldBe("Walt");
        var changes = entry["changes"]!.AsArray().ToDictionary(c => c!["field"]!.GetValue<string>(), c => c!);
        changes.Keys.ShouldBe(["nickname", "role", "permissions"], ignoreOrder: true);
        changes["nickname"]["before"].ShouldBeNull();
        changes["nickname"]["after"]!.GetValue<string>().ShouldBe("Wally");
        changes["role"]["before"]!.GetValue<string>().ShouldBe("agent");
        changes["role"]["after"]!.GetValue<string>().ShouldBe("admin");
        changes["permissions"]["after"]!.AsArray().Count.ShouldBeGreaterThan(changes["permissions"]["before"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_secret_is_noted_as_changed_and_never_kept()
    {
        var ada = await shop.Ada();
        const string password = "a brand new password 93";
        (await shop.Nora.Patch($"/api/agents/{ada.Id}", new { password })).Should(200);

        var entry = await Newest(shop.Nora);

        var change = entry["changes"]!.AsArray().Single()!;
        change["field"]!.GetValue<string>().ShouldBe("password");
        change["after"].ShouldBeNull();
        entry.ToJsonString().ShouldNotContain(password);
    }

    [Fact]
    public async Task What_was_refused_leaves_nothing()
    {
        await using var alone = await Shop.Open();
        var before = await Newest(alone.Nora);

        (await alone.Nora.Patch($"/api/agents/{alone.Nora.Id}", new { role = "agent" })).ShouldRefuse(409, "last_admin");
        (await alone.Nora.Patch($"/api/sites/{alone.Site}", new { name = "" })).ShouldRefuse(422, "invalid");
        (await alone.Nora.Patch($"/api/sites/{alone.Site}", new { name = "Shop" })).Should(200);

        (await Newest(alone.Nora))["seq"]!.GetValue<long>().ShouldBe(before["seq"]!.GetValue<long>());
    }

    [Fact]
    public async Task Guessing_at_a_password_is_seen_by_the_organisation_and_cannot_fill_the_trail()
    {
        var tom = await shop.Agent("tom");
        for (var i = 0; i < 3; i++)
        {
            (await shop.TriesToSignIn(new { email = "tom@shop.example", password = "not his password" })).ShouldRefuse(401, "sign_in_failed");
        }

        (await shop.TriesToSignIn(new { email = "nobody@shop.example", password = "not his password" })).ShouldRefuse(401, "sign_in_failed");

        var refused = (await shop.Nora.Get("/api/audit?kind=session.refused")).Should(200)["items"]!.AsArray();
        var entry = refused.Single(e => e!["subject"]!.GetValue<string>() == tom.Id)!;
        entry["actor"]!["type"]!.GetValue<string>().ShouldBe("unknown");
        entry["address"]!.GetValue<string>().ShouldBe("127.0.0.1");
        entry.ToJsonString().ShouldNotContain("not his password");
    }

    [Fact]
    public async Task It_is_read_by_kind_person_thing_and_time_page_by_page()
    {
        await using var other = await Shop.Open();
        var walt = await other.Walt();
        (await walt.Patch("/api/me", new { name = "Walter" })).Should(200);
        other.Clock.Advance(TimeSpan.FromHours(2));
        var noon = other.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < 5; i++)
        {
            (await other.Nora.Patch($"/api/sites/{other.Site}", new { name = $"Shop {i}" })).Should(200);
        }

        (await Kinds(other, "?kind=site")).ShouldBe(["site.changed", "site.changed", "site.changed", "site.changed", "site.changed", "site.added"]);
        (await Kinds(other, "?kind=site.added")).ShouldBe(["site.added"]);
        (await Kinds(other, $"?actor={walt.Id}")).ShouldBe(["agent.changed", "session.begun"]);
        (await Kinds(other, $"?subject={walt.Id}")).ShouldBe(["agent.changed", "session.begun", "agent.added"]);
        (await Kinds(other, $"?from={noon}")).ShouldAllBe(kind => kind == "site.changed");
        (await Kinds(other, $"?to={noon}")).ShouldNotContain("site.changed");
        (await other.Nora.Get("/api/audit?kind=nothing")).ShouldRefuse(422, "invalid");
        (await other.Nora.Get("/api/audit?after=x")).ShouldRefuse(422, "invalid");

        var all = await Kinds(other, "?limit=200");
        var paged = new List<string>();
        for (var after = ""; ;)
        {
            var page = (await other.Nora.Get($"/api/audit?limit=3{after}")).Should(200);
            paged.AddRange(page["items"]!.AsArray().Select(e => e!["kind"]!.GetValue<string>()));
            if (page["next"] is not { } next)
            {
                break;
            }

            after = $"&after={next.GetValue<string>()}";
        }

        paged.ShouldBe(all);
    }

    [Fact, Requirement("SP-07")]
    public async Task Nobody_else_reads_it()
    {
        var ada = await shop.Agent("adam");
        var rivals = await shop.TheRivals();
        (await rivals.Rita.Patch($"/api/sites/{rivals.Site}", new { name = "Rivals' secret" })).Should(200);

        (await ada.Get("/api/audit")).ShouldRefuse(403, "not_allowed");
        (await ada.Get("/api/audit/check")).ShouldRefuse(403, "not_allowed");
        (await shop.Nora.Get("/api/audit?limit=200")).Should(200).Text.ShouldNotContain("Rivals' secret");
        (await shop.Nora.Get($"/api/audit?subject={rivals.Site}")).Should(200)["items"]!.AsArray().ShouldBeEmpty();
        // But that its own member founded that organisation, Nora's organisation sees.
        (await shop.Nora.Get("/api/audit?kind=organisation.added")).Should(200)["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whole_until_somebody_meddles_and_then_the_first_entry_that_is_not_right_is_named()
    {
        await using var other = await Shop.Open();
        await SomeChanges(other);
        (await Check(other)).Whole.ShouldBeTrue();

        await Meddle(other, "UPDATE audit_entries SET said = '[]' WHERE seq = 4");
        (await Check(other)).ShouldSatisfyAllConditions(found => found.BrokenAt.ShouldBe(4), found => found.Reason.ShouldBe("changed"));
        await using var second = await Shop.Open();
        await SomeChanges(second);
        await Meddle(second, "DELETE FROM audit_entries WHERE seq = 3");
        (await Check(second)).ShouldSatisfyAllConditions(found => found.BrokenAt.ShouldBe(3), found => found.Reason.ShouldBe("missing"));
        // It goes on all the same, and the page still opens.
        (await second.Nora.Patch($"/api/sites/{second.Site}", new { name = "After" })).Should(200);
        (await second.Nora.Get("/api/audit?limit=200")).Should(200);
    }

    [Fact]
    public async Task Entries_cut_off_the_end_show_against_the_note_outside_the_database()
    {
        await using var other = await Shop.Open();
        await SomeChanges(other);
        await other.Server.Services.GetServices<IHostedService>().OfType<AnchorHourly>().Single().AnchorAll();
        var head = (await Check(other)).Entries;
        await Meddle(
            other,
            $"DELETE FROM audit_entries WHERE seq > {head - 2}",
            $"UPDATE audit_heads SET seq = {head - 2}, mac = (SELECT mac FROM audit_entries WHERE seq = {head - 2})");

        // Within itself the shortened chain is sound; the note knows better.
        (await Check(other)).ShouldSatisfyAllConditions(found => found.BrokenAt.ShouldBe(head - 1), found => found.Reason.ShouldBe("cut"));
        await SomeChanges(other);
        (await Check(other)).ShouldSatisfyAllConditions(found => found.BrokenAt.ShouldBe(head), found => found.Reason.ShouldBe("anchor"));
    }

    [Fact]
    public async Task The_database_itself_refuses_to_change_or_delete_an_entry()
    {
        await using var other = await Shop.Open();
        await SomeChanges(other);
        await other.Server.WhileStopped(async () =>
        {
            string[] meddling = ["DELETE FROM audit_entries WHERE seq = 1", "UPDATE audit_entries SET kind = 'agent.added' WHERE seq = 1", "UPDATE audit_entries SET personal = 'x' WHERE seq = 1"];
            foreach (var sql in meddling)
            {
                (await Should.ThrowAsync<DbException>(() => other.Server.Raw(sql))).Message.ShouldContain("append-only");
            }
        });
        (await Check(other)).Whole.ShouldBeTrue();
    }

    [Fact, Requirement("SP-13")]
    public async Task What_is_personal_can_be_erased_and_the_chain_holds()
    {
        await using var other = await Shop.Open();
        var walt = await other.Walt();
        (await other.Nora.Patch($"/api/agents/{walt.Id}", new { email = "walt.new@shop.example" })).Should(200);
        await other.Server.WhileStopped(() => other.Server.Raw("UPDATE audit_entries SET personal = NULL WHERE kind = 'agent.changed'"));

        (await Check(other)).Whole.ShouldBeTrue();
        var nora = await new AgentClient(other.Server.Url).SignIn("nora@shop.example", Shop.Password);
        var entry = (await nora.Get("/api/audit?kind=agent.changed")).Should(200)["items"]!.AsArray().Single()!;
        entry["erased"]!.GetValue<bool>().ShouldBeTrue();
        entry["address"].ShouldBeNull();
        entry["changes"]!.AsArray().Single()!["field"]!.GetValue<string>().ShouldBe("email");
        entry.ToJsonString().ShouldNotContain("walt.new");
    }

    [Fact, Requirement("SP-01")]
    public async Task Addresses_names_and_personal_values_are_sealed_in_it()
    {
        await using var other = await Shop.Open();
        var walt = await other.Walt();
        (await other.Nora.Patch($"/api/agents/{walt.Id}", new { nickname = "canary-nick-3Z", email = "canary-mail@shop.example" })).Should(200);
        await other.Server.WhileStopped(async () =>
        {
            var rows = await other.Server.RawRows<string>("SELECT said || personal FROM audit_entries");
            rows.Count.ShouldBeGreaterThan(3);
            rows.ShouldAllBe(row => !row.Contains("canary", StringComparison.Ordinal) && !row.Contains("127.0.0.1", StringComparison.Ordinal) && !row.Contains("Walt", StringComparison.Ordinal));
        });
    }

    private static async Task SomeChanges(Shop shop)
    {
        for (var i = 0; i < 4; i++)
        {
            (await shop.Nora.Patch($"/api/sites/{shop.Site}", new { name = $"Shop {Guid.NewGuid():N}" })).Should(200);
        }
    }

    private static async Task<AuditCheck> Check(Shop shop)
    {
        var answer = (await shop.Nora.Get("/api/audit/check")).Should(200);
        return new AuditCheck(answer["entries"]!.GetValue<long>(), answer["head"]!.GetValue<string>(), answer["brokenAt"]?.GetValue<long>(), answer["reason"]?.GetValue<string>());
    }

    private static Task Meddle(Shop shop, params string[] sqls) => shop.Server.MeddleWithTheTrail(sqls);

    private static async Task<JsonNode> Newest(AgentClient admin) => (await admin.Get("/api/audit?limit=1")).Should(200)["items"]![0]!;

    private static async Task<IReadOnlyList<string>> Kinds(Shop shop, string query) =>
        [.. (await shop.Nora.Get($"/api/audit{query}")).Should(200)["items"]!.AsArray().Select(e => e!["kind"]!.GetValue<string>())];
}
