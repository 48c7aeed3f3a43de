using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>For rooms that see that somebody is not there.</summary>
public interface IStatusSetter
{
    /// <summary>Sets this agent away, as the server on its own. Nothing happens where the agent is gone or away already.</summary>
    Task SetAway(ITx tx, Guid agent);
}

internal sealed class StatusSetter : IStatusSetter
{
    public async Task SetAway(ITx tx, Guid agent)
    {
        if (await AgentStore.FindToChange(tx, agent) is { } found)
        {
            await AgentStore.SetStatus(tx, found, AgentStatus.Away, Actor.System);
        }
    }
}
