using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>What every colleague may know of an agent. <paramref name="Status"/> is a status' key; <paramref name="Departments"/> are in no order.</summary>
public sealed record AgentBrief(
    Guid Id, string Name, string? Nickname, string? Avatar, string Status, bool Disabled, bool Removed, IReadOnlyList<Guid> Departments);

/// <summary>What other rooms may ask about the people who answer.</summary>
public interface IAgents
{
    /// <summary>One agent, also one who was removed since (history keeps names, H-02).</summary>
    Task<AgentBrief?> Find(IReadTx tx, Guid agent);

    /// <summary>Has this agent the role of an admin now?</summary>
    Task<bool> IsAdmin(IReadTx tx, Guid agent);

    /// <summary>All agents of the organisation who were not removed.</summary>
    Task<IReadOnlyList<AgentBrief>> All(IReadTx tx);

    /// <summary>The same and those who were removed: their names stand above what they wrote.</summary>
    Task<IReadOnlyList<AgentBrief>> AllEver(IReadTx tx);
}

/// <summary>Knows when each agent was last in touch (any call or open stream): a status "online" with nobody behind it is none.</summary>
public interface IAgentContact
{
    /// <summary>True within two minutes of the last call, and half a minute of the end of the last stream, and while an open stream holds; after a server start everybody has two minutes.</summary>
    bool InTouch(OrganisationId organisation, Guid agent);

    /// <summary>
    /// How long nothing has been heard of the agent: no call, no answer to a heartbeat, no stream that holds by itself; since the server's start where
    /// nothing ever was. The grace time counts from there, however late it was noticed. Where another node held the agent, the shortest it can be.
    /// </summary>
    TimeSpan Silence(OrganisationId organisation, Guid agent);

    /// <summary>Raised (agent, now in touch?) when that changes.</summary>
    event Action<OrganisationId, Guid, bool>? Changed;
}

/// <summary>Adds agents in code (demo, command line).</summary>
public interface IHiring
{
    /// <summary>Adds an agent with a password, ready to sign in.</summary>
    /// <exception cref="Refusal">Field errors.</exception>
    Task<Guid> Hire(OrganisationId organisation, NewAgent agent);
}

/// <summary>An agent to add. <paramref name="Role"/> is <c>admin</c> or <c>agent</c>.</summary>
public sealed record NewAgent(string Name, string UserName, string? Email, string Password, string Role = "agent", string? Nickname = null);
