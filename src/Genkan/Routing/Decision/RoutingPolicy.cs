namespace Genkan.Routing.Decision;

/// <summary>How an organisation's conversations are distributed. Numbers are checked where they are set.</summary>
public sealed record RoutingPolicy
{
    /// <summary>Q-15 names the figure.</summary>
    public const long UsualCeiling = 9;

    /// <summary>Q-01, CF-01: <c>automatic</c> or <c>pool</c>.</summary>
    public string Chat { get; init; } = Automatic;

    /// <summary>The same for mail .</summary>
    public string Mail { get; init; } = Pool;

    /// <summary>Q-06, CF-03: <c>fewest</c> or <c>inTurn</c>.</summary>
    public string Choice { get; init; } = Fewest;

    /// <summary>Q-22, CF-04: first to the agent the visitor talked with last.</summary>
    public bool Affinity { get; init; } = true;

    /// <summary>Q-16, CF-05: nobody holds more at a time; 1 to 999, null for no ceiling.</summary>
    public long? Ceiling { get; init; } = UsualCeiling;

    /// <summary>Q-18, CF-06: may an agent take one by hand above the own limit? Never above the ceiling.</summary>
    public bool AboveOwnLimit { get; init; }

    /// <summary>Q-43: for how long an agent who is gone keeps conversations; 15 to 3,600 seconds.</summary>
    public long GraceSeconds { get; init; } = 120;

    /// <summary>An assigned conversation that was not opened within this time goes to the next; 10 to 600 seconds, null for never.</summary>
    public long? OfferSeconds { get; init; }

    /// <summary>After so many in a row the agent is set away; 1 to 20.</summary>
    public long MissesUntilAway { get; init; } = 3;

    /// <summary>Q-36: the sites' region policies count.</summary>
    public bool Regions { get; init; } = true;

    /// <summary>CF-28: <c>tree</c> by department or <c>plain</c>, those signed in.</summary>
    public string TransferList { get; init; } = "tree";

    internal const string Automatic = "automatic";
    internal const string Pool = "pool";
    internal const string Fewest = "fewest";
    internal const string InTurn = "inTurn";

    /// <summary>The most this agent may be given without asking.</summary>
    internal long LimitOf(Candidate agent) => Math.Min(agent.Limit ?? long.MaxValue, Ceiling ?? long.MaxValue);
}

/// <summary>Who serves a site's visitors.</summary>
public sealed record SiteRouting
{
    /// <summary>Everybody may, in any language.</summary>
    public static readonly SiteRouting Open = new();

    /// <summary>CF-29: <c>none</c>, <c>agents</c> or <c>departments</c>.</summary>
    public string Designation { get; init; } = None;

    /// <summary>Q-24.</summary>
    public IReadOnlyList<Guid> Agents { get; init; } = [];

    /// <summary>Q-25.</summary>
    public IReadOnlyList<Guid> Departments { get; init; } = [];

    /// <summary>Q-29 to Q-35.</summary>
    public IReadOnlyList<RegionPolicy> Regions { get; init; } = [];

    /// <summary>Whoever serves has all of these; 10 at most.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>Whoever serves speaks the visitor's language.</summary>
    public bool MatchLanguage { get; init; }

    /// <summary>Languages and skills count for so long, then anybody in the scope will do; 0 to 3,600 seconds, null for ever.</summary>
    public long? DropAfterSeconds { get; init; } = 60;

    /// <summary>Who waits is told the place in the queue.</summary>
    public bool TellPlace { get; init; } = true;

    /// <summary>And about how long it will be.</summary>
    public bool TellWait { get; init; } = true;

    /// <summary>W-10: visitors see a list of those designated and choose before they write.</summary>
    public bool ListMode { get; init; }

    /// <summary>AD-42: no department's name is told to visitors.</summary>
    public bool HideDepartments { get; init; }

    /// <summary>AD-43: who is not online does not stand in the list.</summary>
    public bool HideOffline { get; init; }

    internal const string None = "none";
    internal const string ByAgent = "agents";
    internal const string ByDepartment = "departments";
}

/// <summary>Visitors from these regions go to these departments; each at least one, 100 and 50 at most.</summary>
public sealed record RegionPolicy(Guid Id, IReadOnlyList<string> Regions, IReadOnlyList<Guid> Departments);

/// <summary>A department's queue.</summary>
public sealed record DepartmentRouting
{
    /// <summary>So many wait at most; 1 to 9,999, null for any number.</summary>
    public long? QueueLimit { get; init; }

    /// <summary>Beyond it: another department; null for the message form.</summary>
    public Guid? Overflow { get; init; }
}
