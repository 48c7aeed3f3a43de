using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>
/// Filled by Routing: who gets which conversation. Each of these is called inside the unit that makes a decision possible, and
/// decides in it, so that no conversation waits while somebody who may serve has a place.
/// </summary>
public interface IDistribution
{
    /// <summary>First of all in a unit a decision may follow: of one organisation's such units one runs at a time.</summary>
    Task Before(ITx tx);

    /// <summary>
    /// May this visitor ask now, and within which choice? Called before anything is written; what it answers is called when the
    /// conversation was written as waiting, greeted and all: it is queued, and given out where that can be.
    /// </summary>
    /// <exception cref="Refusal"><c>nobody_here</c>, <c>queue_full</c>, or a field error for a choice that is not offered.</exception>
    Task<Func<Task>> Admit(ITx tx, NewRequest request);

    /// <summary>May this agent take this one by hand now (Q-09, Q-11, Q-18, ST-20)? The next in line is called in, any other is picked.</summary>
    /// <exception cref="Refusal"><c>status_forbids</c>, <c>limit_reached</c> or <c>ceiling_reached</c>.</exception>
    Task RefuseUnlessMayTake(ITx tx, Guid agent, Guid conversation, Guid site);

    /// <summary>An agent took it by hand.</summary>
    Task Taken(ITx tx, Guid conversation, Guid agent);

    /// <summary>The agent it was given to looks at it.</summary>
    Task Opened(ITx tx, Guid conversation, Guid agent);

    /// <summary>It waits no longer, or is held no longer: ended by either side.</summary>
    /// <param name="tx">The unit that has ended it.</param>
    /// <param name="conversation">Which.</param>
    /// <param name="heldBy">Who was in chat with the visitor until now; null where nobody was.</param>
    Task Over(ITx tx, Guid conversation, Guid? heldBy);
}

/// <summary>A visitor asks for a talk.</summary>
public sealed record NewRequest
{
    /// <summary>The conversation's id.</summary>
    public required Guid Conversation { get; init; }

    /// <summary>Where from.</summary>
    public required Guid Site { get; init; }

    /// <summary>Who.</summary>
    public required Guid Visitor { get; init; }

    /// <summary>The visitor's, BCP 47.</summary>
    public string? Language { get; init; }

    /// <summary>The department picked (E-18).</summary>
    public Guid? Department { get; init; }

    /// <summary>The agent picked (E-19).</summary>
    public Guid? Agent { get; init; }

    /// <summary>With whom the visitor talked most recently .</summary>
    public Guid? LastAgent { get; init; }

    /// <summary>Where the call came from; it is kept nowhere, only the place it stands for.</summary>
    public System.Net.IPAddress? Address { get; init; }
}

/// <summary>
/// What Routing does with conversations, inside its units. Each takes the row for itself first and does nothing, answering false,
/// where it is no longer as told: of two at once exactly one wins.
/// </summary>
public interface IOwnership
{
    /// <summary>A waiting one becomes an agent's.</summary>
    Task<bool> Give(ITx tx, Guid conversation, Guid agent);

    /// <summary>From its owner to a colleague; the visitor is told (TR-21).</summary>
    Task<bool> HandOver(ITx tx, Guid conversation, Guid from, Guid to, Actor by);

    /// <summary>An owner's goes back to the queue; the visitor is told. With <paramref name="unopenedOnly"/> only one that was not opened.</summary>
    Task<bool> Return(ITx tx, Guid conversation, Guid owner, Actor by, bool unopenedOnly = false);

    /// <summary>Ends it for good with the end type System.</summary>
    Task<bool> Close(ITx tx, Guid conversation, Actor by);

    /// <summary>Its visitor went away while waiting: it drops out, unhandled.</summary>
    Task<bool> Leave(ITx tx, Guid conversation);

    /// <summary>All that wait or are in chat, the earliest first.</summary>
    Task<IReadOnlyList<HeldOne>> Open(IReadTx tx);

    /// <summary>What this agent holds, running.</summary>
    Task<IReadOnlyList<HeldOne>> HeldBy(IReadTx tx, Guid agent);

    /// <summary>Where it stands; null where there is none.</summary>
    Task<HeldOne?> Look(IReadTx tx, Guid conversation);
}

/// <summary>A conversation as Routing sees it.</summary>
public sealed record HeldOne(Guid Conversation, Guid Site, Guid Visitor, string State, Guid? Agent, string? Language, long StartedAt, long? OpenedAt)
{
    /// <summary>With a visitor and an agent in it.</summary>
    public bool IsInChat => State == Genkan.Conversations.Conversation.InChat;

    /// <summary>In the queue.</summary>
    public bool IsWaiting => State == Genkan.Conversations.Conversation.Waiting;
}
