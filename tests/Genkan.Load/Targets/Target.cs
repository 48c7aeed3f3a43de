using System.Net;
using Genkan.Load.Sockets;

namespace Genkan.Load.Targets;

/// <summary>What can be measured: the server, or one of the bare relays.</summary>
internal interface ITarget
{
    string Name { get; }

    /// <summary>Starts it and waits until it is ready.</summary>
    Task<ServerProcess> Start();

    /// <summary>Makes everybody: people, tokens, conversations. No stream is open yet.</summary>
    Task<Crowd> Gather(ServerProcess server, Options options);
}

/// <summary>Everybody who plays.</summary>
internal sealed class Crowd(IPEndPoint server) : IDisposable
{
    public IPEndPoint Server { get; } = server;

    /// <summary>What was said while a stream was cut is given when it comes back.</summary>
    public bool Resumes { get; init; }

    public List<EventStream> Idle { get; } = [];

    /// <summary>Streams of visitors who are talking, and of the agents who answer.</summary>
    public List<EventStream> Visitors { get; } = [];

    public List<EventStream> Agents { get; } = [];

    /// <summary>Screens that hear everything; empty where the target has none.</summary>
    public List<EventStream> Consoles { get; } = [];

    public List<Talk> Talks { get; } = [];

    /// <summary>Who is given visitors in the routing phase; null where the target has none.</summary>
    public RoutingCrowd? Team { get; set; }

    /// <summary>Screens of agents who look on there.</summary>
    public List<EventStream> Watchers { get; } = [];

    public IEnumerable<EventStream> Everyone => Idle.Concat(Visitors).Concat(Agents);

    public void Dispose()
    {
        foreach (var stream in Everyone.Concat(Consoles).Concat(Watchers))
        {
            stream.Dispose();
        }

        Talks.ForEach(t => t.Dispose());
    }
}

/// <summary>One conversation: a visitor and an agent, each with a connection for what they say.</summary>
internal sealed record Talk(Speaker Visitor, Speaker Agent) : IDisposable
{
    public void Dispose()
    {
        Visitor.Dispose();
        Agent.Dispose();
    }
}
