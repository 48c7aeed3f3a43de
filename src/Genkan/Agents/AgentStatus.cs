namespace Genkan.Agents;

/// <summary>The keys of the statuses every organisation has. Only <see cref="Online"/> counts for the visitor's button (ST-20).</summary>
public static class AgentStatus
{
    /// <summary>Takes conversations.</summary>
    public const string Online = "online";

    /// <summary>Nothing by itself; what is picked or handed over still comes.</summary>
    public const string Busy = "busy";

    /// <summary>Nothing new.</summary>
    public const string Break = "break";

    /// <summary>Nothing new.</summary>
    public const string Away = "away";

    /// <summary>Nothing new: also where who is signed out stands.</summary>
    public const string Offline = "offline";

    /// <summary>In the order they are offered in.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = [Online, Busy, Break, Away, Offline];
}
