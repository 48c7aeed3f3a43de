using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>What somebody left while nobody was there, as staff sees it.</summary>
internal sealed record LeftMessage
{
    public const string Open = "open";
    public const string Replied = "replied";
    public const string Done = "done";

    public Guid Id { get; init; }
    public Guid Site { get; init; }
    public string Name { get; init; } = "";
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string Text { get; init; } = "";
    public string? Language { get; init; }
    public long At { get; init; }

    /// <summary><c>open</c>, <c>replied</c> or <c>done</c>.</summary>
    public string State => DoneAt is not null ? Done : Reply is not null ? Replied : Open;

    /// <summary>The answer; there is one at most.</summary>
    public LeftReply? Reply { get; init; }
    public Guid? DoneBy { get; init; }
    public long? DoneAt { get; init; }

    /// <summary>The same words for the same site: a repeat, not another message under a used id.</summary>
    public bool SaysTheSameAs(LeftMessage other) =>
        (Site, Name, Email, Phone, Text) == (other.Site, other.Name, other.Email, other.Phone, other.Text);
}

/// <summary>The answer to one.</summary>
internal sealed record LeftReply
{
    /// <summary>Made by the agent's side.</summary>
    public Guid Id { get; init; }
    public string Text { get; init; } = "";
    public Guid By { get; init; }
    public long At { get; init; }

    /// <summary>How it went by mail: see <see cref="LetterStates"/>.</summary>
    public string Mail { get; init; } = LetterStates.None;

    /// <summary>Why it is delayed or failed, as in the list of letters.</summary>
    public string? MailWhy { get; init; }

    /// <summary>When the visitor saw it in the widget.</summary>
    public long? SeenAt { get; init; }
}

/// <summary>What became of the answer's letter.</summary>
internal static class LetterStates
{
    /// <summary>No address was left.</summary>
    public const string None = "none";

    /// <summary>No mail server is set up.</summary>
    public const string Off = "off";

    /// <summary>Queued.</summary>
    public const string Waiting = "waiting";

    /// <summary>Tried in vain, and will be again.</summary>
    public const string Delayed = "delayed";

    /// <summary>The mail server has taken it.</summary>
    public const string Sent = "sent";

    /// <summary>It will not get there.</summary>
    public const string Failed = "failed";
}

/// <summary>A change of state: <c>left</c>, <c>replied</c>, <c>done</c>, <c>reopened</c>, <c>seen</c>, <c>mailed</c> or <c>mail_failed</c>.</summary>
internal sealed record LeftStep
{
    public const string Left = "left";
    public const string Replied = "replied";
    public const string Done = "done";
    public const string Reopened = "reopened";
    public const string Seen = "seen";
    public const string Mailed = "mailed";
    public const string MailFailed = "mail_failed";

    public long At { get; init; }
    public string Kind { get; init; } = "";
    public Guid? Agent { get; init; }
}

/// <summary>Events of this room. They hold personal text: <see cref="LeftMessageGate"/> keeps them from those who may not read it.</summary>
internal static class LeftMessageEvents
{
    public const string Prefix = "leftMessage.";

    public static NewEvent Received(Guid visitor, LeftMessage message) =>
        new(Prefix + "received", Actor.Visitor(visitor), Audience.Agents, new { message });

    /// <summary>Dealt with or not, mailed, seen.</summary>
    public static NewEvent Changed(Actor by, LeftMessage before, LeftMessage message) =>
        new(Prefix + "changed", by, Audience.Agents, new { message, was = before.State });

    /// <summary>Answered: the one event of this room its visitor hears too.</summary>
    public static NewEvent Replied(Guid agent, LeftMessage before, LeftMessage message, Guid visitor, LeftAnswer answer) =>
        new(Prefix + "replied", Actor.Agent(agent), Audience.Agents | Audience.Visitor, new { message, was = before.State }, Target: visitor, VisitorData: new { answer });
}
