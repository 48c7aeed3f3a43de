namespace Genkan.Routing.Decision;

/// <summary>
/// Who may serve a visitor, and by which rule, in the order of Q-42. It decides both who gets the request and what the button shows.
/// </summary>
/// <param name="Rule">One of the names below.</param>
/// <param name="Departments">Whose members serve; empty where it does not go by department.</param>
/// <param name="Agents">Those it names; null where everybody may, or the departments say who.</param>
/// <param name="Policies">Region policies that matched.</param>
internal sealed record Scope(string Rule, IReadOnlyList<Guid> Departments, IReadOnlyList<Guid>? Agents, IReadOnlyList<Guid> Policies)
{
    public const string Barred = "barred";
    public const string Sent = "sent";
    public const string Overflow = "overflow";
    public const string Region = "region";
    public const string DesignatedAgents = "designatedAgents";
    public const string DesignatedDepartments = "designatedDepartments";
    public const string WantedAgent = "wantedAgent";
    public const string WantedDepartment = "wantedDepartment";
    public const string Everybody = "everybody";

    private static readonly Scope Nobody = new(Barred, [], [], []);

    /// <summary>What of the visitor's place those policies name.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    public static Scope Of(Request request, SiteRouting site, RoutingPolicy policy) =>
        request.Barred ? Nobody
        : request.SentTo is { } sentTo ? new Scope(Sent, [sentTo], null, [])
        : request.OverflowTo is { } overflow ? new Scope(Overflow, [overflow], null, [])
        : ByRegion(request, site, policy) ?? ByDesignation(request, site);

    /// <summary>Is this agent in it? Permission for the site (AD-14) is part of it.</summary>
    public bool Holds(Candidate agent, Guid site) =>
        agent.MayChat
        && (agent.Sites is null || agent.Sites.Contains(site))
        && (Agents is null || Agents.Contains(agent.Id))
        && (Departments.Count == 0 || agent.Departments.Any(Departments.Contains));

    /// <summary>Q-32: all that match work together. Q-34: what was designated does not count then, and a choice only within.</summary>
    private static Scope? ByRegion(Request request, SiteRouting site, RoutingPolicy policy)
    {
        if (!policy.Regions)
        {
            return null;
        }

        var matching = site.Regions.Where(p => p.Regions.Any(request.Regions.Contains)).ToList();
        if (matching.Count == 0)
        {
            return null;
        }

        List<Guid> departments = [.. matching.SelectMany(p => p.Departments).Distinct()];
        return new Scope(Region, Wanted(request.WantsDepartment, departments), null, [.. matching.Select(p => p.Id)])
        {
            Regions = [.. request.Regions.Where(code => matching.Any(p => p.Regions.Contains(code)))],
        };
    }

    private static Scope ByDesignation(Request request, SiteRouting site) => site.Designation switch
    {
        SiteRouting.ByAgent when request.WantsAgent is { } one && site.Agents.Contains(one) => new Scope(WantedAgent, [], [one], []),
        SiteRouting.ByAgent => new Scope(DesignatedAgents, [], site.Agents, []),
        SiteRouting.ByDepartment when request.WantsDepartment is { } one && site.Departments.Contains(one) => new Scope(WantedDepartment, [one], null, []),
        SiteRouting.ByDepartment => new Scope(DesignatedDepartments, site.Departments, null, []),
        _ when request.WantsDepartment is { } one => new Scope(WantedDepartment, [one], null, []),
        _ => new Scope(Everybody, [], null, []),
    };

    private static List<Guid> Wanted(Guid? wanted, List<Guid> departments) =>
        wanted is { } one && departments.Contains(one) ? [one] : departments;
}
