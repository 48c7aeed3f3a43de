using Genkan.Agents;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>The list a visitor chooses from before the talk begins (W-10).</summary>
/// <param name="Kind"><c>agents</c> or <c>departments</c>.</param>
/// <param name="Items">In the order they are shown; at least one.</param>
public sealed record VisitorChoices(string Kind, IReadOnlyList<VisitorChoice> Items)
{
    internal bool Same(VisitorChoices? other) => other is not null && Kind == other.Kind && Items.SequenceEqual(other.Items);
}

/// <summary>One of them, as far as visitors may know.</summary>
/// <param name="Id">What the choice is told by.</param>
/// <param name="Name">An agent's nickname (the site's name where there is none), or a department's name.</param>
/// <param name="Avatar">An agent's picture.</param>
/// <param name="Department">Where an agent works; null where that is hidden (AD-42).</param>
/// <param name="Online">Would somebody serve who chooses this (W-11)?</param>
public sealed record VisitorChoice(Guid Id, string Name, string? Avatar, string? Department, bool Online);

/// <summary>The list on the wire; null where there is none any more.</summary>
internal sealed record ChoicesValue(VisitorChoices? Choices)
{
    public static readonly ChoicesValue None = new((VisitorChoices?)null);
}

/// <summary>What the lists of an organisation's sites are made of, beside the state.</summary>
internal sealed record ChoiceFaces(IReadOnlyDictionary<Guid, AgentBrief> Agents, IReadOnlyList<DepartmentBrief> Departments, IReadOnlyDictionary<Guid, string> Sites)
{
    /// <summary>The list of this site for one who asks from there; null for none.</summary>
    public VisitorChoices? For(RoutingState state, Request asked)
    {
        var site = state.Of(asked.Site);
        if (!site.ListMode || Offer.Of(asked, site, state.Policy) is not { } offer)
        {
            return null;
        }

        List<VisitorChoice> items = offer.Kind == SiteRouting.ByAgent ? [.. People(state, asked, site, offer)]
            // Without their names there is nothing to choose among: the system chooses.
            : site.HideDepartments ? [] : [.. Rooms(state, asked, offer)];
        return items.Count == 0 ? null : new VisitorChoices(offer.Kind, items);
    }

    private IEnumerable<VisitorChoice> People(RoutingState state, Request asked, SiteRouting site, Offer offer) => state.Agents
        .Where(a => offer.Ids.Contains(a.Id) && a.MayChat && a.Sites?.Contains(asked.Site) != false && Agents.ContainsKey(a.Id))
        .Select(a => new VisitorChoice(
            a.Id,
            Agents[a.Id].Nickname ?? Sites.GetValueOrDefault(asked.Site, ""),
            Agents[a.Id].Avatar,
            site.HideDepartments ? null : Departments.FirstOrDefault(d => a.Departments.Contains(d.Id))?.Name,
            Serves(state, asked with { WantsAgent = a.Id })))
        .Where(choice => choice.Online || !site.HideOffline)
        .OrderByDescending(choice => choice.Online)
        .ThenBy(choice => choice.Name, StringComparer.Ordinal)
        .ThenBy(choice => choice.Id);

    private IEnumerable<VisitorChoice> Rooms(RoutingState state, Request asked, Offer offer) => Departments
        .Where(d => offer.Ids.Contains(d.Id))
        .Select(d => new VisitorChoice(d.Id, d.Name, null, null, Serves(state, asked with { WantsDepartment = d.Id })));

    private static bool Serves(RoutingState state, Request asked) => Decide.Availability(state, asked) != Availability.Away;
}

/// <summary>Reads what the lists are made of.</summary>
internal sealed class ChoiceReader(IAgents agents, IWorkforce workforce, Sites.ISites sites)
{
    /// <summary>Null where no site shows a list: then nothing is read.</summary>
    public async Task<ChoiceFaces?> Read(IReadTx tx, RoutingState state) => !state.Sites.Values.Any(site => site.ListMode) ? null : new ChoiceFaces(
        (await agents.All(tx)).ToDictionary(a => a.Id),
        await workforce.Departments(tx),
        (await sites.All(tx)).ToDictionary(s => s.Id, s => s.Name));
}
