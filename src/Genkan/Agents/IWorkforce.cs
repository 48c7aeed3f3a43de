using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>The people as whoever hands out work must know them: who is there, for what, and what their status lets through.</summary>
public interface IWorkforce
{
    /// <summary>Everything at once, as of the unit's own snapshot: one statement while nothing changes, the same object as before then.</summary>
    Task<Workforce> Read(IReadTx tx);

    /// <summary>The departments in their order, the larger number first (AD-18).</summary>
    Task<IReadOnlyList<DepartmentBrief>> Departments(IReadTx tx);

    /// <summary>The same and those removed: what was written while they were there names them.</summary>
    Task<IReadOnlyList<DepartmentBrief>> DepartmentsEver(IReadTx tx);

    /// <summary>The statuses there are: the built-in ones, then the organisation's own.</summary>
    Task<IReadOnlyList<StatusBrief>> Statuses(IReadTx tx);
}

/// <summary>
/// Filled by rooms that hand out work (none, one or several): called inside the unit of whatever changes a fact of the
/// workforce (a status, a sign-in or sign-out that sets one, a limit, a department, somebody added, disabled or removed).
/// </summary>
public interface IWorkforceChanges
{
    /// <summary>First of all in the unit: what must be locked before anything else is locked here.</summary>
    Task Before(ITx tx);

    /// <summary>The rows are written; what may now be decided is decided in the same unit.</summary>
    Task After(ITx tx);
}

/// <summary>Filled by rooms that refer to departments: how often, and how the references go to another one when it is removed (AD-17).</summary>
public interface IDepartmentUse
{
    /// <summary>What refers to it, as the wire calls it: a short word like <c>policies</c>.</summary>
    string Kind { get; }

    /// <summary>How many of them refer to it.</summary>
    Task<long> Count(IReadTx tx, Guid department);

    /// <summary>Lets all of them refer to the other.</summary>
    Task Move(ITx tx, Guid from, Guid to);
}

/// <summary>All facts of the people of one organisation.</summary>
/// <param name="Agents">Everybody there ever was, by id; who is no longer there says so.</param>
/// <param name="Departments">Those there are, the larger order number first.</param>
/// <param name="Statuses">The built-in ones, then the organisation's own.</param>
public sealed record Workforce(IReadOnlyList<WorkforceAgent> Agents, IReadOnlyList<DepartmentBrief> Departments, IReadOnlyList<StatusBrief> Statuses);

/// <summary>One agent, as far as handing out work goes.</summary>
public sealed record WorkforceAgent
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name colleagues see.</summary>
    public required string Name { get; init; }

    /// <summary>The name visitors see; null for the name.</summary>
    public string? Nickname { get; init; }

    /// <summary>The status' key.</summary>
    public required string Status { get; init; }

    /// <summary>Does it count as online? Only the built-in status of that name does (ST-20).</summary>
    public required bool Online { get; init; }

    /// <summary>What the status lets through.</summary>
    public required LetsThrough Lets { get; init; }

    /// <summary>Since when, UTC milliseconds.</summary>
    public required long StatusAt { get; init; }

    /// <summary>How many conversations at a time, 1 to 99 (AD-08); null for the organisation's ceiling.</summary>
    public int? Limit { get; init; }

    /// <summary>Those the agent works in.</summary>
    public IReadOnlyList<Guid> Departments { get; init; } = [];

    /// <summary>The sites the agent may chat for (AD-14); null for all, empty for none.</summary>
    public IReadOnlyList<Guid>? Sites { get; init; }

    /// <summary>BCP 47 tags in the usual case, the preferred first.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Words of the admin's, as typed; compared however they are capitalised.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>Switched off by an admin.</summary>
    public bool Disabled { get; init; }

    /// <summary>Gone for good.</summary>
    public bool Removed { get; init; }

    /// <summary>Has the permission to take conversations.</summary>
    public bool MayChat { get; init; }
}

/// <summary>What a status lets through (ST-20).</summary>
/// <param name="Automatic">Conversations come by themselves.</param>
/// <param name="Pick">A waiting one can be picked from the list.</param>
/// <param name="Accept">The next one can be called in by hand.</param>
/// <param name="Transfer">Colleagues can hand one over.</param>
public sealed record LetsThrough(bool Automatic, bool Pick, bool Accept, bool Transfer)
{
    /// <summary>Nothing.</summary>
    public static readonly LetsThrough Nothing = new(false, false, false, false);
}

/// <summary>A department as every colleague may know it. Lists show the larger <paramref name="Order"/> further up (AD-18).</summary>
public sealed record DepartmentBrief(Guid Id, string Name, long Order, bool Removed);

/// <summary>A status and what it lets through. <paramref name="Name"/> is null for a built-in one, which every language has a word for.</summary>
public sealed record StatusBrief(string Key, string? Name, bool Automatic, bool Pick, bool Accept, bool Transfer)
{
    /// <summary>What it lets through, by itself.</summary>
    internal LetsThrough Lets() => new(Automatic, Pick, Accept, Transfer);
}
