using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Genkan.Load.Sockets;

namespace Genkan.Load.Targets;

/// <summary>The server, met through its public API alone: docs/api.md.</summary>
internal sealed class GenkanTarget(Options options, string folder) : ITarget
{
    /// <summary>As many conversations as one agent may hold at a time.</summary>
    private const int TalksPerAgent = 9;

    /// <summary>Agents who look on, for the phase that counts what open consoles cost.</summary>
    private const int Watchers = 100;

    public string Name => options.Url is not null ? "Genkan" : options.Postgres is null ? "Genkan on SQLite" : "Genkan on PostgreSQL";

    public static int AgentsFor(int talks) => Math.Max(1, (talks + TalksPerAgent - 1) / TalksPerAgent);

    public async Task<ServerProcess> Start() => options.Url is { } url
        ? ServerProcess.Running(url, options.Pid)
        : await ServerProcess.Start(
            options.Server!,
            address => ["--urls", address, "--data", folder],
            ("GENKAN_SETUP_EMAIL", options.Email),
            ("GENKAN_SETUP_PASSWORD", options.Password),
            ("GENKAN_DATABASE", options.Postgres),
            // All these people share one address.
            ("GENKAN_LIMITS", "off"),
            // And ask faster than an organisation's visitors may.
            ("GENKAN_LIMIT_STARTS_ORGANISATION", "off"));

    public async Task<Crowd> Gather(ServerProcess server, Options _)
    {
        var crowd = new Crowd(server.Address) { Resumes = true };
        var owner = await SignIn(server.Address, options.Email, options.Password);
        var site = (await owner.Do("POST", "/api/sites", new { id = Guid.CreateVersion7(), name = "Flood" }))["key"]!.GetValue<string>();
        // Who accepts which conversation is laid down here, and who has not opened a stream yet keeps it.
        await owner.Do("PUT", "/api/settings/routing", new { chat = "pool", ceiling = (int?)null, graceSeconds = 3600 });
        var agents = await Hire(server.Address, owner, options.Plays("routing") ? Math.Max(50, AgentsFor(options.Talks)) : AgentsFor(options.Talks));
        await Talk(crowd, site, agents);
        crowd.Idle.AddRange(await Together(options.Streams, async _ => (await Visit(server.Address, site)).Listen()));
        crowd.Agents.AddRange(agents.Select(a => a.Listen("/api/stream")));
        crowd.Consoles.AddRange(Enumerable.Range(0, options.Consoles).Select(_ => owner.Listen("/api/stream")));
        if (options.Plays("routing"))
        {
            crowd.Team = new RoutingCrowd(owner, agents, site, () => Visit(server.Address, site));
            var watchers = await Hire(server.Address, owner, Watchers);
            await Task.WhenAll(watchers.Select(w => w.Do("PUT", "/api/me/status", new { status = "break" })));
            crowd.Watchers.AddRange(watchers.Select(w => w.Listen("/api/stream")));
        }

        return crowd;
    }

    private static async Task<Person> SignIn(IPEndPoint server, string email, string password)
    {
        var person = new Person(server);
        await person.Do("POST", "/api/session", new { email, password, status = "online" });
        return person;
    }

    private async Task<Person[]> Hire(IPEndPoint server, Person owner, int count)
    {
        var round = Guid.NewGuid().ToString("N")[..8];
        return await Together(
            count,
            async i =>
            {
                var email = $"agent{i}-{round}@flood.example";
                await owner.Do("POST", "/api/agents", new { id = Guid.CreateVersion7(), name = $"Agent {i}", userName = $"agent{i}-{round}", email, password = options.Password, role = "agent" });
                return await SignIn(server, email, options.Password);
            },
            atOnce: 4);
    }

    private async Task Talk(Crowd crowd, string site, Person[] agents)
    {
        var talks = await Together(options.Talks, async i =>
        {
            var visitor = await Visit(crowd.Server, site);
            var conversation = Guid.CreateVersion7();
            await visitor.Do("POST", "/visitor/conversations", new { id = conversation, nickname = $"Visitor {i}" });
            var agent = agents[i % agents.Length];
            await agent.Do("POST", $"/api/conversations/{conversation}/accept", new { });
            return (visitor, talk: new Talk(
                visitor.Speaks($"/visitor/conversations/{conversation}/messages"),
                agent.Speaks($"/api/conversations/{conversation}/messages")));
        });
        crowd.Talks.AddRange(talks.Select(t => t.talk));
        crowd.Visitors.AddRange(talks.Select(t => t.visitor.Listen()));
    }

    private static async Task<Person> Visit(IPEndPoint server, string site)
    {
        var person = new Person(server);
        var visit = await person.Do("POST", "/visitor/visits", new { site, page = "https://flood.example/shoes", title = "Shoes" });
        person.Became(visit["token"]!.GetValue<string>(), visit["cursor"]!.GetValue<string>(), visit["epoch"]!.GetValue<string>());
        return person;
    }

    /// <summary>So many at once and no more: gathering is not what is measured.</summary>
    private static async Task<T[]> Together<T>(int count, Func<int, Task<T>> make, int atOnce = 16)
    {
        var made = new T[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, _) => made[i] = await make(i));
        return made;
    }

    /// <summary>Somebody with a credential.</summary>
    internal sealed class Person(IPEndPoint server)
    {
        private string headers = "";
        private string? cursor;
        private string? epoch;

        public void Became(string token, string at, string of) => (headers, cursor, epoch) = ($"Authorization: Visitor {token}\r\n", at, of);

        public async Task<JsonNode> Do(string method, string path, object? body = null)
        {
            using var call = new Call(server);
            var answer = await call.Send(Call.Request(server, method, path, headers, body is null ? null : JsonSerializer.Serialize(body, JsonSerializerOptions.Web)));
            if (answer.Status is not (200 or 201 or 204))
            {
                throw new FloodException($"{method} {path} was answered {answer.Status}: {answer.Text}");
            }

            Learn(answer.Head);
            return answer.Body.IsEmpty ? new JsonObject() : JsonNode.Parse(answer.Body.Span)!;
        }

        public EventStream Listen(string path = "/visitor/stream") => new(server, path, headers, cursor, epoch);

        public Speaker Speaks(string path) => new(server, path, headers);

        private void Learn(string head)
        {
            const string name = "\r\nSet-Cookie: ";
            var at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                headers = $"Cookie: {head[(at + name.Length)..].Split(';')[0]}\r\n";
            }
        }
    }
}
