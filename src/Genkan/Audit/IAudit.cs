using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Audit;

/// <summary>
/// The audit trail (SP-14): who changed what in the organisation's administration, when and from where. An entry is written in
/// the unit of its change, so neither is there without the other.
/// </summary>
public interface IAudit
{
    /// <summary>Adds an entry to the trail of the unit's organisation. Last in the unit: the organisation's trail is locked from here to the commit.</summary>
    Task Note(ITx tx, AuditNote note);

    /// <summary>The same in an installation unit, or for another organisation than the unit's.</summary>
    Task Note(ITx tx, OrganisationId organisation, AuditNote note);

    /// <summary>Goes through the whole trail of an organisation and says where it was tampered with.</summary>
    Task<AuditCheck> Check(OrganisationId organisation);

    /// <summary>
    /// After a backup was restored: what was noted outside the database since the backup was made is set aside, because it speaks of
    /// entries that are gone with good reason; what was noted before it goes on counting. Every trail gets an entry that says so.
    /// </summary>
    /// <param name="asOf">When the backup was made.</param>
    Task<AuditRestored> NoteRestore(DateTimeOffset asOf);
}

/// <summary>Looks at the trails without a server: also beside a running one, which alone may open the store to write.</summary>
public interface IAuditChecks
{
    /// <summary>Goes through every trail on one snapshot, those included that only the notes outside the database still know of.</summary>
    Task<IReadOnlyDictionary<OrganisationId, AuditCheck>> CheckAll(IReadTx tx);
}

/// <summary>What happened.</summary>
/// <param name="Kind">One of <see cref="AuditKinds"/>.</param>
/// <param name="By">Who did it, from where.</param>
public sealed record AuditNote(string Kind, AuditBy By)
{
    /// <summary>What it was done to: an agent, a site, a key, a visitor.</summary>
    public Guid? Subject { get; init; }

    /// <summary>How that is called at this moment; kept sealed, since it may be a person's name.</summary>
    public string? Name { get; init; }

    /// <summary>What changed.</summary>
    public IReadOnlyList<AuditChange> Changes { get; init; } = [];
}

/// <summary>Who did it.</summary>
/// <param name="Actor">The person, or the server on its own.</param>
/// <param name="Address">The address the call came from; kept sealed.</param>
/// <param name="Key">The API key it came with.</param>
public sealed record AuditBy(Actor Actor, string? Address = null, Guid? Key = null)
{
    /// <summary>The server on its own: set-up from variables, the command line, timers.</summary>
    public static readonly AuditBy System = new(Actor.System);

    /// <summary>A member who calls.</summary>
    public static AuditBy Of(StaffCaller caller) => new(Actor.Agent(caller.Agent), caller.Address, caller.Key);

    /// <summary>A member who is not signed in yet, as in signing in and accepting an invitation.</summary>
    public static AuditBy Of(HttpContext context, Guid agent) => new(Actor.Agent(agent), CallerAddress.Of(context));

    /// <summary>Nobody known.</summary>
    public static AuditBy Of(HttpContext context) => new(new Actor("unknown", null), CallerAddress.Of(context));
}

/// <summary>What a check of a trail found.</summary>
/// <param name="Entries">How many entries there are.</param>
/// <param name="Head">The seal of the newest entry: written down elsewhere, it proves later that nothing up to here was changed or cut off.</param>
/// <param name="BrokenAt">The first entry that is not as it was written; null where all are.</param>
/// <param name="Reason"><c>changed</c>, <c>missing</c>, <c>cut</c> (entries at the end are gone) or <c>anchor</c> (another entry stands where one was noted down outside the database).</param>
public sealed record AuditCheck(long Entries, string Head, long? BrokenAt = null, string? Reason = null)
{
    /// <summary>Nothing was tampered with.</summary>
    public bool Whole => BrokenAt is null;
}

/// <summary>What a restore did to the notes outside the database.</summary>
/// <param name="Newer">Notes that speak of what came after the backup.</param>
/// <param name="Aside">The file all notes are kept in as they were; null where none is newer than the backup.</param>
public sealed record AuditRestored(int Newer, string? Aside);

/// <summary>Filled by Agents: how people are called, those removed since included.</summary>
public interface IAuditNames
{
    /// <summary>Names by id, for those that are known.</summary>
    Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadTx tx, IReadOnlyCollection<Guid> agents);
}
