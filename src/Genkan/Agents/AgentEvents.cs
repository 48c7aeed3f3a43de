using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>What colleagues and other rooms hear of agents: never mail addresses, user names or permissions.</summary>
internal static class AgentEvents
{
    public static NewEvent Added(Actor by, AgentRow agent) => Of("agent.added", by, new { agent = agent.Brief() });

    public static NewEvent Changed(Actor by, AgentRow agent) => Of("agent.changed", by, new { agent = agent.Brief() });

    public static NewEvent StatusSet(Actor by, AgentRow agent) => Of("agent.status", by, new { agent = agent.Id, status = agent.Status });

    public static NewEvent Removed(Actor by, Guid agent) => Of("agent.removed", by, new { agent });

    public static NewEvent DepartmentAdded(StaffCaller by, DepartmentRow department) =>
        Of("department.added", Actor.Agent(by.Agent), new { department = department.Brief() });

    public static NewEvent DepartmentChanged(StaffCaller by, DepartmentRow department) =>
        Of("department.changed", Actor.Agent(by.Agent), new { department = department.Brief() });

    /// <summary>Who was in it is told of before, each by the own event.</summary>
    public static NewEvent DepartmentRemoved(StaffCaller by, Guid department) => Of("department.removed", Actor.Agent(by.Agent), new { department });

    /// <summary>All of them as they are now: they are few, and a menu shows all.</summary>
    public static async Task<NewEvent> StatusesChanged(ITx tx, StaffCaller by) =>
        Of("statuses.changed", Actor.Agent(by.Agent), new { statuses = (await StatusStore.All(tx)).Select(s => s.Brief()).ToArray() });

    private static NewEvent Of(string kind, Actor by, object data) => new(kind, by, Audience.Agents, data);
}
