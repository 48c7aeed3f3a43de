using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Live;

/// <summary>Keeps open screens current with what is not stored: signals, standing values, closing of streams. Events travel by the journal.</summary>
public interface ILive
{
    /// <summary>A fleeting word to one visitor's windows (talk reach). At most 64 wait per stream, the oldest is dropped.</summary>
    void SignalVisitor(OrganisationId organisation, Guid visitor, string kind, object data);

    /// <summary>A fleeting word to one agent's screens, where the agent (still) holds the permission.</summary>
    void SignalAgent(OrganisationId organisation, Guid agent, Permission needs, string kind, object data);

    /// <summary>A standing value to one visitor's windows; a later value under the same key replaces one not yet given.</summary>
    void StandVisitor(OrganisationId organisation, Guid visitor, string kind, string key, object data);

    /// <summary>
    /// A standing value to every visitor stream of an organisation on this node, page reach included: each is told what
    /// <paramref name="dataFor"/> answers for it, and nothing where that is null. The same object is written out once, however many are told it.
    /// </summary>
    void StandVisitors(OrganisationId organisation, string kind, string key, Func<VisitorCaller, object?> dataFor);

    /// <summary>A standing value to one agent's screens, or with null to every agent's.</summary>
    void StandAgents(OrganisationId organisation, Guid? agent, string kind, string key, object data);

    /// <summary>A standing value to the screens on this node of those agents who hold the permission: each node works it out for its own.</summary>
    void StandAgents(OrganisationId organisation, Permission needs, string kind, string key, object data);

    /// <summary>Every agent stream is told its standing values whole again.</summary>
    void StandAgain();

    /// <summary>The same, but the streams of this node only: for what every node works out for itself.</summary>
    ILive Here { get; }

    /// <summary>Has anybody of the organisation a stream open on this node?</summary>
    bool AnybodyHere(OrganisationId organisation);

    /// <summary>Has any agent of the organisation who holds the permission a stream open on this node?</summary>
    bool AnybodyHere(OrganisationId organisation, Permission needs);

    /// <summary>Raised with events read from the journal because another node committed; one of this node's may be among them.</summary>
    event Action<IReadOnlyList<JournalEvent>>? HappenedElsewhere;

    /// <summary>Raised where other nodes may have committed and nothing of it was read, since nobody here listens to the organisation.</summary>
    event Action<OrganisationId>? Unread;

    /// <summary>Where a visitor's stream goes on after a snapshot read at this seq.</summary>
    string CursorAt(VisitorCaller visitor, long seq);

    /// <summary>Ends a member's open streams: those of one session or key, or with null all of them.</summary>
    void CloseAgent(OrganisationId organisation, Guid agent, Guid? credential, string reason);
}

/// <summary>Who listens at a stream.</summary>
public sealed record Listener(OrganisationId Organisation, StaffCaller? Staff, VisitorCaller? Visitor)
{
    /// <summary>It answers each heartbeat by a call: when the answers stop, nobody is there, whatever the connection looks like.</summary>
    public bool Answers { get; init; }
}

/// <summary>Filled by a room for the conversations (or other things) it guards: may this listener hear this event now? No SQL per event.</summary>
public interface IStreamGate
{
    /// <summary>Hears of every event before any stream does, in order, so that the answer is current.</summary>
    void Note(JournalEvent happened);

    /// <summary>
    /// Other nodes may have committed up to this seq and nothing of it was read, since nobody here listens to the organisation:
    /// what is remembered from before counts no more.
    /// </summary>
    void Unread(OrganisationId organisation, long upTo)
    {
    }

    /// <summary>Is this event one this gate decides about? An event no gate guards is heard by whom its audience names.</summary>
    bool Guards(JournalEvent happened);

    /// <summary>
    /// The same from memory alone, asked for every screen when an event is handed out: false spares this one the waking. Null
    /// where it would have to be looked up; it is asked again, thoroughly, at delivery.
    /// </summary>
    bool? MayHearNow(StaffCaller agent, JournalEvent happened) => null;

    /// <summary>May this agent hear it?</summary>
    ValueTask<bool> MayHear(StaffCaller agent, JournalEvent happened);

    /// <summary>Whole, or only the brief form the event carries for those it merely concerns?</summary>
    bool Fully(StaffCaller agent, JournalEvent happened) => true;
}

/// <summary>Filled by rooms: what a stream is told whole when it connects.</summary>
public interface IStandingValues
{
    /// <summary>Kind, key and data of each value.</summary>
    Task<IReadOnlyList<StandingValue>> For(Listener listener);
}

/// <summary>One standing value.</summary>
public sealed record StandingValue(string Kind, string Key, object Data);

/// <summary>Filled by rooms that must know who is connected (presence).</summary>
public interface IStreamWatcher
{
    /// <summary>A stream opened.</summary>
    void Opened(Listener listener);

    /// <summary>A stream closed.</summary>
    void Closed(Listener listener);
}
