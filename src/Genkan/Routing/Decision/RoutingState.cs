using Genkan.Texts;

namespace Genkan.Routing.Decision;

/// <summary>Everything a decision depends on. Nothing else is asked: the same state and time decide the same.</summary>
internal sealed record RoutingState
{
    public required RoutingPolicy Policy { get; init; }

    /// <summary>Site by site; one that is not named follows <see cref="SiteRouting.Open"/>.</summary>
    public required IReadOnlyDictionary<Guid, SiteRouting> Sites { get; init; }

    public required IReadOnlyDictionary<Guid, DepartmentRouting> Departments { get; init; }

    public required IReadOnlyList<Candidate> Agents { get; init; }

    /// <summary>Within its hours now? Outside them it counts as Away for who comes new; whoever was let in is served.</summary>
    public Func<Guid, bool> IsSiteOpen { get; init; } = _ => true;

    /// <summary>The same of a department.</summary>
    public Func<Guid, bool> IsDepartmentOpen { get; init; } = _ => true;

    /// <summary>In any order; <see cref="Queue"/> puts them into theirs.</summary>
    public required IReadOnlyList<Request> Waiting { get; init; }

    public SiteRouting Of(Guid site) => Sites.GetValueOrDefault(site, SiteRouting.Open);
}

/// <summary>A person who may or may not get a conversation now.</summary>
internal sealed record Candidate
{
    public required Guid Id { get; init; }

    /// <summary>The status as it is named on the wire.</summary>
    public required string Status { get; init; }

    /// <summary>Does the status let automatic requests through (ST-20)?</summary>
    public bool Automatic { get; init; }

    /// <summary>May one who stands at it pick from the pool ?</summary>
    public bool Pick { get; init; }

    /// <summary>Or press "accept" ?</summary>
    public bool Accept { get; init; }

    /// <summary>Do transfers reach it (ST-12)?</summary>
    public bool Transfer { get; init; }

    /// <summary>Only this counts for the visitor's button (ST-20).</summary>
    public bool Online { get; init; }

    /// <summary>In touch: a status with nobody behind it is none.</summary>
    public bool Here { get; init; }

    /// <summary>Not disabled, not removed, and allowed to chat.</summary>
    public bool MayChat { get; init; }

    /// <summary>Own limit; null: the organisation's alone.</summary>
    public long? Limit { get; init; }

    /// <summary>Running conversations now.</summary>
    public long Held { get; init; }

    public IReadOnlyList<Guid> Departments { get; init; } = [];

    /// <summary>AD-14; null for all sites.</summary>
    public IReadOnlyList<Guid>? Sites { get; init; }

    /// <summary>BCP 47 tags.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>As <see cref="Folded.Key"/> has them, however they were typed.</summary>
    public IReadOnlyList<string> Skills { get; init => field = [.. value.Select(Folded.Key)]; } = [];

    /// <summary>When a conversation was given to this agent last, UTC milliseconds; 0 for never.</summary>
    public long LastGivenAt { get; init; }
}

/// <summary>A visitor who waits.</summary>
internal sealed record Request
{
    public required Guid Conversation { get; init; }

    public required Guid Site { get; init; }

    /// <summary>UTC milliseconds, as all times .</summary>
    public required long ArrivedAt { get; init; }

    /// <summary>Returned after an agent had it (Q-43, TR-21): before everybody who is not, in the order of arrival among themselves.</summary>
    public bool Front { get; init; }

    /// <summary>Where the visitor is, from the widest to the narrowest: <c>CN</c>, <c>CN-ZJ</c>, <c>CN-ZJ/…</c>. Empty where unknown .</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>The visitor's language, BCP 47.</summary>
    public string? Language { get; init; }

    /// <summary>E-19: the agent the visitor picked.</summary>
    public Guid? WantsAgent { get; init; }

    /// <summary>E-18, E-20: the department the visitor picked.</summary>
    public Guid? WantsDepartment { get; init; }

    /// <summary>Q-21: with whom the visitor talked most recently.</summary>
    public Guid? LastAgent { get; init; }

    /// <summary>The department a colleague sent it to (TR-01): before every other rule but the blacklist.</summary>
    public Guid? SentTo { get; init; }

    /// <summary>The department whose queue took it in because its own was full.</summary>
    public Guid? OverflowTo { get; init; }

    /// <summary>Who let it lie since it came; they are offered it no more.</summary>
    public IReadOnlyList<Guid> MissedBy { get; init; } = [];

    /// <summary>Q-41, with the blacklist: nobody is to get it.</summary>
    public bool Barred { get; init; }
}
