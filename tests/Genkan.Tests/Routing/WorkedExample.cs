namespace Genkan.Tests.Routing;

/// <summary>
/// The morning that <c>docs/simulate.md</c> works through: three agents with two conversations each at most, Walt on his break from ten to half past,
/// visitors by a seed. Run by hand; it says what the page shows.
/// </summary>
public sealed class WorkedExample
{
    private const int Step = 10;
    private readonly Random _random = new(20);
    private readonly List<(VisitorClient Visitor, long Patience, long Talk, long? Since, long AskedAt)> _there = [];

    private static readonly string[] Policies =
    [
        """{ "agents": { "Ada": { "limit": 3 }, "Ben": { "limit": 3 }, "Walt": { "limit": 3 } } }""",
        """{ "staff": [ { "add": "Kim", "from": "2026-11-24T10:00Z", "to": "2026-11-24T10:30Z", "limit": 2 } ] }""",
        """{ "staff": [ { "remove": "Ben", "from": "2026-11-24T10:00Z" } ] }""",
    ];

    [Fact(Explicit = true)]
    public async Task The_morning_of_the_page()
    {
        await using var shop = await RoutingScene.Distributing();
        shop.Clock.Jump(new DateTimeOffset(2026, 11, 24, 8, 59, 0, TimeSpan.Zero) - shop.Clock.GetUtcNow());
        await shop.Nora.SignIn("nora@shop.example", Shop.Password, "away");
        var team = new Dictionary<string, AgentClient>(StringComparer.Ordinal);
        var streams = new List<LiveStream>();
        foreach (var name in new[] { "ada", "ben", "walt" })
        {
            var agent = await shop.Agent(name);
            (await shop.Nora.Patch($"/api/agents/{agent.Id}", new { limit = 2 })).Should(200);
            streams.Add(await agent.Listen());
            team[agent.Id] = agent;
        }

        await Morning(shop, team);
        foreach (var policy in Policies.Prepend(null))
        {
            await Tell(shop, policy);
        }

        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    private static async Task Tell(Shop shop, string? policy)
    {
        var file = Path.Combine(shop.Server.Folder, "policy.json");
        await File.WriteAllTextAsync(file, policy ?? "");
        var said = await Operator.Types(shop.Server.Store, "simulate", ["--from", "2026-11-24T09:00Z", "--to", "2026-11-24T11:00Z", .. policy is null ? [] : new[] { "--policy", file }]);
        TestContext.Current.TestOutputHelper!.WriteLine($"{policy}\n{said.Should(0).Output}");
        await File.AppendAllTextAsync(Path.Combine(Path.GetTempPath(), "genkan-worked-example.txt"), $"{policy}\n{said.Output}\n");
    }

    private async Task Morning(Shop shop, Dictionary<string, AgentClient> team)
    {
        var walt = team.Values.Single(a => a.Name == "Walt");
        while (shop.Clock.GetUtcNow().TimeOfDay < TimeSpan.FromHours(11))
        {
            var time = shop.Clock.GetUtcNow().TimeOfDay;
            if (time.Minutes == 0 && time.Seconds < Step && time.Hours == 10)
            {
                await walt.Status("break");
            }
            else if (time.Minutes == 30 && time.Seconds < Step && time.Hours == 10)
            {
                await walt.Status("online");
            }

            if (time.Hours >= 9 && _random.Next(100) < 9)
            {
                var visitor = await shop.Asks();
                _there.Add((visitor, 60 + _random.Next(300), 120 + _random.Next(600), null, shop.Clock.Now));
            }

            await Everybody(shop, team);
            shop.Clock.Advance(TimeSpan.FromSeconds(Step));
        }
    }

    private async Task Everybody(Shop shop, Dictionary<string, AgentClient> team)
    {
        foreach (var one in _there.ToList())
        {
            var owner = (await one.Visitor.Snapshot()).Should(200)["state"]!.GetValue<string>() == "inChat" ? await shop.OwnerOf(one.Visitor) : null;
            var now = shop.Clock.Now;
            if (owner is not null && one.Since is null)
            {
                (await team[owner].Accept(one.Visitor.Conversation)).Should(200);
                _there[_there.IndexOf(one)] = one with { Since = now };
            }
            else if (owner is null ? now - one.AskedAt > one.Patience * 1000 : now - one.Since > one.Talk * 1000)
            {
                (await one.Visitor.Ends()).Should(200);
                _there.Remove(one);
            }
        }
    }
}
