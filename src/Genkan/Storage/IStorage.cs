namespace Genkan.Storage;

/// <summary>The one way to the database. Nothing else opens connections.</summary>
public interface IStorage
{
    /// <summary>
    /// Runs one unit of work for one organisation and returns after its commit is on disk.
    /// The unit awaits <see cref="ITx"/> only (on SQLite a task that is not complete on return throws), touches nothing
    /// outside, and may be run again after a serialisation failure. What it throws rolls back this unit alone.
    /// </summary>
    /// <exception cref="CannotWriteException">Disk full or database away: nothing was changed, reading goes on.</exception>
    /// <exception cref="TooBusyException">This organisation has too many units waiting: nothing was changed.</exception>
    /// <exception cref="OutcomeUnknownException">The connection broke during the commit: look the command's id up, never repeat blindly.</exception>
    Task<T> Write<T>(OrganisationId organisation, Func<ITx, Task<T>> unit);

    /// <summary>
    /// As <see cref="Write"/>, for what is done often: the unit's first question is <see cref="ITx.OneToChange"/> for the row <paramref name="about"/> names,
    /// and it changes only what belongs to that row. PostgreSQL then writes several such units in one transaction, each about something else.
    /// </summary>
    Task<T> WriteAbout<T>(OrganisationId organisation, Guid about, Func<ITx, Task<T>> unit);

    /// <summary>Runs queries of one organisation on one snapshot.</summary>
    Task<T> Read<T>(OrganisationId organisation, Func<IReadTx, Task<T>> queries);

    /// <summary>A unit over the installation itself (accounts, sessions, organisations): its rows belong to no organisation, or name it themselves. No events.</summary>
    Task<T> WriteInstallation<T>(Func<ITx, Task<T>> unit);

    /// <summary>Queries over the installation itself.</summary>
    Task<T> ReadInstallation<T>(Func<IReadTx, Task<T>> queries);

    /// <summary>Random id of this database's life; another one means other numbers for other events.</summary>
    string Epoch { get; }

    /// <summary>Becomes true when migrations are done and the store answers.</summary>
    bool Ready { get; }
}

/// <summary>Queries on one snapshot. SQL stays in the dialect SQLite and PostgreSQL share; numbers are bigint, flags 0 or 1.</summary>
public interface IReadTx
{
    /// <summary>Whose rows these are. Not to be asked in installation units.</summary>
    OrganisationId Organisation { get; }

    /// <summary>The clock of decisions, UTC milliseconds.</summary>
    long Now { get; }

    /// <summary>Closes and opens what is kept sealed.</summary>
    ISeal Seal { get; }

    /// <summary>First row, or null.</summary>
    Task<T?> One<T>(string sql, object? values = null);

    /// <summary>All rows.</summary>
    Task<IReadOnlyList<T>> All<T>(string sql, object? values = null);

    /// <summary>The organisation's newest <c>seq</c> in this snapshot.</summary>
    Task<long> Head();

    /// <summary>Another number than before where something of this subject changed since (<see cref="ITx.Changed"/>). All subjects are one statement.</summary>
    Task<long> VersionOf(string subject);
}

/// <summary>One unit of work.</summary>
public interface ITx : IReadTx
{
    /// <summary>Runs a statement, returns the number of rows touched.</summary>
    Task<int> Run(string sql, object? values = null);

    /// <summary>
    /// As <see cref="IReadTx.One"/>, and nobody else changes that row until this unit ends. A SELECT of one table that ends with
    /// its conditions. Where one unit writes at a time this costs no more than reading.
    /// </summary>
    Task<T?> OneToChange<T>(string sql, object? values = null);

    /// <summary>
    /// Runs a statement whose outcome nobody waits for. On PostgreSQL it travels with the next one, or with the commit: a round
    /// trip less on the send path.
    /// </summary>
    Task Later(string sql, object values);

    /// <summary>Appends an event to the organisation's journal; it gets its <c>seq</c> at the end of the unit.</summary>
    void Append(NewEvent happened);

    /// <summary>Something of this subject is otherwise from this unit on: what is kept of it in memory, here or on another node, counts no more.</summary>
    Task Changed(OrganisationId organisation, string subject);

    /// <summary>
    /// Called when the unit has run to its end, just before its commit, which may still fail: for what is remembered under a mark that
    /// only the commit puts into the store.
    /// </summary>
    void BeforeCommit(Action deed);

    /// <summary>
    /// Says otherwise what the journal already says of one conversation to its visitor: words that were changed or taken back
    /// are told to nobody who comes back later. Number, kind, time and audience stay; only the data counts. Not for sealed kinds.
    /// </summary>
    Task Reword(Guid target, Guid conversation, Func<JournalEvent, JournalEvent> reword);
}

/// <summary>Who may hear an event; the room's gate must also say yes at delivery.</summary>
[Flags]
public enum Audience
{
    /// <summary>Nobody live (audit only).</summary>
    None = 0,

    /// <summary>The visitor named by the event's target.</summary>
    Visitor = 1,

    /// <summary>The conversation's owner; while it waits, whoever may take it.</summary>
    Owner = 2,

    /// <summary>Every agent of the organisation.</summary>
    Agents = 4,

    /// <summary>Those who may read all conversations.</summary>
    Admins = 8,
}

/// <summary>Who did it.</summary>
public readonly record struct Actor(string Type, Guid? Id)
{
    /// <summary>The server on its own.</summary>
    public static readonly Actor System = new("system", null);

    /// <summary>An agent.</summary>
    public static Actor Agent(Guid id) => new("agent", id);

    /// <summary>A visitor.</summary>
    public static Actor Visitor(Guid id) => new("visitor", id);
}

/// <summary>
/// One event to append. <paramref name="Data"/> is what staff sees; <paramref name="VisitorData"/> what the visitor
/// <paramref name="Target"/> sees, <paramref name="BriefData"/> what colleagues it merely concerns see, each built from
/// an allow-list of fields; all are serialised with <see cref="Wire.Json"/>.
/// </summary>
public sealed record NewEvent(
    string Kind,
    Actor Actor,
    Audience Audience,
    object Data,
    Guid? Conversation = null,
    Guid? Target = null,
    object? VisitorData = null,
    object? BriefData = null);

/// <summary>One event of the journal as stored.</summary>
public sealed record JournalEvent
{
    /// <summary>Whose.</summary>
    public required OrganisationId Organisation { get; init; }

    /// <summary>Counts by one per organisation, without holes, in commit order.</summary>
    public required long Seq { get; init; }

    /// <summary>UTC milliseconds.</summary>
    public required long At { get; init; }

    /// <summary>Past tense, like <c>message.sent</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The conversation it belongs to.</summary>
    public Guid? Conversation { get; init; }

    /// <summary><c>visitor</c>, <c>agent</c> or <c>system</c>.</summary>
    public required string ActorType { get; init; }

    /// <summary>Who, where it is a person.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>Who may hear it.</summary>
    public required Audience Audience { get; init; }

    /// <summary>The visitor it is for.</summary>
    public Guid? Target { get; init; }

    /// <summary>JSON for staff.</summary>
    public required string Data { get; init; }

    /// <summary>JSON for the visitor.</summary>
    public string? VisitorData { get; init; }

    /// <summary>JSON for colleagues it merely concerns.</summary>
    public string? BriefData { get; init; }

    /// <summary>The frame staff streams share, made once.</summary>
    public byte[]? StaffFrame { get; set; }

    /// <summary>The same in its brief form.</summary>
    public byte[]? BriefFrame { get; set; }
}

/// <summary>The store cannot take writes now (disk full, database away). Nothing was changed.</summary>
public sealed class CannotWriteException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>One organisation has as much waiting to be written as it may. Nothing was changed; a moment later there is room.</summary>
public sealed class TooBusyException() : Exception("Too many writes are waiting.");

/// <summary>The connection broke while committing; whether it was committed is not known.</summary>
public sealed class OutcomeUnknownException(string message, Exception? inner = null) : Exception(message, inner);
