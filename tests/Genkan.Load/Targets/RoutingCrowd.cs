using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Genkan.Load.Sockets;

namespace Genkan.Load.Targets;

/// <summary>A support team in ten departments, and visitors who have come and not asked yet.</summary>
internal sealed class RoutingCrowd(GenkanTarget.Person owner, IReadOnlyList<GenkanTarget.Person> agents, string site, Func<Task<GenkanTarget.Person>> visit)
{
    private const int Departments = 10;

    private readonly ConcurrentQueue<GenkanTarget.Person> visitors = new();
    private readonly List<Guid> departments = [];

    public int Agents => agents.Count;

    /// <summary>Puts the agents into the departments, ten for the site, and gives visitors out from now on.</summary>
    public async Task Organise()
    {
        for (var i = 0; i < Departments; i++)
        {
            departments.Add(Guid.CreateVersion7());
            await owner.Do("POST", "/api/departments", new { id = departments[i], name = $"Department {i} of {departments[0]}" });
        }

        for (var i = 0; i < agents.Count; i++)
        {
            await owner.Do("PATCH", $"/api/agents/{await IdOf(agents[i])}", new { departments = new[] { departments[i % Departments] } });
        }

        var routed = (await owner.Do("GET", "/api/sites"))["items"]!.AsArray().Single(s => s!["key"]!.GetValue<string>() == site)!["id"]!.GetValue<string>();
        await owner.Do("PUT", $"/api/sites/{routed}/routing", new { designation = "departments", departments });
    }

    public Task Distribute(string chat, int? ceiling) => owner.Do("PUT", "/api/settings/routing", new { chat, ceiling, graceSeconds = 3600 });

    public Task Status(int agent, string status) => agents[agent].Do("PUT", "/api/me/status", new { status });

    /// <summary>How many conversations this agent holds.</summary>
    public async Task<int> Held(int agent) => (await agents[agent].Do("GET", "/api/desk"))["mine"]!.AsArray().Count;

    public async Task Come(int count) => await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) => visitors.Enqueue(await visit()));

    /// <summary>One of them asks, for one department after the other. True where an agent has it in the answer.</summary>
    public async Task<bool> Ask(int number)
    {
        if (!visitors.TryDequeue(out var visitor))
        {
            throw new FloodException("Too few visitors have come.");
        }

        var answer = await visitor.Do("POST", "/visitor/conversations", new { id = Guid.CreateVersion7(), nickname = $"Asks {number}", department = departments[number % Departments] });
        return answer["agent"] is JsonObject;
    }

    private static async Task<string> IdOf(GenkanTarget.Person agent) => (await agent.Do("GET", "/api/session"))["agent"]!["id"]!.GetValue<string>();
}
