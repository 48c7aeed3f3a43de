namespace Genkan.Storage;

/// <summary>
/// What the nodes on one database say to each other beside the journal. At most once and in the order said, within milliseconds;
/// nothing of it is kept. What must not be lost stands in the journal or in a table, and a word only makes it known sooner.
/// </summary>
public interface IBus
{
    /// <summary>Is another node there? Never on SQLite. While none is, nothing is said and nothing written for others.</summary>
    bool HasOthers { get; }

    /// <summary>Tells every other node, never this one; returns at once. The word is sent as JSON, sealed.</summary>
    void Say<T>(string topic, T word);

    /// <summary>What to do with words of this topic, one after another. It must be short: all that follow wait.</summary>
    void Hear<T>(string topic, Action<T> heard);

    /// <summary>Another node committed events of this organisation up to this seq.</summary>
    event Action<OrganisationId, long>? CommittedElsewhere;

    /// <summary>Another node has joined: what only this one knows is to be said again.</summary>
    event Action? SomebodyCame;

    /// <summary>Words may have been lost (the connection broke, too many waited): what they would have told is to be asked anew.</summary>
    event Action? Missed;
}

/// <summary>What each node holds for a while (a visitor's stream, an agent's contact), as the others may know it.</summary>
public interface ILeases
{
    /// <summary>
    /// Shares one kind: <paramref name="heldHere"/> is asked every 20 seconds, and when another node comes, for all that is held
    /// by this node and for how long still. Where there is no other node it is never asked.
    /// </summary>
    IElsewhere Share(string kind, Func<IEnumerable<HeldHere>> heldHere);
}

/// <summary>Something held by this node, and how long it would be if this node died now.</summary>
public readonly record struct HeldHere(OrganisationId Organisation, Guid Subject, TimeSpan For);

/// <summary>What the other nodes hold of one kind, from memory.</summary>
public interface IElsewhere
{
    /// <summary>Does another node hold it now?</summary>
    bool Holds(OrganisationId organisation, Guid subject);

    /// <summary>This node has taken it: the others are told at once, not only at the next round.</summary>
    void Took(OrganisationId organisation, Guid subject, TimeSpan lease);

    /// <summary>This node holds it no longer.</summary>
    void Gave(OrganisationId organisation, Guid subject);

    /// <summary>Raised (subject, held by some other node?) when that changes.</summary>
    event Action<OrganisationId, Guid, bool>? Changed;
}
