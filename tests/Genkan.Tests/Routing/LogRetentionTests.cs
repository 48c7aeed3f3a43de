using Genkan.Administration;
using Genkan.Routing;
using Genkan.Routing.Replay;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Genkan.Tests.Routing;

/// <summary>What is forgotten of the log, and that the rest replays without it.</summary>
public sealed class LogRetentionTests
{
    [Fact]
    public async Task What_is_over_goes_and_what_follows_still_replays_as_it_was()
    {
        await using var shop = await RoutingScene.Distributing(new { choice = "inTurn" });
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        var over = await shop.Asks();
        var stays = await shop.Asks();
        (await over.Ends()).Should(200);
        await ada.Status("away");
        await ada.Status("online");
        var before = await Count(shop);

        await Prune(shop);
        (await Count(shop)).ShouldBeLessThan(before);
        (await Rows(shop, $"subject = '{over.Conversation}' AND kind <> 'given'")).ShouldBe(0);
        (await Rows(shop, $"subject = '{stays.Conversation}'")).ShouldBe(2);
        (await Rows(shop, $"subject = '{ada.Id}' AND kind = 'agent'")).ShouldBe(1);
        var kept = await Count(shop);
        await Prune(shop);
        (await Count(shop)).ShouldBe(kept);

        var from = shop.Clock.Now;
        var next = await shop.Asks();
        (await shop.OwnerOf(next)).ShouldBeOneOf(walt.Id, ada.Id);
        (await stays.Ends()).Should(200);
        await shop.Asks();
        var services = shop.Server.Services;
        var report = await services.GetRequiredService<IStorage>().Read(
            new OrganisationId(Guid.Parse(shop.Nora.Organisation)),
            tx => services.GetRequiredService<ISimulation>().Run(tx, new SimulationOrder(from, shop.Clock.Now + 1, null)));
        report.Same.ShouldBeTrue();
        (report.Really.Requests, report.Really.Served).ShouldBe((2, 2));
    }

    /// <summary>As if all of it were old.</summary>
    private static Task Prune(Shop shop)
    {
        var services = shop.Server.Services;
        var all = services.GetRequiredService<GenkanSettings>() with { RoutingLogDays = -1 };
        return new LogRetention(
            services.GetRequiredService<IStorage>(), services.GetRequiredService<LogStore>(), services.GetRequiredService<IOrganisationNames>(), all, shop.Clock, NullLogger<LogRetention>.Instance).PruneAll();
    }

    private static Task<long> Count(Shop shop) => Rows(shop, "n > 0");

    private static async Task<long> Rows(Shop shop, string where) =>
        long.Parse((await shop.Stored($"SELECT CAST(COUNT(*) AS text) FROM routing_log WHERE {where}")).Single(), System.Globalization.CultureInfo.InvariantCulture);
}
