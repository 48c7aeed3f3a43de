using System.Collections.Concurrent;
using Genkan.Conversations;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;
using Turns = Genkan.Routing.Turns;

namespace Genkan.Tests.Routing;

/// <summary>A decision goes on from what the last turn left, and every test holds that against the store (<see cref="StandingCheck"/>).</summary>
public sealed class RememberedTurnTests
{
    [Fact, Requirement("Q-05")]
    public async Task A_start_asks_the_store_neither_for_the_people_nor_for_who_holds_what()
    {
        await using var shop = await RoutingScene.Distributing();
        await shop.Walt();
        await shop.Asks();
        // The check of all tests would ask just that.
        shop.Server.Services.GetRequiredService<Turns>().GoesOnFrom = null;
        var log = shop.Server.Services.GetRequiredService<StatementLog>();
        var fewest = new List<string>();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var visitor = await shop.AVisitor();
            var ran = new ConcurrentQueue<string>();
            log.Ran += ran.Enqueue;
            (await visitor.Starts()).Should(201);
            log.Ran -= ran.Enqueue;
            fewest = attempt == 0 || ran.Count < fewest.Count ? [.. ran] : fewest;
        }

        // The news that follow are worked out beside and may stand between: they read, and never in this way.
        fewest.ShouldNotContain(sql => sql.Contains("FROM agents_agents WHERE organisation = @organisation ORDER BY", StringComparison.Ordinal));
        fewest.ShouldNotContain(sql => sql.Contains("FROM routing_sites", StringComparison.Ordinal));
        fewest.Count.ShouldBeLessThanOrEqualTo(38, string.Join(Environment.NewLine, fewest));
    }

    [Fact, Requirement("Q-14")]
    public async Task A_turn_that_came_to_nothing_is_not_remembered()
    {
        await using var shop = await RoutingScene.Distributing(new { ceiling = 1 });
        var walt = await shop.Walt();
        var waits = await shop.Asks();
        var distribution = shop.Server.Services.GetRequiredService<IDistribution>();
        await Should.ThrowAsync<InvalidOperationException>(() => shop.Server.Services.GetRequiredService<IStorage>().Write<bool>(new OrganisationId(Guid.Parse(shop.Nora.Organisation)), async tx =>
        {
            await distribution.Before(tx);
            await distribution.Over(tx, Guid.Parse(waits.Conversation), Guid.Parse(walt.Id));
            throw new InvalidOperationException();
        }));

        // Walt holds his one still.
        var second = await shop.Asks();
        (await shop.OwnerOf(waits)).ShouldBe(walt.Id);
        (await shop.OwnerOf(second)).ShouldBeNull();
        (await waits.Ends()).Should(200);
        (await shop.OwnerOf(second)).ShouldBe(walt.Id);
    }

    [Fact, Requirement("Q-14")]
    public async Task What_another_node_decided_in_between_counts()
    {
        TwoNodes.SkipOnSqlite();
        await using var nodes = await TwoNodes.Open();
        await nodes.Shop.Distributes(new { chat = "pool", ceiling = 2 });
        var walt = await nodes.Shop.Walt();
        var waiting = new[] { await nodes.Shop.Asks(), await nodes.Shop.Asks(), await nodes.Shop.Asks() };

        (await walt.Accept(waiting[0].Conversation)).Should(200);
        (await nodes.OnB(walt).Accept(waiting[1].Conversation)).Should(200);
        (await walt.Accept(waiting[2].Conversation)).ShouldRefuse(409, "ceiling_reached");
        (await nodes.OnB(walt).End(waiting[1].Conversation)).Should(200);
        (await walt.Accept(waiting[2].Conversation)).Should(200);
    }
}
