using System.Text.Json;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing.Replay;

/// <summary>The settings and the people as the log has them at one point.</summary>
internal sealed class Facts
{
    private readonly Dictionary<Guid, AgentFact> agents = [];
    private readonly HashSet<Guid> here = [];
    private readonly Dictionary<Guid, SiteRouting> sites = [];
    private readonly Dictionary<Guid, DepartmentRouting> departments = [];

    public RoutingPolicy Policy { get; private set; } = new();

    public HoursFact Hours { get; private set; } = new();

    public IReadOnlyDictionary<Guid, SiteRouting> Sites => sites;

    public IReadOnlyDictionary<Guid, DepartmentRouting> Departments => departments;

    public IReadOnlyDictionary<Guid, AgentFact> Agents => agents;

    /// <summary>Counts the changes: whoever made something of these facts sees by it that they are others now.</summary>
    public int Version { get; private set; }

    public bool IsHere(Guid agent) => here.Contains(agent);

    public void Hear(LogRow row)
    {
        Version++;
        switch (row.Kind)
        {
            case LogRow.Policy:
                Policy = Read<RoutingPolicy>(row);
                break;
            case LogRow.Hours:
                Hours = Read<HoursFact>(row);
                break;
            case LogRow.Site:
                sites[row.Subject] = Read<SiteRouting>(row);
                break;
            case LogRow.Department:
                departments[row.Subject] = Read<DepartmentRouting>(row);
                break;
            case LogRow.Agent when string.IsNullOrEmpty(row.Body):
                agents.Remove(row.Subject);
                break;
            case LogRow.Agent:
                agents[row.Subject] = Read<AgentFact>(row);
                break;
            case LogRow.Touch when row.Body == "1":
                here.Add(row.Subject);
                break;
            default:
                here.Remove(row.Subject);
                break;
        }
    }

    private static T Read<T>(LogRow row) => JsonSerializer.Deserialize<T>(row.Body!, Wire.Json)!;
}
