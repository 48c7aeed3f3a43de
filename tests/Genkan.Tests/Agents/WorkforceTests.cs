using System.Collections.Concurrent;
using Genkan.Agents;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Agents;

/// <summary>The face for whoever hands out work: what it reads, and when it is told.</summary>
public sealed class WorkforceTests
{
    [Fact, Requirement("AD-08", "AD-14", "AD-19", "ST-20")]
    public async Task Everything_of_everybody_is_as_the_last_change_left_it_and_read_no_more_while_nothing_changes()
    {
        await using var shop = await Shop.Open();
        var department = await shop.ADepartment("Sales", 4);
        var phone = await shop.AStatus("On the phone", automatic: true);
        var walt = await shop.Walt("busy");
        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { limit = 2, departments = new[] { department }, sites = Array.Empty<string>(), languages = new[] { "tr" }, skills = new[] { "İade" } })).Should(200);
        var ada = await shop.Ada(phone);
        (await shop.Nora.Patch($"/api/agents/{ada.Id}", new { disabled = true, permissions = Array.Empty<string>() })).Should(200);
        var eve = await shop.Agent("eve");
        (await shop.Nora.Delete($"/api/agents/{eve.Id}")).ShouldSucceed();

        var (read, statements) = await Read(shop);
        var hers = read.Agents.Single(a => a.Id == Guid.Parse(ada.Id));
        var his = read.Agents.Single(a => a.Id == Guid.Parse(walt.Id));
        his.ShouldSatisfyAllConditions(
            () => his.Status.ShouldBe("busy"),
            () => his.Online.ShouldBeFalse(),
            () => his.Lets.ShouldBe(new LetsThrough(false, true, true, true)),
            () => his.Limit.ShouldBe(2),
            () => his.Departments.ShouldBe([Guid.Parse(department)]),
            () => his.Sites.ShouldBeEmpty(),
            () => his.Languages.ShouldBe(["tr"]),
            () => his.Skills.ShouldBe(["İade"]),
            () => his.MayChat.ShouldBeTrue());
        (hers.Disabled, hers.MayChat, hers.Limit).ShouldBe((true, false, null));
        hers.Sites.ShouldBeNull();
        read.Agents.Single(a => a.Id == Guid.Parse(eve.Id)).Removed.ShouldBeTrue();
        read.Departments.ShouldHaveSingleItem().ShouldBe(new DepartmentBrief(Guid.Parse(department), "Sales", 4, false));
        read.Statuses.Count.ShouldBe(6);
        statements.ShouldBe(0);

        (await shop.Nora.Patch($"/api/agents/{walt.Id}", new { limit = 3 })).Should(200);
        (await Read(shop)).Read.Agents.Single(a => a.Id == Guid.Parse(walt.Id)).Limit.ShouldBe(3);
    }

    [Fact, Requirement("ST-11", "ST-12", "ST-13", "ST-14", "ST-15")]
    public async Task Whoever_hands_out_work_is_told_in_the_unit_of_every_change()
    {
        var ears = new Ears();
        await using var server = await GenkanServer.StartOn(
            await MigratedStore.New(), builder => builder.Services.AddSingleton<IWorkforceChanges>(ears), "--GENKAN_SETUP_EMAIL", "nora@shop.example", "--GENKAN_SETUP_PASSWORD", Shop.Password);
        var nora = await new AgentClient(server.Url).SignIn("nora@shop.example", Shop.Password);
        (await ears.Heard(() => nora.Status("busy"))).ShouldBe(["before", "after busy"]);
        // Nothing changed, nothing to decide.
        (await ears.Heard(() => nora.Status("busy"))).ShouldBe(["before"]);
        var (tom, department, status) = (Ids.New(), Ids.New(), Ids.New());
        foreach (var (what, deed) in new (string, Func<Task<Answer>>)[]
        {
            ("added", () => nora.Post("/api/agents", new { id = tom, name = "Tom", userName = "tom", email = "tom@shop.example", password = Shop.Password, role = "agent" })),
            ("limit", () => nora.Patch($"/api/agents/{tom}", new { limit = 4 })),
            ("department", () => nora.Post("/api/departments", new { id = department, name = "Sales" })),
            ("order", () => nora.Patch($"/api/departments/{department}", new { order = 4 })),
            ("member", () => nora.Patch($"/api/agents/{tom}", new { departments = new[] { department } })),
            ("no department", () => nora.Delete($"/api/departments/{department}?moveTo=none")),
            ("status", () => nora.Post("/api/statuses", new { id = status, name = "Lunch" })),
            ("flag", () => nora.Patch("/api/statuses/busy", new { automatic = true })),
            ("no status", () => nora.Delete($"/api/statuses/{status}")),
            ("disabled", () => nora.Patch($"/api/agents/{tom}", new { disabled = true })),
            ("removed", () => nora.Delete($"/api/agents/{tom}")),
            ("sign-in", () => new AgentClient(server.Url).Post("/api/session", new { email = "nora@shop.example", password = Shop.Password, status = "busy" })),
        })
        {
            (await ears.Heard(async () => (await deed()).ShouldSucceed())).ShouldBe(["before", "after busy"], what);
        }

        // Another sign-in is still there: nobody has gone.
        (await ears.Heard(async () => (await nora.Delete("/api/session")).ShouldSucceed())).ShouldBe(["before"]);
    }

    /// <summary>The fewest of some: what desks are told in the background asks too.</summary>
    private static async Task<(Workforce Read, int Statements)> Read(Shop shop)
    {
        var fewest = await ReadOnce(shop);
        for (var again = 0; again < 4; again++)
        {
            var next = await ReadOnce(shop);
            fewest = next.Statements < fewest.Statements ? next : fewest;
        }

        return fewest;
    }

    private static async Task<(Workforce Read, int Statements)> ReadOnce(Shop shop)
    {
        var workforce = shop.Server.Services.GetRequiredService<IWorkforce>();
        var log = shop.Server.Services.GetRequiredService<StatementLog>();
        var ran = new ConcurrentQueue<string>();
        void Note(string sql)
        {
            if (sql.Contains("agents_", StringComparison.Ordinal))
            {
                ran.Enqueue(sql);
            }
        }

        log.Ran += Note;
        try
        {
            var read = await shop.Server.Services.GetRequiredService<IStorage>().Read(OrganisationId.From(Guid.Parse(shop.Nora.Organisation)), workforce.Read);
            return (read, ran.Count);
        }
        finally
        {
            log.Ran -= Note;
        }
    }

    /// <summary>Stands for the room that hands out work: hears, and reads what is there at that moment.</summary>
    private sealed class Ears : IWorkforceChanges
    {
        private readonly ConcurrentQueue<string> _heard = new();

        public async Task Before(ITx tx)
        {
            _heard.Enqueue("before");
            await tx.Head();
        }

        public async Task After(ITx tx) =>
            _heard.Enqueue("after " + await tx.One<string>("SELECT status FROM agents_agents WHERE organisation = @organisation AND user_name = 'nora'", new { organisation = tx.Organisation }));

        public async Task<string[]> Heard(Func<Task> deed)
        {
            _heard.Clear();
            await deed();
            return [.. _heard];
        }
    }
}
