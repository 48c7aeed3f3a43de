using Genkan.Tests.Places;

namespace Genkan.Tests.Routing;

/// <summary>The list a visitor chooses from before the talk begins: who stands in it, what is told of them, and how it stays true.</summary>
public sealed class ChoicesTests
{
    [Fact, Requirement("W-10", "W-11", "E-18", "E-20", "AD-42")]
    public async Task Departments_are_listed_by_name_alone_and_a_choice_reaches_somebody_inside()
    {
        await using var shop = await RoutingScene.Distributing();
        var (walt, ada) = (await shop.Walt(), await shop.Ada("away"));
        var (sales, care) = (await shop.ADepartment("Sales", 5), await shop.ADepartment("After-sales", 50));
        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { departments = new[] { sales } })).Should(200);
        (await shop.Nora.Patch($"/api/agents/{ada.Id}", new { departments = new[] { care } })).Should(200);
        await Sets(shop, new { designation = "departments", departments = new[] { sales, care }, listMode = true });

        var visitor = await AVisitorShown(shop, 2);
        var list = visitor.Visit["choices"]!;
        list["kind"]!.GetValue<string>().ShouldBe("departments");
        // In the order of the admin (AD-18), each with its light.
        list["items"]!.AsArray().Select(one => (one!["name"]!.GetValue<string>(), one["online"]!.GetValue<bool>())).ShouldBe([("After-sales", false), ("Sales", true)]);
        visitor.Visit.Text.ShouldNotContain(walt.Id);
        visitor.Visit.Text.ShouldNotContain("Walt");

        (await visitor.AsksFor(new { department = sales })).Should(201);
        (await shop.OwnerOf(visitor)).ShouldBe(walt.Id);

        await Sets(shop, new { designation = "departments", departments = new[] { sales, care }, listMode = true, hideDepartments = true });
        var unnamed = await AVisitorShown(shop, null);
        unnamed.Visit["choices"].ShouldBeNull();
        unnamed.Visit.Text.ShouldNotContain("Sales");
        // Hidden, and served all the same (Q-44): the system chooses.
        (await unnamed.AsksFor()).Should(201);
        (await shop.OwnerOf(unnamed)).ShouldBe(walt.Id);
    }

    [Fact, Requirement("W-10", "W-11", "E-19", "AD-42", "AD-43", "Q-44")]
    public async Task Agents_are_listed_by_nickname_and_picture_and_what_is_hidden_is_not_on_the_wire()
    {
        await using var shop = await RoutingScene.Distributing();
        var (walt, ada, bo) = (await shop.Walt(), await shop.Ada("away"), await shop.Agent("bo"));
        (await walt.Patch("/api/me", new { nickname = "Wally" })).Should(200);
        (await ada.Patch("/api/me", new { nickname = "Addie" })).Should(200);
        var sales = await shop.Department("Sales", walt, ada);
        var all = new[] { ada.Id, walt.Id, bo.Id };
        await Sets(shop, new { designation = "agents", agents = all, listMode = true });

        var visitor = await AVisitorShown(shop, 3);
        var items = visitor.Visit["choices"]!["items"]!.AsArray();
        // Who is online stands first; without a nickname nobody's own name is told.
        items.Select(one => one!["id"]!.GetValue<string>()).Last().ShouldBe(ada.Id);
        var site = visitor.Visit["site"]!["name"]!.GetValue<string>();
        items.Select(one => one!["name"]!.GetValue<string>()).ShouldBe(["Wally", site, "Addie"], ignoreOrder: true);
        items.Select(one => one!["department"]?.GetValue<string>()).ShouldBe(["Sales", null, "Sales"], ignoreOrder: true);
        items[0]!.AsObject().Select(member => member.Key).ShouldBe(["id", "name", "avatar", "department", "online"]);
        visitor.Visit.Text.ShouldNotContain("walt@");
        visitor.Visit.Text.ShouldNotContain("\"Bo\"");

        (await visitor.AsksFor(new { agent = ada.Id })).ShouldRefuse(409, "nobody_here");
        (await visitor.AsksFor(new { agent = walt.Id })).Should(201);
        (await shop.OwnerOf(visitor)).ShouldBe(walt.Id);

        await Sets(shop, new { designation = "agents", agents = all, listMode = true, hideOffline = true, hideDepartments = true });
        var later = await AVisitorShown(shop, 2);
        later.Visit["choices"]!["items"]!.AsArray().Count.ShouldBe(2);
        foreach (var hidden in new[] { ada.Id, "Addie", sales, "Sales" })
        {
            later.Visit.Text.ShouldNotContain(hidden);
        }
    }

    [Fact, Requirement("W-11", "AD-43", "E-19")]
    public async Task The_list_follows_what_happens_without_asking_again_and_only_an_open_window_is_told()
    {
        await using var shop = await RoutingScene.Distributing();
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        var both = new[] { walt.Id, ada.Id };
        await Sets(shop, new { designation = "agents", agents = both, listMode = true, hideOffline = true });
        var visitor = await shop.AVisitor();
        await using var window = await visitor.Listen();
        var passerBy = new VisitorClient(shop.Server.Url, shop.SiteKey);
        var page = (await passerBy.Post("/visitor/visits", new { site = shop.SiteKey, page = "https://shop.example/", reach = "page" })).ShouldSucceed();
        page["choices"].ShouldBeNull();
        passerBy.Token = page["token"]!.GetValue<string>();
        await using var button = await passerBy.Listen();

        // The whole value on connecting, and again when it changes.
        Listed(await window.Next("choices")).ShouldBe(both, ignoreOrder: true);
        await ada.Status("away");
        Listed(await window.Next("choices", list => Listed(list).Count() == 1)).ShouldBe([walt.Id]);
        await Sets(shop, new { designation = "agents", agents = both });
        (await window.Next("choices"))["choices"].ShouldBeNull();

        await walt.Status("away");
        await button.Next("availability", state => state["state"]!.GetValue<string>() == "away");
        button.Heard.ShouldNotContain(frame => frame.Event == "choices");
    }

    [Fact, Requirement("Q-34", "E-18", "W-09")]
    public async Task Where_a_region_policy_matches_the_choice_is_among_its_departments()
    {
        Assert.SkipUnless(FindPlaceTests.Shipped, "This build holds no data of places: bin/test makes it.");
        await using var behind = await Shop.Open("--GENKAN_PROXIES", "127.0.0.1");
        await behind.Distributes();
        var (walt, ada) = (await behind.Walt(), await behind.Ada());
        var (world, ningbo) = (await behind.Department("World", walt), await behind.Department("Ningbo team", ada));
        await Sets(behind, new
        {
            designation = "departments",
            departments = new[] { world },
            listMode = true,
            regions = new[] { new { id = Ids.New(), regions = new[] { "CN-ZJ" }, departments = new[] { ningbo } } },
        });

        var there = new VisitorClient(behind.Server.Url, behind.SiteKey);
        there.Headers["X-Forwarded-For"] = "60.190.1.1";
        await there.Visits("https://shop.example/");
        there.Visit["choices"]!["items"]!.AsArray().Select(one => one!["name"]!.GetValue<string>()).ShouldBe(["Ningbo team"]);
        (await there.AsksFor(new { department = world })).ShouldRefuse(422, "invalid")["errors"]!["department"].ShouldNotBeNull();
        (await there.AsksFor(new { department = ningbo })).Should(201);
        (await behind.OwnerOf(there)).ShouldBe(ada.Id);

        var elsewhere = await behind.AVisitor();
        elsewhere.Visit["choices"]!["items"]!.AsArray().Select(one => one!["name"]!.GetValue<string>()).ShouldBe(["World"]);

        // Agents are no choice where a region's departments stand in for them.
        await Sets(behind, new
        {
            designation = "agents",
            agents = new[] { walt.Id },
            listMode = true,
            regions = new[] { new { id = Ids.New(), regions = new[] { "CN-ZJ" }, departments = new[] { ningbo } } },
        });
        var again = new VisitorClient(behind.Server.Url, behind.SiteKey);
        again.Headers["X-Forwarded-For"] = "60.190.1.1";
        await again.Visits("https://shop.example/");
        again.Visit["choices"].ShouldBeNull();
        (await again.AsksFor(new { agent = walt.Id })).ShouldRefuse(422, "invalid")["errors"]!["agent"].ShouldNotBeNull();
    }

    /// <summary>A visitor to whom so many are offered; null for no list. One who comes in the very moment of a change may be told what was.</summary>
    private static async Task<VisitorClient> AVisitorShown(Shop shop, int? count)
    {
        var visitor = await shop.AVisitor();
        await Until.True(async () =>
        {
            await visitor.Visits();
            return visitor.Visit["choices"]?["items"]?.AsArray().Count == count;
        });
        return visitor;
    }

    private static IEnumerable<string> Listed(Frame frame) => frame["choices"]!["items"]!.AsArray().Select(one => one!["id"]!.GetValue<string>());

    private static async Task Sets(Shop shop, object routing) => (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", routing)).Should(200);
}
