using System.Text.Json.Nodes;

namespace Genkan.Tests.Routing;

/// <summary>A department that goes while rules and conversations are for it.</summary>
public sealed class DepartmentInUseTests
{
    [Fact, Requirement("AD-17", "AD-44")]
    public async Task Rules_that_lead_to_it_go_where_it_is_said()
    {
        await using var shop = await RoutingScene.Distributing();
        var (old, next, third) = (await shop.Department("Old"), await shop.Department("Next"), await shop.Department("Third"));
        var policy = Ids.New();
        var body = new { designation = "departments", departments = new[] { old, third }, regions = new[] { new { id = policy, regions = new[] { "JP" }, departments = new[] { old, next } } } };
        (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", body)).Should(200);
        (await shop.Nora.Put($"/api/departments/{third}/routing", new { queueLimit = 2, overflow = old })).Should(200);
        (await shop.Nora.Put($"/api/departments/{next}/routing", new { queueLimit = 2, overflow = third })).Should(200);

        var uses = (await shop.Nora.Delete($"/api/departments/{old}?moveTo=none")).ShouldRefuse(409, "department_in_use")["uses"]!;
        uses["policies"]!.GetValue<long>().ShouldBe(3);
        (await shop.Nora.Delete($"/api/departments/{old}?moveTo={next}")).Should(204);

        var routing = (await shop.Nora.Get($"/api/sites/{shop.Site}/routing")).Should(200);
        IdsOf(routing["departments"]).ShouldBe([next, third]);
        IdsOf(routing["regions"]![0]!["departments"]).ShouldBe([next]);
        // Next overflows to Third: the other way round would be a circle.
        (await shop.Nora.Get($"/api/departments/{third}/routing")).Should(200)["overflow"].ShouldBeNull();
    }

    [Fact, Requirement("AD-17", "TR-01")]
    public async Task Who_waits_for_it_is_served_where_it_is_said()
    {
        await using var shop = await RoutingScene.Distributing(new { ceiling = 1 });
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        var (old, next) = (await shop.Department("Old", ada), await shop.Department("Next", walt));
        var visitors = new[] { await shop.Asks(), await shop.Asks() };
        var his = await shop.OwnerOf(visitors[0]) == walt.Id ? visitors[0] : visitors[1];
        (await walt.Transfers(his, new { department = old })).Should(200);
        (await shop.OwnerOf(his)).ShouldBeNull();

        (await shop.Nora.Delete($"/api/departments/{old}?moveTo=none")).ShouldRefuse(409, "department_in_use")["uses"]!["visitors"]!.GetValue<long>().ShouldBe(1);
        (await shop.Nora.Patch($"/api/agents/{ada.Id}", new { departments = new[] { next } })).Should(200);
        (await shop.Nora.Delete($"/api/departments/{old}?moveTo={next}")).Should(204);
        var hers = his == visitors[0] ? visitors[1] : visitors[0];
        (await hers.Ends()).Should(200);
        (await shop.OwnerOf(his)).ShouldBe(ada.Id);
    }

    [Fact, Requirement("Q-24", "AD-41")]
    public async Task Who_was_removed_is_designated_no_more()
    {
        await using var shop = await RoutingScene.Distributing();
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", new { designation = "agents", agents = new[] { walt.Id, ada.Id } })).Should(200);
        (await shop.Nora.Delete($"/api/agents/{walt.Id}")).ShouldSucceed();
        var routing = (await shop.Nora.Get($"/api/sites/{shop.Site}/routing")).Should(200);
        IdsOf(routing["agents"]).ShouldBe([ada.Id]);
        (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", routing.Json)).Should(200);
    }

    private static IEnumerable<string> IdsOf(JsonNode? list) => list!.AsArray().Select(id => id!.GetValue<string>());
}
