using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Dapper;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Storage;

/// <summary>
/// SQLite plans without statistics: what should take an index of what is open must not walk through everything an organisation ever
/// had. The plans of the statements that run are asked for, not their times.
/// </summary>
public sealed partial class QueryPlanTests
{
    [Fact]
    public async Task What_runs_while_people_talk_never_walks_through_all_conversations_or_visits()
    {
        Assert.SkipWhen(Engine.IsPostgres, "SQLite's own planner");
        await using var shop = await RoutingScene.Distributing(new { ceiling = 1, offerSeconds = 30 });
        var statements = new ConcurrentDictionary<string, byte>(StringComparer.Ordinal);
        shop.Server.Services.GetRequiredService<StatementLog>().Ran += sql => statements[sql] = 0;

        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        var (first, second, third) = (await shop.Asks(), await shop.Asks(), await shop.Asks());
        (await walt.Desk()).Should(200);
        (await shop.Nora.Get("/api/monitor")).Should(200);
        await using (var window = await third.Listen())
        {
            await window.Next("queue");
        }

        var his = await shop.OwnerOf(first) == walt.Id ? first : second;
        (await walt.Say(his.Conversation, "Good day")).Should(201);
        (await his.Says("Hello")).Should(201);
        (await walt.Transfers(his, new { agent = ada.Id, aboveLimit = true })).Should(200);
        (await ada.End(his.Conversation)).Should(200);
        await his.Visits("https://shop.example/again", null, "Again");
        await walt.Status("busy");
        (await third.Ends()).Should(200);
        shop.Clock.Advance(TimeSpan.FromSeconds(30));
        await Until.True(() => Task.FromResult(statements.Keys.Any(sql => sql.Contains("silent_since <", StringComparison.Ordinal))));

        await using var connection = await shop.Server.OpenRaw();
        var walks = new List<string>();
        foreach (var sql in statements.Keys.Where(sql => Growing().IsMatch(sql) && !IsBounded(sql)))
        {
            var plan = await connection.QueryAsync<(long, long, long, string Detail)>("EXPLAIN QUERY PLAN " + Parameters().Replace(sql, "1"));
            walks.AddRange(plan.Where(step => Walks().IsMatch(step.Detail)).Select(step => $"{step.Detail}: {sql}"));
        }

        statements.Keys.Count(sql => sql.Contains("conversations_conversations", StringComparison.Ordinal)).ShouldBeGreaterThan(10);
        walks.ShouldBeEmpty();
    }

    /// <summary>The latest fifty talks, backwards from the newest; asked once a minute.</summary>
    private static bool IsBounded(string sql) => sql.Contains("LIMIT 50", StringComparison.Ordinal);

    [GeneratedRegex("@[A-Za-z]+", RegexOptions.None, 1000)]
    private static partial Regex Parameters();

    [GeneratedRegex("conversations_conversations|visitors_visits|visitors_pageviews", RegexOptions.None, 1000)]
    private static partial Regex Growing();

    [GeneratedRegex(@"^SCAN \S+$|conversations_(by_start|of_visitor|of_agent)( \(organisation=\?\))?$|sqlite_autoindex_visitors_\w+ \(organisation=\?\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Walks();
}
