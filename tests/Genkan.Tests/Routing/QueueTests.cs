using System.Text.Json.Nodes;

namespace Genkan.Tests.Routing;

/// <summary>What those who wait are told: the place in the queue and the wait to expect.</summary>
public sealed class QueueTests
{
    [Fact, Requirement("Q-04")]
    public async Task Who_waits_hears_the_place_and_moves_up_without_asking()
    {
        await using var shop = await RoutingScene.Distributing(new { chat = "pool" });
        await shop.Walt();
        var (first, second) = (await shop.Asks(), await shop.Asks());
        await using var window = await second.Listen();
        await window.Next("queue", frame => Place(frame) == 2 && frame["conversation"]!.GetValue<string>() == second.Conversation);

        (await first.Ends()).Should(200);
        await window.Next("queue", frame => Place(frame) == 1);
        window.Heard.ShouldNotContain(frame => frame.Event == "queue" && frame["conversation"]!.GetValue<string>() == first.Conversation);
    }

    [Fact, Requirement("Q-26")]
    public async Task Who_waits_for_other_people_takes_nobodys_turn()
    {
        await using var shop = await RoutingScene.Distributing(new { chat = "pool" });
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        var (sales, care) = (await shop.Department("Sales", walt), await shop.Department("Care", ada));
        var (site, key) = await shop.NewSite("By department");
        (await shop.Nora.Put($"/api/sites/{site}/routing", new { designation = "departments", departments = new[] { sales, care } })).Should(200);
        await shop.Asks(new { department = sales }, key);
        var other = await shop.Asks(new { department = care }, key);
        await using (var window = await other.Listen())
        {
            await window.Next("queue", frame => Place(frame) == 1);
        }

        // Both departments together serve this one: both wait ahead.
        var any = await shop.Asks(siteKey: key);
        await using (var window = await any.Listen())
        {
            await window.Next("queue", frame => Place(frame) == 3);
        }
    }

    [Fact]
    public async Task The_wait_to_expect_follows_how_long_talks_take_and_a_site_tells_only_what_it_wants_to()
    {
        await using var shop = await RoutingScene.Distributing(new { ceiling = 1 });
        var walt = await shop.Walt();
        await using var desk = await walt.Listen();
        for (var talk = 0; talk < 3; talk++)
        {
            var served = await shop.Asks();
            (await walt.Say(served.Conversation, "Good day")).ShouldSucceed();
            shop.Clock.Advance(TimeSpan.FromMinutes(5));
            (await served.Ends()).Should(200);
            (await walt.End(served.Conversation)).Should(200);
        }

        await shop.Asks();
        var waits = await shop.Asks();
        await using var window = await waits.Listen();
        // One talk goes on at a time, and they take five minutes and a moment.
        await window.Next("queue", frame => Place(frame) == 1 && frame["minutes"]?.GetValue<int>() == 6);

        (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", new { tellPlace = false })).Should(200);
        await window.Next("queue", frame => frame["place"] is null && frame["minutes"]?.GetValue<int>() == 6);
        (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", new { tellPlace = false, tellWait = false })).Should(200);
        await window.Next("queue", frame => frame["place"] is null && frame["minutes"] is null);
    }

    private static int? Place(Frame frame) => frame["place"]?.GetValue<int>();
}
