namespace Genkan.Agents;

/// <summary>The names statuses have on the wire and in storage.</summary>
internal static class AgentStatuses
{
    public static string Name(this AgentStatus status) => status switch
    {
        AgentStatus.Online => "online",
        AgentStatus.Busy => "busy",
        AgentStatus.Break => "break",
        AgentStatus.Away => "away",
        _ => "offline",
    };

    public static bool TryParse(string? name, out AgentStatus status)
    {
        var found = Enum.GetValues<AgentStatus>().Where(s => s.Name() == name).ToArray();
        status = found.Length > 0 ? found[0] : AgentStatus.Offline;
        return found.Length > 0;
    }

    public static AgentStatus Parse(string name) => TryParse(name, out var status) ? status : AgentStatus.Offline;
}
