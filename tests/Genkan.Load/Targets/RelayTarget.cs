using System.Globalization;
using Genkan.Load.Sockets;

namespace Genkan.Load.Targets;

/// <summary>A bare relay: <c>memory</c>, <c>sqlite</c> or <c>postgres</c>.</summary>
internal sealed class RelayTarget(string kind, string? where) : ITarget
{
    public string Name => kind switch { "memory" => "bare relay, in memory", "sqlite" => "bare relay, SQLite", _ => "bare relay, PostgreSQL" };

    public Task<ServerProcess> Start() => ServerProcess.Start(
        typeof(RelayTarget).Assembly.Location,
        url => where is null ? ["relay", kind, url] : ["relay", kind, url, where]);

    public Task<Crowd> Gather(ServerProcess server, Options options)
    {
        var crowd = new Crowd(server.Address);
        EventStream Listen(string channel) => new(server.Address, $"/stream?channel={channel}", "", null, null);
        crowd.Idle.AddRange(Enumerable.Range(0, options.Streams).Select(i => Listen(Named("idle", i))));
        crowd.Visitors.AddRange(Enumerable.Range(0, options.Talks).Select(i => Listen(Named("v", i))));
        var agents = GenkanTarget.AgentsFor(options.Talks);
        crowd.Agents.AddRange(Enumerable.Range(0, agents).Select(i => Listen(Named("a", i))));
        for (var i = 0; i < options.Talks; i++)
        {
            var path = $"/say?to={Named("v", i)},{Named("a", i % agents)}";
            crowd.Talks.Add(new Talk(new Speaker(server.Address, path, ""), new Speaker(server.Address, path, "")));
        }

        return Task.FromResult(crowd);
    }

    private static string Named(string kind, int number) => kind + number.ToString(CultureInfo.InvariantCulture);
}
