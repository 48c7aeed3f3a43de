using Genkan.Hours;
using Genkan.Routing.Decision;

namespace Genkan.Routing.Replay;

/// <summary>The recorded facts with a scenario laid over them: the part of the decision's state that decisions do not change.</summary>
internal sealed class Rules(Facts facts, Scenario scenario)
{
    private readonly HashSet<Guid> away = [];
    private readonly Dictionary<Guid, HoursCalendar> calendars = [];
    private List<Candidate> agents = [];
    private Dictionary<Guid, SiteRouting> sites = [];
    private Dictionary<Guid, DepartmentRouting> departments = [];
    private int version = -1;

    public RoutingPolicy Policy { get; private set; } = new();

    /// <summary>Those in touch who let an offer lie too often in this course of things.</summary>
    public void SetAway(Guid agent) => version = away.Add(agent) ? -1 : version;

    /// <summary>A sign of life.</summary>
    public void BackFromAway(Guid agent) => version = away.Remove(agent) ? -1 : version;

    /// <summary>Somebody comes or goes by the scenario.</summary>
    public void StaffChanges() => version = -1;

    /// <summary>The agent as the scenario has them now; null where there is none.</summary>
    public Candidate? Agent(Guid agent, long now)
    {
        Renew(now);
        return agents.Find(a => a.Id == agent);
    }

    public SiteRouting Site(Guid site, long now)
    {
        Renew(now);
        return sites.GetValueOrDefault(site, SiteRouting.Open);
    }

    /// <summary>The state of a world under these rules, with these waiting.</summary>
    public RoutingState State(World world, long now, IEnumerable<Talk> waiting)
    {
        Renew(now);
        return new RoutingState
        {
            Policy = Policy,
            Sites = sites,
            Departments = departments,
            Agents = agents.ConvertAll(a => a with { Held = world.Held(a.Id), LastGivenAt = world.TurnOf(a.Id).LastGivenAt }),
            Waiting = [.. waiting.Select(talk => talk.Request.Read())],
            IsSiteOpen = site => IsOpen(site, now, scenario.SiteHours, facts.Hours.Sites),
            IsDepartmentOpen = department => IsOpen(department, now, scenario.DepartmentHours, facts.Hours.Departments),
        };
    }

    public void Renew(long now)
    {
        if (version == facts.Version)
        {
            return;
        }

        version = facts.Version;
        Policy = Scenario.Over(facts.Policy, scenario.Policy);
        sites = Laid(facts.Sites, scenario.Sites, new SiteRouting());
        departments = Laid(facts.Departments, scenario.Departments, new DepartmentRouting());
        agents = [.. facts.Agents.Select(a => Candidate(a.Key, a.Value, now)).Concat(Added(now)).OrderBy(a => a.Id)];
        calendars.Clear();
        foreach (var calendar in facts.Hours.Calendars)
        {
            calendars[calendar.Id] = calendar;
        }
    }

    private static Dictionary<Guid, T> Laid<T>(IReadOnlyDictionary<Guid, T> recorded, IReadOnlyDictionary<Guid, System.Text.Json.Nodes.JsonObject> over, T absent)
    {
        var laid = new Dictionary<Guid, T>(recorded);
        foreach (var (id, fields) in over)
        {
            laid[id] = Scenario.Over(recorded.GetValueOrDefault(id) ?? absent, fields);
        }

        return laid;
    }

    private Candidate Candidate(Guid id, AgentFact recorded, long now)
    {
        var fact = Scenario.Over(recorded, scenario.Agents.GetValueOrDefault(id));
        if (scenario.Staff.Any(s => s.Name is null && s.Agent == id && s.Holds(now)))
        {
            return Gone(fact).Candidate(id, here: false);
        }

        return (away.Contains(id) ? Gone(fact) : fact).Candidate(id, facts.IsHere(id));
    }

    private IEnumerable<Candidate> Added(long now) =>
        scenario.Staff.Where(s => s.Added is not null && s.Holds(now)).Select(s => (away.Contains(s.Agent) ? Gone(s.Added!) : s.Added!).Candidate(s.Agent, here: true));

    /// <summary>As somebody who is away: nothing new comes.</summary>
    private static AgentFact Gone(AgentFact fact) => fact with { Automatic = false, Pick = false, Accept = false, Transfer = false, Online = false };

    private bool IsOpen(Guid keeper, long now, IReadOnlyDictionary<Guid, HoursCalendar?> otherwise, IReadOnlyDictionary<Guid, Guid> recorded) =>
        otherwise.TryGetValue(keeper, out var other) ? other?.IsOpen(now) ?? true
        : !recorded.TryGetValue(keeper, out var calendar) || !calendars.TryGetValue(calendar, out var kept) || kept.IsOpen(now);
}
