namespace Genkan.Tests.Agents;

public sealed class PresenceTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("ST-25")]
    public async Task Every_sign_in_sign_out_and_change_of_status_is_kept_with_its_time()
    {
        var lunch = await shop.AStatus("Lunch");
        var walt = await shop.Walt("online");
        var began = shop.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        (await walt.Put("/api/me/status", new { status = lunch })).Should(200);
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        (await walt.Delete("/api/session")).ShouldSucceed();
        (await shop.Nora.Delete($"/api/statuses/{lunch}")).Should(204);

        var items = (await shop.Nora.Get($"/api/agents/{walt.Id}/presence")).Should(200)["items"]!.AsArray();
        items.Select(e => $"{e!["kind"]} {e["statusName"] ?? e["status"]}").ShouldBe(["status offline", "signOut offline", "status Lunch", "status online", "signIn online"]);
        var at = items.Select(e => e!["at"]!.GetValue<long>() - began).ToArray();
        at[2].ShouldBeInRange(300_000, 320_000);
        at[0].ShouldBeInRange(600_000, 640_000);
    }

    [Fact, Requirement("ST-25")]
    public async Task It_is_read_in_pages_by_who_may_manage_agents()
    {
        var ada = await shop.Ada("online");
        foreach (var status in new[] { "busy", "away", "online", "break" })
        {
            await ada.Status(status);
        }

        var path = $"/api/agents/{ada.Id}/presence";
        var numbers = new List<long>();
        for (long? after = long.MaxValue; after is not null;)
        {
            var page = (await shop.Nora.Get($"{path}?limit=4&after={after}")).Should(200);
            numbers.AddRange(page["items"]!.AsArray().Select(e => e!["number"]!.GetValue<long>()));
            after = page["next"]?.GetValue<long>();
        }

        numbers.ShouldBe([6, 5, 4, 3, 2, 1]);
        (await ada.Get(path)).ShouldRefuse(403, "not_allowed");
        (await shop.Nora.Get($"{path}?limit=201")).ShouldRefuse(422, "invalid");
        (await shop.Nora.Get($"{path}?after=0")).ShouldRefuse(422, "invalid");
        (await (await shop.TheRivals()).Rita.Get(path)).ShouldRefuse(404, "not_found");
    }
}
