using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>For rooms in which something happens that puts somebody on another status.</summary>
public interface IStatusSetter
{
    /// <summary>Sets this agent away, as the server on its own. Nothing happens where the agent is gone or away already.</summary>
    Task SetAway(ITx tx, Guid agent);

    /// <summary>The agent goes on waiting for the next one. What that makes possible is decided in the unit, which has taken the turn.</summary>
    Task SetOnline(ITx tx, Guid agent);
}

internal sealed class StatusSetter(WorkforceNews news) : IStatusSetter
{
    public async Task SetAway(ITx tx, Guid agent)
    {
        if (await AgentStore.FindToChange(tx, agent) is { } found)
        {
            await AgentStore.SetStatus(tx, found, AgentStatus.Away, Actor.System);
        }
    }

    public async Task SetOnline(ITx tx, Guid agent)
    {
        if (await AgentStore.FindToChange(tx, agent) is { } found && await AgentStore.SetStatus(tx, found, AgentStatus.Online, Actor.Agent(agent)) != found)
        {
            await news.After(tx);
        }
    }
}
