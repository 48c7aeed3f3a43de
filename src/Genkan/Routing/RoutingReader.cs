using Genkan.Agents;
using Genkan.Conversations;
using Genkan.Hours;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>Puts together what a decision depends on, on the unit's own snapshot.</summary>
internal sealed class RoutingReader(RoutingStore store, IWorkforce workforce, IAgentContact contact, IConversationLoads loads, IHours hours)
{
    /// <summary>The state with these waiting, and who is removed only while something is held still; with null, as who waits is not of interest, nobody.</summary>
    public async Task<RoutingState> Read(IReadTx tx, IReadOnlyList<RequestRow>? waiting = null)
    {
        var people = await workforce.Read(tx);
        var held = (await loads.Held(tx)).ToDictionary(l => l.Agent, l => l.Held);
        var turns = await store.Turns(tx);
        var open = await hours.Read(tx);
        return new RoutingState
        {
            IsSiteOpen = site => open.Site(site).Open,
            IsDepartmentOpen = department => open.Department(department).Open,
            Policy = await store.Policy(tx),
            Sites = await store.Sites(tx),
            Departments = await store.Departments(tx),
            Agents = [.. people.Agents.Where(a => !a.Removed || held.ContainsKey(a.Id)).Select(a => Candidate(tx, a, held.GetValueOrDefault(a.Id), turns.GetValueOrDefault(a.Id)))],
            Waiting = [.. (waiting ?? []).Select(row => row.Read())],
        };
    }

    private Candidate Candidate(IReadTx tx, WorkforceAgent agent, long held, AgentTurn? turn) => new()
    {
        Id = agent.Id,
        Status = agent.Status,
        Automatic = agent.Lets.Automatic,
        Pick = agent.Lets.Pick,
        Accept = agent.Lets.Accept,
        Transfer = agent.Lets.Transfer,
        Online = agent.Online,
        Here = contact.InTouch(tx.Organisation, agent.Id),
        MayChat = agent is { MayChat: true, Disabled: false, Removed: false },
        Limit = agent.Limit,
        Held = held,
        Departments = agent.Departments,
        Sites = agent.Sites,
        Languages = agent.Languages,
        Skills = agent.Skills,
        LastGivenAt = turn?.LastGivenAt ?? 0,
    };
}
