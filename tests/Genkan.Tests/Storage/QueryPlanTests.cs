using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Storage;

/// <summary>How SQLite answers what thousands ask at once. PostgreSQL plans by what the tables hold, so that an empty one tells nothing.</summary>
public sealed class QueryPlanTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("RT-30")]
    public async Task What_a_visitor_missed_is_found_without_walking_through_what_others_did()
    {
        Assert.SkipUnless(shop.Server.Database is null, "SQLite's plans");
        var storage = shop.Server.Services.GetRequiredService<IStorage>();

        var plan = await storage.ReadInstallation(tx => tx.All<Step>(
            "EXPLAIN QUERY PLAN " + Journal.ForTargetSql,
            new { o = Guid.NewGuid().ToString(), target = Guid.NewGuid().ToString(), cursor = 1 }));

        plan.ShouldHaveSingleItem().Detail.ShouldContain("storage_events_of_target (organisation=? AND target=? AND seq>?)");
    }

    private sealed record Step
    {
        public string Detail { get; init; } = "";
    }
}
