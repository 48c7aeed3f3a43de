using System.Text.Json.Nodes;

namespace Genkan.Tests.Sites;

public sealed class EntriesTests
{
    [Fact, Requirement("E-02", "E-03")]
    public async Task Openings_and_talks_are_counted_by_day_each_once()
    {
        await using var shop = await Shop.Open();
        var visitor = await shop.AVisitor();
        var id = Ids.New();
        (await visitor.Post("/visitor/entries", new { id })).Should(204);
        (await visitor.Post("/visitor/entries", new { id })).Should(204);
        (await visitor.Post("/visitor/entries", new { id = Ids.New() })).Should(204);
        (await Counts(shop)).ShouldBe([(2, 0)]);

        var talker = await shop.AVisitorIsWaiting();
        (await Counts(shop)).ShouldBe([(2, 0)], "waiting is no talk yet");
        (await shop.Nora.Accept(talker.Conversation)).Should(200);
        (await shop.Nora.Accept(talker.Conversation)).Should(200);
        (await Counts(shop)).ShouldBe([(2, 1)]);

        shop.Clock.Advance(TimeSpan.FromDays(1));
        (await visitor.Post("/visitor/entries", new { id = Ids.New() })).Should(204);
        (await Counts(shop)).ShouldBe([(2, 1), (1, 0)]);
    }

    [Fact, Requirement("E-02")]
    public async Task One_visitor_cannot_falsify_the_numbers_without_end()
    {
        await using var shop = await Shop.Open();
        var visitor = await shop.AVisitor();
        for (var i = 0; i < 50; i++)
        {
            (await visitor.Post("/visitor/entries", new { id = Ids.New() })).Should(204);
        }

        var refused = (await visitor.Post("/visitor/entries", new { id = Ids.New() })).ShouldRefuse(429, "too_many");
        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await Counts(shop)).ShouldBe([(50, 0)]);
    }

    [Fact]
    public async Task Only_visitors_count_and_only_days_are_asked_for()
    {
        await using var shop = await Shop.Open();
        var stranger = new VisitorClient(shop.Server.Url, shop.SiteKey);
        (await stranger.Post("/visitor/entries", new { id = Ids.New() })).ShouldRefuse(401, "token_invalid");
        stranger.Token = "AA" + (await shop.AVisitor()).Token![2..];
        (await stranger.Post("/visitor/entries", new { id = Ids.New() })).ShouldRefuse(401, "token_invalid");
        (await (await shop.AVisitor()).Post("/visitor/entries", new { })).ShouldRefuse(422, "invalid");

        (await shop.Nora.Get($"/api/sites/{shop.Site}/entries?from=yesterday")).ShouldRefuse(422, "invalid");
        (await shop.Nora.Get($"/api/sites/{shop.Site}/entries?to=2026-13-01")).ShouldRefuse(422, "invalid");
        (await shop.Nora.Get($"/api/sites/{shop.Site}/entries?from=2020-01-01&to=2020-12-31")).Should(200)["items"]!.AsArray().ShouldBeEmpty();
    }

    private static async Task<(long Opened, long Chatted)[]> Counts(Shop shop) =>
        [.. (await shop.Nora.Get($"/api/sites/{shop.Site}/entries")).Should(200)["items"]!.AsArray().Select(day => (Number(day, "opened"), Number(day, "chatted")))];

    private static long Number(JsonNode? day, string name) => day![name]!.GetValue<long>();
}
