using Genkan.Agents;
using Genkan.Conversations;
using Genkan.Routing;
using Genkan.Storage;
using Genkan.Visitors;

namespace Genkan.Supervision;

/// <summary>Works out all that the monitor shows, on one snapshot: a handful of statements, however much goes on.</summary>
internal sealed class MonitorReader(IWorkforce workforce, IRunningConversations conversations, IRoutingLook routing, IAgentContact contact, IPresence presence)
{
    private const string Offline = "offline";

    public async Task<MonitorView> Read(IReadTx tx)
    {
        var people = await workforce.Read(tx);
        var running = await conversations.Running(tx);
        var look = await routing.Read(tx);
        var there = people.Agents.Where(a => !a.Removed).ToList();
        var held = running.Where(c => !c.IsWaiting).ToLookup(c => c.Agent);
        List<MonitorAgent> agents = [.. there.Where(a => a is { MayChat: true, Disabled: false }).Select(a => Of(tx, a, look, [.. held[a.Id]]))];
        return new MonitorView
        {
            Seq = await tx.Head(),
            At = tx.Now,
            Figures = new MonitorFigures(
                new MonitorCounters(running.Count, there.Count(a => IsOnline(tx, a)), running.Count(c => c.IsWaiting), there.Count),
                Groups(people.Departments, agents, running, look),
                agents),
            Visitors = running.ToDictionary(c => c.Id, c => Of(tx, c, look)),
        };
    }

    private bool IsOnline(IReadTx tx, WorkforceAgent agent) => agent is { Online: true, Disabled: false } && contact.InTouch(tx.Organisation, agent.Id);

    private MonitorAgent Of(IReadTx tx, WorkforceAgent agent, RoutingLook look, IReadOnlyList<RunningOne> held)
    {
        var here = contact.InTouch(tx.Organisation, agent.Id);
        return new MonitorAgent(
            agent.Id,
            here ? agent.Status : Offline,
            here || agent.Status == Offline ? agent.StatusAt : null,
            held.Count,
            look.LimitOf(agent.Limit),
            held.Min(WaitsSince),
            agent.Departments);
    }

    /// <summary>For an answer, or for somebody to look at what was given to them.</summary>
    private static long? WaitsSince(RunningOne c) => c.UnansweredSince ?? (c.OpenedAt is null ? c.AcceptedAt : null);

    private static List<MonitorGroup> Groups(
        IReadOnlyList<DepartmentBrief> departments, IReadOnlyList<MonitorAgent> agents, IReadOnlyList<RunningOne> running, RoutingLook look)
    {
        var known = departments.Select(d => d.Id).ToHashSet();
        var waiting = Count(running.Where(c => c.IsWaiting).Select(c => (Places(ScopeOf(c, look).Departments, known), 1)));
        var inChat = Count(agents.Select(a => (Places(a.Departments, known), a.Held)));
        var members = agents
            .SelectMany(a => Places(a.Departments, known).Select(d => (Department: d, a.Status)))
            .ToLookup(m => m.Department, m => m.Status);
        return
        [
            .. departments.Select(d => d.Id).Append(Guid.Empty).Select(d => new MonitorGroup(
                d == Guid.Empty ? null : d,
                waiting.GetValueOrDefault(d),
                inChat.GetValueOrDefault(d),
                new SortedDictionary<string, int>(members[d].CountBy(s => s).ToDictionary(), StringComparer.Ordinal))),
        ];
    }

    /// <summary>The departments there are; without one of them it belongs to none.</summary>
    private static IEnumerable<Guid> Places(IReadOnlyList<Guid> departments, HashSet<Guid> known) => departments.Where(known.Contains).DefaultIfEmpty(Guid.Empty);

    private static Dictionary<Guid, int> Count(IEnumerable<(IEnumerable<Guid> Places, int Number)> counted) =>
        counted.SelectMany(c => c.Places.Select(p => (Place: p, c.Number))).AggregateBy(c => c.Place, 0, (sum, c) => sum + c.Number).ToDictionary();

    private static RequestScope ScopeOf(RunningOne c, RoutingLook look) => look.Scopes.GetValueOrDefault(c.Id, RequestScope.Everybody);

    private MonitoredVisitor Of(IReadTx tx, RunningOne c, RoutingLook look)
    {
        var scope = ScopeOf(c, look);
        return new MonitoredVisitor
        {
            Id = c.Id,
            State = c.State,
            Since = (c.IsWaiting ? c.QueuedAt : c.AcceptedAt) ?? c.StartedAt,
            Site = c.Site,
            Number = c.Number,
            Nickname = c.Nickname,
            Language = c.Language,
            Agent = c.Agent,
            Departments = scope.Departments,
            Named = scope.Named,
            UnansweredSince = c.UnansweredSince,
            Here = presence.IsThere(tx.Organisation, c.Visitor),
        };
    }
}
