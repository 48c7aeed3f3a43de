using System.Text.Json.Nodes;
using Genkan.Agents;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Agents;

public sealed class DepartmentTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("AD-17", "AD-18", "AD-19")]
    public async Task Departments_are_added_changed_and_listed_the_larger_number_first()
    {
        await using var other = await Shop.Open();
        var walt = await other.Walt();
        await using var stream = await walt.Listen();
        await stream.Next("hello");
        var sales = await other.ADepartment("Sales", 10);
        (await stream.Next("department.added"))["department"]!["name"]!.GetValue<string>().ShouldBe("Sales");
        await other.ADepartment("Technical advice", 300);
        await other.ADepartment("After-sales", 10);
        Names(await walt.Get("/api/departments")).ShouldBe(["Technical advice", "After-sales", "Sales"]);

        (await other.Nora.Patch($"/api/departments/{sales}", new { name = "Pre-sales", order = 9999 })).Should(200)["order"]!.GetValue<long>().ShouldBe(9999);
        (await stream.Next("department.changed"))["department"]!["name"]!.GetValue<string>().ShouldBe("Pre-sales");
        Names(await walt.Get("/api/departments")).ShouldBe(["Pre-sales", "Technical advice", "After-sales"]);
        (await other.Nora.Delete($"/api/departments/{sales}")).Should(204);
        (await stream.Next("department.removed"))["department"]!.GetValue<string>().ShouldBe(sales);
        (await other.Nora.Delete($"/api/departments/{sales}")).Should(204);
        Names(await walt.Get("/api/departments")).ShouldBe(["Technical advice", "After-sales"]);
        (await other.Nora.Patch($"/api/departments/{sales}", new { order = 1 })).ShouldRefuse(404, "not_found");
        // What happened in it is still told by its name.
        var shown = (await walt.Desk())["departments"]!.AsArray().Single(d => d!["id"]!.GetValue<string>() == sales)!;
        shown["removed"]!.GetValue<bool>().ShouldBeTrue();
        shown["name"]!.GetValue<string>().ShouldBe("Pre-sales");
    }

    [Fact, Requirement("AD-17")]
    public async Task A_repeat_is_done_once_and_bad_fields_are_named()
    {
        var id = Ids.New();
        (await shop.Nora.Post("/api/departments", new { id, name = "İade", order = 3 })).Should(201);
        (await shop.Nora.Post("/api/departments", new { id, name = "İade", order = 3 })).Should(200)["id"]!.GetValue<string>().ShouldBe(id);
        (await shop.Nora.Post("/api/departments", new { id, name = "Another", order = 3 })).ShouldRefuse(409, "id_taken");

        FieldCode(await shop.Nora.Post("/api/departments", new { id = Ids.New(), name = "iade" }), "name").ShouldBe("name_taken");
        FieldCode(await shop.Nora.Post("/api/departments", new { id = Ids.New(), name = new string('x', 61) }), "name").ShouldBe("too_long");
        FieldCode(await shop.Nora.Post("/api/departments", new { id = Ids.New(), name = " " }), "name").ShouldBe("required");
        FieldCode(await shop.Nora.Post("/api/departments", new { id = Ids.New(), name = "Far", order = 10000 }), "order").ShouldBe("out_of_range");
        FieldCode(await shop.Nora.Patch($"/api/departments/{id}", new { order = -1 }), "order").ShouldBe("out_of_range");
        (await (await shop.Walt()).Post("/api/departments", new { id = Ids.New(), name = "Mine" })).ShouldRefuse(403, "not_allowed");
    }

    [Fact, Requirement("AD-19")]
    public async Task An_agent_may_be_in_several_and_colleagues_see_it()
    {
        var (red, blue) = (await shop.ADepartment("Red"), await shop.ADepartment("Blue"));
        var walt = await shop.Walt();
        var ada = await shop.Ada();
        await using var stream = await ada.Listen();
        await stream.Next("hello");

        var answer = (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { departments = new[] { red, blue, red } })).Should(200);
        IdsOf(answer["departments"]).ShouldBe([red, blue], ignoreOrder: true);
        IdsOf((await stream.Next("agent.changed", f => f["agent"]!["id"]!.GetValue<string>() == walt.Id))["agent"]!["departments"]).ShouldBe([red, blue], ignoreOrder: true);
        IdsOf(Brief(await ada.Desk(), walt.Id)["departments"]).ShouldBe([red, blue], ignoreOrder: true);

        FieldCode(await shop.Nora.Patch($"/api/agents/{walt.Id}", new { departments = new[] { Ids.New() } }), "departments").ShouldBe("department_unknown");
        var theirs = await (await shop.TheRivals()).Rita.Post("/api/departments", new { id = Ids.New(), name = "Theirs" });
        FieldCode(await shop.Nora.Patch($"/api/agents/{walt.Id}", new { departments = new[] { theirs.Id } }), "departments").ShouldBe("department_unknown");
    }

    [Fact, Requirement("AD-17")]
    public async Task One_with_people_in_it_goes_only_when_it_is_said_where_they_go()
    {
        var (old, next) = (await shop.ADepartment("Old"), await shop.ADepartment("Next"));
        var walt = await shop.Walt();
        var ada = await shop.Ada();
        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { departments = new[] { old } })).Should(200);
        (await shop.Nora.Patch($"/api/agents/{ada.Id}", new { departments = new[] { old, next } })).Should(200);

        (await shop.Nora.Delete($"/api/departments/{old}")).ShouldRefuse(409, "department_in_use")["uses"]!["people"]!.GetValue<long>().ShouldBe(2);
        foreach (var nowhere in new[] { old, Ids.New(), "somewhere" })
        {
            FieldCode(await shop.Nora.Delete($"/api/departments/{old}?moveTo={nowhere}"), "moveTo").ShouldBe("department_unknown");
        }

        await using var stream = await ada.Listen();
        await stream.Next("hello");
        (await shop.Nora.Delete($"/api/departments/{old}?moveTo={next}")).Should(204);
        IdsOf((await stream.Next("agent.changed", f => f["agent"]!["id"]!.GetValue<string>() == walt.Id))["agent"]!["departments"]).ShouldBe([next]);
        await stream.Next("department.removed");
        IdsOf((await shop.Nora.Get($"/api/agents/{ada.Id}"))["departments"]).ShouldBe([next]);

        (await shop.Nora.Delete($"/api/departments/{next}?moveTo=none")).Should(204);
        IdsOf((await shop.Nora.Get($"/api/agents/{walt.Id}"))["departments"]).ShouldBeEmpty();
    }

    [Fact, Requirement("AD-17")]
    public async Task What_other_rooms_refer_to_needs_another_department()
    {
        var policies = new Policies();
        await using var store = await OpenWith(policies);
        var nora = await new AgentClient(store.Url).SignIn("nora@shop.example", Shop.Password);
        var (old, next) = (Ids.New(), Ids.New());
        (await nora.Post("/api/departments", new { id = old, name = "Old" })).Should(201);
        (await nora.Post("/api/departments", new { id = next, name = "Next" })).Should(201);
        policies.Of = Guid.Parse(old);

        (await nora.Delete($"/api/departments/{old}?moveTo=none")).ShouldRefuse(409, "department_in_use")["uses"]!["plans"]!.GetValue<long>().ShouldBe(1);
        policies.Of.ShouldBe(Guid.Parse(old));
        (await nora.Delete($"/api/departments/{old}?moveTo={next}")).Should(204);
        policies.Of.ShouldBe(Guid.Parse(next));
    }

    private static async Task<GenkanServer> OpenWith(IDepartmentUse use) => await GenkanServer.StartOn(
        await MigratedStore.New(), builder => builder.Services.AddSingleton(use), "--GENKAN_SETUP_EMAIL", "nora@shop.example", "--GENKAN_SETUP_PASSWORD", Shop.Password);

    private static JsonNode Brief(Answer desk, string agent) => desk["agents"]!.AsArray().Single(a => a!["id"]!.GetValue<string>() == agent)!;

    private static IEnumerable<string> IdsOf(JsonNode? list) => list!.AsArray().Select(id => id!.GetValue<string>());

    private static IEnumerable<string> Names(Answer list) => list.Should(200)["items"]!.AsArray().Select(d => d!["name"]!.GetValue<string>());

    private static string? FieldCode(Answer answer, string field) => AddAgentTests.FieldCode(answer, field);

    /// <summary>Another room's, with one thing that refers to a department.</summary>
    private sealed class Policies : IDepartmentUse
    {
        public Guid Of { get; set; }

        public string Kind => "plans";

        public Task<long> Count(IReadTx tx, Guid department) => Task.FromResult(Of == department ? 1L : 0L);

        public Task Move(ITx tx, Guid from, Guid to)
        {
            Of = Of == from ? to : Of;
            return Task.CompletedTask;
        }
    }
}
