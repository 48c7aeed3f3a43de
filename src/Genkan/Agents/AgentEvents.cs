using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>What colleagues and other rooms hear of agents: never mail addresses, user names or permissions.</summary>
internal static class AgentEvents
{
    public static NewEvent Added(Actor by, AgentRow agent) => Of("agent.added", by, new { agent = agent.Brief() });

    public static NewEvent Changed(Actor by, AgentRow agent) => Of("agent.changed", by, new { agent = agent.Brief() });

    public static NewEvent StatusSet(Actor by, AgentRow agent) => Of("agent.status", by, new { agent = agent.Id, status = AgentStatuses.Parse(agent.Status) });

    public static NewEvent Removed(Actor by, Guid agent) => Of("agent.removed", by, new { agent });

    private static NewEvent Of(string kind, Actor by, object data) => new(kind, by, Audience.Agents, data);
}
