using System.Text.Json.Serialization;

namespace Genkan.Supervision;

/// <summary>Everything the monitor shows (<c>GET /api/monitor</c>); from here on its standing value keeps it current.</summary>
public sealed record MonitorAnswer(MonitorFigures Figures, IReadOnlyList<MonitoredVisitor> Visitors)
{
    /// <summary>Read at this place in the journal.</summary>
    public required long Seq { get; init; }

    /// <summary>The server's clock, UTC milliseconds: what "since" is counted from.</summary>
    public required long At { get; init; }
}

/// <summary>The standing value: the figures whole, and which visitors are others than before.</summary>
public sealed record MonitorNews(MonitorFigures Figures)
{
    /// <inheritdoc cref="MonitorAnswer.Seq"/>
    public required long Seq { get; init; }

    /// <inheritdoc cref="MonitorAnswer.At"/>
    public required long At { get; init; }

    /// <summary>Absent on connect: whoever shows the list looks at it anew.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MonitorChanges? Changes { get; init; }
}

/// <summary>What changed in the list of visitors.</summary>
/// <param name="Since">Against how it stood at this place in the journal.</param>
/// <param name="Changed">New ones and those that are others now.</param>
/// <param name="Gone">Conversations that neither wait nor are in chat any more.</param>
public sealed record MonitorChanges(long Since, IReadOnlyList<MonitoredVisitor> Changed, IReadOnlyList<Guid> Gone);

/// <summary>All numbers of one moment.</summary>
/// <param name="Counters">D-01 to D-04.</param>
/// <param name="Groups">D-07 to D-10: the departments in their order, then what belongs to none.</param>
/// <param name="Agents">D-12: everybody who may chat.</param>
public sealed record MonitorFigures(MonitorCounters Counters, IReadOnlyList<MonitorGroup> Groups, IReadOnlyList<MonitorAgent> Agents);

/// <summary>The four counters.</summary>
/// <param name="Visitors">Waiting or in chat (D-01).</param>
/// <param name="Online">Agents whose status is Online and who are in touch (D-02).</param>
/// <param name="Waiting">In the queue (D-03).</param>
/// <param name="Agents">Registered in all (D-04).</param>
public sealed record MonitorCounters(int Visitors, int Online, int Waiting, int Agents);

/// <summary>One department.</summary>
/// <param name="Department">Null for what belongs to none.</param>
/// <param name="Waiting">Who may be served by its members (D-07); with several departments in each of them.</param>
/// <param name="InChat">What its members hold (D-08); an agent's of several departments in each of them.</param>
/// <param name="Agents">How many stand on which status (D-09), by the status' key; who is not in touch counts as offline.</param>
public sealed record MonitorGroup(Guid? Department, int Waiting, int InChat, IReadOnlyDictionary<string, int> Agents);

/// <summary>One agent.</summary>
/// <param name="Agent">Who.</param>
/// <param name="Status">The status' key; <c>offline</c> for who is not in touch.</param>
/// <param name="Since">Since when; null where nobody knows: out of touch without having signed out.</param>
/// <param name="Held">Running conversations.</param>
/// <param name="Limit">How many there may be; null for any number.</param>
/// <param name="LongestSince">Since when the one who waits longest for an answer does; null where nobody waits.</param>
/// <param name="Departments">Those the agent works in.</param>
public sealed record MonitorAgent(Guid Agent, string Status, long? Since, int Held, long? Limit, long? LongestSince, IReadOnlyList<Guid> Departments);

/// <summary>A visitor who waits or is in chat (D-05).</summary>
public sealed record MonitoredVisitor
{
    /// <summary>The conversation.</summary>
    public required Guid Id { get; init; }

    /// <summary><c>waiting</c> or <c>inChat</c>.</summary>
    public required string State { get; init; }

    /// <summary>Since when it does, UTC milliseconds.</summary>
    public required long Since { get; init; }

    /// <summary>Where from.</summary>
    public required Guid Site { get; init; }

    /// <summary>Six digits of the room label.</summary>
    public required string Number { get; init; }

    /// <summary>As given.</summary>
    public required string? Nickname { get; init; }

    /// <summary>The visitor's.</summary>
    public required string? Language { get; init; }

    /// <summary>Who has it.</summary>
    public required Guid? Agent { get; init; }

    /// <summary>Whose members may serve; empty where it does not go by department.</summary>
    public required IReadOnlyList<Guid> Departments { get; init; }

    /// <summary>Certain agents alone may serve.</summary>
    public required bool Named { get; init; }

    /// <summary>Since when an answer to what was written is waited for.</summary>
    public required long? UnansweredSince { get; init; }

    /// <summary>Is the visitor's browser in touch?</summary>
    public required bool Here { get; init; }

    /// <summary>Would a screen see no difference?</summary>
    internal bool LooksLike(MonitoredVisitor other) =>
        this with { Departments = [] } == other with { Departments = [] } && Departments.SequenceEqual(other.Departments);
}
