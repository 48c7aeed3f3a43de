using System.Runtime.CompilerServices;
using Genkan.Agents;
using Genkan.Hours;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>Puts together what a decision depends on, on the unit's own snapshot.</summary>
internal sealed class RoutingReader(RoutingStore store, Turns turns, IWorkforce workforce, IAgentContact contact, IHours hours)
{
    /// <summary>The people as they are while nothing about them changes, before anybody holds anything.</summary>
    private readonly ConditionalWeakTable<Workforce, IReadOnlyList<Person>> people = [];

    /// <summary>The state with these waiting, for who only looks; with null, as who waits is not of interest, nobody.</summary>
    public async Task<RoutingState> Read(IReadTx tx, IReadOnlyList<RequestRow>? waiting = null) => await Of(tx, await turns.Read(tx, waiting ?? []));

    /// <summary>The same in a unit that has taken the turn.</summary>
    public async Task<RoutingState> ReadToDecide(ITx tx) => await Of(tx, await turns.Standing(tx));

    private async Task<RoutingState> Of(IReadTx tx, Standing standing)
    {
        var everybody = await workforce.Read(tx);
        var settings = await store.Settings(tx);
        var open = await hours.Read(tx);
        return new RoutingState
        {
            IsSiteOpen = site => open.Site(site).Open,
            IsDepartmentOpen = department => open.Department(department).Open,
            Policy = settings.Policy,
            Sites = settings.Sites,
            Departments = settings.Departments,
            Agents = [.. people.GetValue(everybody, Known).Where(p => !p.Removed || standing.HeldBy(p.Facts.Id) > 0).Select(p => p.Facts with
            {
                Here = contact.InTouch(tx.Organisation, p.Facts.Id),
                Held = standing.HeldBy(p.Facts.Id),
                LastGivenAt = standing.GivenAt(p.Facts.Id),
            })],
            Waiting = [.. standing.Requests],
        };
    }

    private static List<Person> Known(Workforce workforce) => [.. workforce.Agents.Select(agent => new Person(agent.Removed, new Candidate
    {
        Id = agent.Id,
        Status = agent.Status,
        Automatic = agent.Lets.Automatic,
        Pick = agent.Lets.Pick,
        Accept = agent.Lets.Accept,
        Transfer = agent.Lets.Transfer,
        Online = agent.Online,
        MayChat = agent is { MayChat: true, Disabled: false, Removed: false },
        Limit = agent.Limit,
        Departments = agent.Departments,
        Sites = agent.Sites,
        Languages = agent.Languages,
        Skills = agent.Skills,
    }))];

    /// <summary>Who is removed counts only while something is held still.</summary>
    private sealed record Person(bool Removed, Candidate Facts);
}
