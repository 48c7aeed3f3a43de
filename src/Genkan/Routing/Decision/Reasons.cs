namespace Genkan.Routing.Decision;

/// <summary>A request and who gets it.</summary>
internal sealed record Assignment(Guid Conversation, Guid Agent, Reasons Reasons);

/// <summary>Why this agent: kept with each assignment and worded by the reader's side.</summary>
public sealed record Reasons
{
    /// <summary>What gave the scope: <c>region</c>, <c>designatedAgents</c>, <c>designatedDepartments</c>, <c>wantedAgent</c>, <c>wantedDepartment</c>, <c>sent</c>, <c>overflow</c> or <c>everybody</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>Whose members serve; empty where it does not go by department.</summary>
    public IReadOnlyList<Guid> Departments { get; init; } = [];

    /// <summary>Region policies that matched.</summary>
    public IReadOnlyList<Guid> Policies { get; init; } = [];

    /// <summary>What of the place of the visitor they name: codes of regions.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Who could have had it.</summary>
    public IReadOnlyList<Considered> Eligible { get; init; } = [];

    /// <summary>Who was in the scope and could not.</summary>
    public IReadOnlyList<PassedOver> PassedOver { get; init; } = [];

    /// <summary><c>affinity</c>, <c>only</c>, <c>fewest</c>, <c>longestWithout</c> (a tie of fewest) or <c>inTurn</c>.</summary>
    public required string Choice { get; init; }

    /// <summary>Languages and skills counted no more: it had waited long enough.</summary>
    public bool RequirementsDropped { get; init; }

    /// <summary>Milliseconds from arrival to now.</summary>
    public long WaitedMs { get; init; }

    /// <summary>It had come back and stood at the queue's front.</summary>
    public bool Front { get; init; }
}

/// <summary>Who could have had it, and how many conversations that agent held.</summary>
public sealed record Considered(Guid Agent, long Held);

/// <summary>Who could not, and why: <c>notHere</c>, <c>status</c>, <c>missed</c>, <c>full</c>, <c>language</c> or <c>skill</c>.</summary>
public sealed record PassedOver(Guid Agent, string Reason)
{
    internal const string NotHere = "notHere";
    internal const string Status = "status";
    internal const string Missed = "missed";
    internal const string Full = "full";
    internal const string Language = "language";
    internal const string Skill = "skill";
}
