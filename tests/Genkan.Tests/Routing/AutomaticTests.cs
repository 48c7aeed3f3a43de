using Genkan.Agents;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Routing;

/// <summary>Automatic distribution through the doors: who gets what, when, and what both sides are told.</summary>
public sealed class AutomaticTests
{
    [Fact, Requirement("Q-01", "Q-02", "Q-05", "ST-11", "CF-01", "AD-61")]
    public async Task A_visitor_is_given_to_the_agent_with_the_fewest_and_told_by_whom_he_is_served()
    {
        await using var shop = await RoutingScene.Distributing();
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        var first = await shop.Asks();
        var second = await shop.Asks();

        string?[] owners = [await shop.OwnerOf(first), await shop.OwnerOf(second)];
        owners.ShouldBe([walt.Id, ada.Id], ignoreOrder: true);
        var seen = (await first.Snapshot()).Should(200);
        seen["state"]!.GetValue<string>().ShouldBe("inChat");
        (await first.Messages()).Should(200)["items"]!.AsArray().Select(m => m!["body"]?["code"]?.GetValue<string>()).ShouldContain("agent_joined");
        (await shop.Assignments(first))[0]!["reasons"]!["choice"]!.GetValue<string>().ShouldBe("longestWithout");
        (await shop.Assignments(second))[0]!["reasons"]!["choice"]!.GetValue<string>().ShouldBe("fewest");
    }

    [Fact, Requirement("Q-04", "Q-07", "Q-14", "Q-17", "AD-08")]
    public async Task Beyond_the_limit_they_wait_and_the_first_gets_the_place_that_becomes_free()
    {
        await using var shop = await RoutingScene.Distributing();
        var walt = await shop.Walt();
        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { limit = 1 })).Should(200);
        var (served, first, second) = (await shop.Asks(), await shop.Asks(), await shop.Asks());
        (await shop.OwnerOf(first)).ShouldBeNull();

        (await served.Ends()).Should(200);
        (await shop.OwnerOf(first)).ShouldBe(walt.Id);
        (await shop.OwnerOf(second)).ShouldBeNull();

        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { limit = 2 })).Should(200);
        (await shop.OwnerOf(second)).ShouldBe(walt.Id);
    }

    [Fact, Requirement("Q-20", "ST-12", "ST-13", "ST-16")]
    public async Task A_status_that_lets_nothing_in_keeps_what_is_held_and_going_online_brings_who_waits()
    {
        await using var shop = await RoutingScene.Distributing();
        var (walt, ada) = (await shop.Walt(), await shop.Ada("busy"));
        var held = await shop.Asks();
        await walt.Status("away");
        (await shop.OwnerOf(held)).ShouldBe(walt.Id);
        // Somebody online is needed to be let in at all; Walt's limit keeps it from him.
        await walt.Status("online");
        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { limit = 1 })).Should(200);
        var waits = await shop.Asks();
        (await shop.OwnerOf(waits)).ShouldBeNull();

        await ada.Status("online");
        (await shop.OwnerOf(waits)).ShouldBe(ada.Id);
    }

    [Fact, Requirement("Q-09", "Q-11", "Q-18", "CF-06", "CF-05")]
    public async Task By_hand_the_own_limit_holds_unless_it_may_be_passed_and_the_ceiling_always()
    {
        await using var shop = await RoutingScene.Distributing(new { ceiling = 2 });
        var walt = await shop.Walt();
        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { limit = 1 })).Should(200);
        await shop.Asks();
        var (second, third) = (await shop.Asks(), await shop.Asks());

        (await walt.Accept(second.Conversation)).ShouldRefuse(409, "limit_reached");
        await shop.Distributes(new { ceiling = 2, aboveOwnLimit = true });
        (await walt.Accept(second.Conversation)).Should(200);
        (await walt.Accept(third.Conversation)).ShouldRefuse(409, "ceiling_reached");
        (await shop.OwnerOf(third)).ShouldBeNull();
        (await shop.Assignments(second))[0]!["kind"]!.GetValue<string>().ShouldBe("taken");
    }

    [Fact, Requirement("Q-02", "Q-09", "Q-10")]
    public async Task In_the_pool_they_wait_until_somebody_takes_them_and_the_change_of_way_gives_them_out()
    {
        await using var shop = await RoutingScene.Distributing(new { chat = "pool" });
        var walt = await shop.Walt();
        var (taken, given) = (await shop.Asks(), await shop.Asks());
        (await shop.OwnerOf(taken)).ShouldBeNull();
        (await walt.Accept(taken.Conversation)).Should(200);

        await shop.Distributes();
        (await shop.OwnerOf(given)).ShouldBe(walt.Id);
    }

    [Fact, Requirement("Q-03", "AD-61")]
    public async Task Chat_and_mail_are_chosen_each_for_itself()
    {
        await using var shop = await RoutingScene.Distributing(new { chat = "automatic", mail = "pool" });
        await shop.Walt();
        (await shop.OwnerOf(await shop.Asks())).ShouldNotBeNull();
        await shop.Distributes(new { chat = "pool", mail = "automatic" });
        (await shop.OwnerOf(await shop.Asks())).ShouldBeNull();
        (await shop.Nora.Get("/api/settings/routing")).Should(200)["mail"]!.GetValue<string>().ShouldBe("automatic");
    }

    [Fact, Requirement("Q-19")]
    public async Task However_many_agents_are_signed_in_each_has_a_share()
    {
        await using var shop = await RoutingScene.Distributing();
        var agents = new List<AgentClient>();
        for (var i = 0; i < 12; i++)
        {
            agents.Add(await shop.Agent($"agent{i}"));
        }

        var owners = new HashSet<string?>();
        for (var i = 0; i < 12; i++)
        {
            owners.Add(await shop.OwnerOf(await shop.Asks()));
        }

        owners.ShouldBe(agents.Select(a => a.Id), ignoreOrder: true);
    }

    [Fact, Requirement("Q-21", "Q-22", "Q-23", "CF-04", "AD-59")]
    public async Task Who_comes_back_gets_the_agent_of_last_time()
    {
        await using var shop = await RoutingScene.Distributing();
        var walt = await shop.Walt();
        var visitor = await shop.Asks();
        var ada = await shop.Ada();
        (await visitor.Ends()).Should(200);
        await shop.Asks();
        await shop.Asks();
        await shop.Asks();

        (await visitor.AsksFor()).Should(201);
        (await shop.OwnerOf(visitor)).ShouldBe(walt.Id);
        (await shop.Assignments(visitor))[0]!["reasons"]!["choice"]!.GetValue<string>().ShouldBe("affinity");
        (await visitor.Ends()).Should(200);

        await walt.Status("away");
        (await visitor.AsksFor()).Should(201);
        (await shop.OwnerOf(visitor)).ShouldBe(ada.Id);
    }

    [Fact, Requirement("Q-24", "Q-25", "Q-26", "E-18", "E-19", "E-20", "W-09", "CF-29", "AD-24", "AD-41")]
    public async Task A_sites_designation_says_who_serves_and_what_the_button_shows()
    {
        await using var shop = await RoutingScene.Distributing();
        var (walt, ada) = (await shop.Walt(), await shop.Ada("away"));
        var care = await shop.Department("Care", ada);
        var (other, otherKey) = await shop.NewSite("Other");
        (await shop.Nora.Put($"/api/sites/{other}/routing", new { designation = "departments", departments = new[] { care } })).Should(200);

        var there = await shop.AVisitor(otherKey);
        there.Visit["availability"]!.GetValue<string>().ShouldBe("away");
        (await shop.AVisitor()).Visit["availability"]!.GetValue<string>().ShouldBe("waiting");
        (await there.AsksFor()).ShouldRefuse(409, "nobody_here");
        (await there.AsksFor(new { department = Ids.New() })).Should(422);

        await ada.Status("online");
        (await there.AsksFor(new { department = care })).Should(201);
        (await shop.OwnerOf(there)).ShouldBe(ada.Id);
        (await shop.Assignments(there))[0]!["reasons"]!["rule"]!.GetValue<string>().ShouldBe("wantedDepartment");

        (await shop.Nora.Put($"/api/sites/{other}/routing", new { designation = "agents", agents = new[] { walt.Id, ada.Id } })).Should(200);
        var picks = await shop.AVisitor(otherKey);
        (await picks.AsksFor(new { agent = walt.Id })).Should(201);
        (await shop.OwnerOf(picks)).ShouldBe(walt.Id);
    }

    [Fact, Requirement("Q-39", "Q-40", "RT-31")]
    public async Task Who_leaves_while_waiting_drops_out_of_the_queue()
    {
        await using var shop = await RoutingScene.Distributing(new { chat = "pool" });
        await using var nora = await shop.Nora.Listen();
        await shop.Nora.Status("online");
        var visitor = await shop.AVisitor();
        await using (var window = await visitor.Listen())
        {
            (await visitor.AsksFor()).Should(201);
            await window.Next("hello");
        }

        await Until.True(async () =>
        {
            shop.Clock.Advance(TimeSpan.FromSeconds(20));
            return (await shop.Nora.Conversation(visitor.Conversation))["state"]!.GetValue<string>() == "closed";
        });
        var row = (await shop.Nora.Conversation(visitor.Conversation)).Should(200);
        row["endType"]!.GetValue<string>().ShouldBe("visitor");
        row["acceptedAt"].ShouldBeNull();
        (await shop.Nora.Desk()).Should(200)["waiting"]!.AsArray().ShouldBeEmpty();
    }

    [Fact, Requirement("Q-43", "ST-24")]
    public async Task Who_is_gone_keeps_them_for_the_grace_time_and_then_they_wait_at_the_front()
    {
        await using var shop = await RoutingScene.Distributing(new { ceiling = 1, graceSeconds = 60 });
        var walt = await shop.Walt();
        VisitorClient visitor;
        await using (var his = await walt.Listen())
        {
            await his.Next("hello");
            visitor = await shop.Asks();
        }

        (await shop.OwnerOf(visitor)).ShouldBe(walt.Id);
        var ada = await shop.Ada();
        await using var hers = await ada.Listen();
        var holds = await shop.Asks();
        (await shop.OwnerOf(holds)).ShouldBe(ada.Id);
        var waits = await shop.Asks();

        await Until.True(async () =>
        {
            shop.Clock.Advance(TimeSpan.FromSeconds(10));
            await visitor.Snapshot();
            await waits.Snapshot();
            return await shop.OwnerOf(visitor) is null;
        });
        (await shop.Assignments(visitor)).Select(a => a!["kind"]!.GetValue<string>()).ShouldBe(["given", "gone"]);
        (await holds.Ends()).Should(200);
        (await shop.OwnerOf(visitor)).ShouldBe(ada.Id);
        (await shop.OwnerOf(waits)).ShouldBeNull();
        (await visitor.Messages()).Should(200)["items"]!.AsArray().Select(m => m!["body"]?["code"]?.GetValue<string>()).ShouldContain("back_in_queue");
    }

    [Fact, Requirement("Q-43", "ST-24")]
    public async Task The_grace_time_counts_from_the_last_sign_of_life_however_late_the_silence_is_noticed()
    {
        await using var shop = await RoutingScene.Distributing(new { graceSeconds = 120 });
        var walt = await shop.Walt();
        await using var his = await walt.Listen(answers: true);
        await his.Next("hello");
        var visitor = await shop.Asks();
        (await walt.Post("/api/me/contact")).Should(204);
        var (contact, heard) = (shop.Server.Services.GetRequiredService<IAgentContact>(), shop.Clock.Now);
        var (organisation, waltsId) = (OrganisationId.From(Guid.Parse(walt.Organisation)), Guid.Parse(walt.Id));

        // The machine loses power: the connection stays open and nobody answers any more.
        shop.Clock.Advance(TimeSpan.FromSeconds(45));
        contact.InTouch(organisation, waltsId).ShouldBeFalse();
        (await shop.OwnerOf(visitor)).ShouldBe(walt.Id);
        while (shop.Clock.Now - heard < 122_000)
        {
            await visitor.Snapshot();
            shop.Clock.Advance(TimeSpan.FromSeconds(11));
        }

        await Until.True(async () => await shop.OwnerOf(visitor) is null);
        (shop.Clock.Now - heard).ShouldBeLessThan(134_000, "counted from when it was noticed it would be ten seconds later");
        (await shop.Assignments(visitor)).Select(a => a!["kind"]!.GetValue<string>()).ShouldBe(["given", "gone"]);
    }

    [Fact, Requirement("Q-43")]
    public async Task Who_is_disabled_or_removed_holds_nothing_any_more()
    {
        await using var shop = await RoutingScene.Distributing();
        var (walt, ada) = (await shop.Walt(), await shop.Ada("away"));
        var (first, second) = (await shop.Asks(), await shop.Asks());
        await ada.Status("online");

        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { disabled = true })).Should(200);
        (await shop.OwnerOf(first)).ShouldBe(ada.Id);
        (await shop.OwnerOf(second)).ShouldBe(ada.Id);

        (await shop.Nora.Delete($"/api/agents/{ada.Id}")).ShouldSucceed();
        (await shop.OwnerOf(first)).ShouldBeNull();
        (await shop.Assignments(first)).Select(a => a!["kind"]!.GetValue<string>()).ShouldBe(["given", "barred", "given", "barred"]);
    }

    [Fact]
    public async Task An_offer_let_lie_goes_to_the_next_and_after_some_the_agent_is_set_away()
    {
        await using var shop = await RoutingScene.Distributing(new { offerSeconds = 30, missesUntilAway = 2 });
        var (walt, ada) = (await shop.Walt(), await shop.Ada("away"));
        await using var his = await walt.Listen();
        await using var hers = await ada.Listen();
        var first = await shop.Asks();
        var second = await shop.Asks();
        (await shop.OwnerOf(second)).ShouldBe(walt.Id);
        await ada.Status("online");

        shop.Clock.Advance(TimeSpan.FromSeconds(31));
        await Until.True(async () => await shop.OwnerOf(first) == ada.Id && await shop.OwnerOf(second) == ada.Id);
        await Until.True(async () => (await walt.Get("/api/desk"))["agents"]!.AsArray().Single(a => a!["id"]!.GetValue<string>() == walt.Id)!["status"]!.GetValue<string>() == "away");
        (await ada.Accept(first.Conversation)).Should(200);
        (await ada.Accept(second.Conversation)).Should(200);
        shop.Clock.Advance(TimeSpan.FromSeconds(31));
        (await shop.Assignments(first)).Select(a => a!["kind"]!.GetValue<string>()).ShouldBe(["given", "missed", "given"]);
        (await shop.OwnerOf(first)).ShouldBe(ada.Id);
    }

    [Fact, Requirement("G-09", "G-10", "CF-12")]
    public async Task Silence_after_the_agents_word_closes_and_after_the_visitors_never()
    {
        await using var shop = await RoutingScene.Distributing();
        var walt = await shop.Walt();
        await using var his = await walt.Listen();
        var (silent, asking) = (await shop.Asks(), await shop.Asks());
        (await walt.Say(silent.Conversation, "Which size?")).Should(201);
        (await walt.Say(asking.Conversation, "Which size?")).Should(201);
        (await asking.Says("42")).Should(201);

        await Until.True(async () =>
        {
            shop.Clock.Advance(TimeSpan.FromSeconds(60));
            return (await shop.Nora.Conversation(silent.Conversation))["state"]!.GetValue<string>() == "closed";
        });
        (await shop.Nora.Conversation(silent.Conversation))["endType"]!.GetValue<string>().ShouldBe("system");
        (await shop.Nora.Conversation(asking.Conversation))["state"]!.GetValue<string>().ShouldBe("inChat");
    }

    [Fact]
    public async Task A_departments_full_queue_overflows_and_the_rest_is_led_to_the_form()
    {
        await using var shop = await RoutingScene.Distributing(new { chat = "pool" });
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        var (sales, care) = (await shop.Department("Sales", walt), await shop.Department("Care", ada));
        (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", new { designation = "departments", departments = new[] { sales } })).Should(200);
        (await shop.Nora.Put($"/api/departments/{sales}/routing", new { queueLimit = 1, overflow = care })).Should(200);
        (await shop.Nora.Put($"/api/departments/{care}/routing", new { queueLimit = 1, overflow = sales })).Should(422);
        (await shop.Nora.Put($"/api/departments/{care}/routing", new { queueLimit = 1 })).Should(200);

        await shop.Asks();
        var over = await shop.Asks();
        (await (await shop.AVisitor()).AsksFor()).ShouldRefuse(409, "queue_full");
        await shop.Distributes();
        (await shop.OwnerOf(over)).ShouldBe(ada.Id);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_at_its_field()
    {
        await using var shop = await RoutingScene.Distributing();
        var bad = (await shop.Nora.Put("/api/settings/routing", new { chat = "anarchy", ceiling = 0, graceSeconds = 5, offerSeconds = 1, missesUntilAway = 0 })).Should(422);
        bad["errors"]!.AsObject().Select(e => e.Key).ShouldBe(["chat", "ceiling", "graceSeconds", "offerSeconds", "missesUntilAway"], ignoreOrder: true);
        var site = (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", new { designation = "departments", regions = new[] { new { id = Ids.New(), regions = new[] { "Atlantis" }, departments = Array.Empty<string>() } } })).Should(422);
        site["errors"]!.AsObject().Select(e => e.Key).ShouldBe(["departments", "regions.0.departments", "regions.0.regions"], ignoreOrder: true);
    }
}
