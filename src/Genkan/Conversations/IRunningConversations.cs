using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>For those who watch over the whole house: what is going on now.</summary>
public interface IRunningConversations
{
    /// <summary>All that wait or are in chat, in no order: one statement, however many there are.</summary>
    Task<IReadOnlyList<RunningOne>> Running(IReadTx tx);
}

/// <summary>A conversation with its visitor in it, as far as overviews go.</summary>
public sealed record RunningOne
{
    /// <summary>Its id.</summary>
    public Guid Id { get; init; }

    /// <summary>Where from.</summary>
    public Guid Site { get; init; }

    /// <summary>Who.</summary>
    public Guid Visitor { get; init; }

    /// <summary>Six digits of the room label.</summary>
    public string Number { get; init; } = "";

    /// <summary>As given.</summary>
    public string? Nickname { get; init; }

    /// <summary>The visitor's.</summary>
    public string? Language { get; init; }

    /// <summary><c>waiting</c> or <c>inChat</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>The owner.</summary>
    public Guid? Agent { get; init; }

    /// <summary>UTC milliseconds, as all times.</summary>
    public long StartedAt { get; init; }

    /// <summary>When it entered the queue last.</summary>
    public long? QueuedAt { get; init; }

    /// <summary>When its owner got it.</summary>
    public long? AcceptedAt { get; init; }

    /// <summary>When its owner opened it.</summary>
    public long? OpenedAt { get; init; }

    /// <summary>Since when the visitor waits for an answer to what was written.</summary>
    public long? UnansweredSince { get; init; }

    /// <summary>In the queue.</summary>
    public bool IsWaiting => State == Conversation.Waiting;
}
