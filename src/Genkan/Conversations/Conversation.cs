using Genkan.Doors;

namespace Genkan.Conversations;

/// <summary>One chat from request to close, as stored, and the rules of its life.</summary>
internal record Conversation
{
    public const string Waiting = "waiting";
    public const string InChat = "inChat";
    public const string EndedByVisitor = "endedByVisitor";
    public const string Closed = "closed";

    /// <summary>TR-15.</summary>
    public const string SystemTransfer = "systemTransfer";

    /// <summary>Rows show the beginning of the last words; the rest is in the talk.</summary>
    private const int Preview = 200;

    public Guid Id { get; init; }

    public Guid Site { get; init; }

    public Guid Visitor { get; init; }

    public string Number { get; init; } = "";

    public string? Nickname { get; init; }

    public string? Language { get; init; }

    public string State { get; init; } = Waiting;

    public Guid? Agent { get; init; }

    public string StartType { get; init; } = "visitor";

    public string? EndType { get; init; }

    public bool Valid { get; init; }

    public long LastSeq { get; init; }

    public long VisitorDelivered { get; init; }

    public long VisitorRead { get; init; }

    public long AgentDelivered { get; init; }

    public long AgentRead { get; init; }

    public string? LastText { get; init; }

    public string? LastFrom { get; init; }

    public long? UnansweredSince { get; init; }

    public long StartedAt { get; init; }

    public long? AcceptedAt { get; init; }

    public long? EndedAt { get; init; }

    public long? ClosedAt { get; init; }

    public string? PageUrl { get; init; }

    public string? PageTitle { get; init; }

    public long? ConsentAt { get; init; }

    public string? ConsentVersion { get; init; }

    public string? ConsentText { get; init; }

    public long? NoticeAt { get; init; }

    /// <summary>Counts changes of hands and state: of two reports of one conversation the one with the higher is the later.</summary>
    public long Turn { get; init; } = 1;

    /// <summary>When it entered the queue last.</summary>
    public long? QueuedAt { get; init; }

    /// <summary>How often it came back to the queue.</summary>
    public long Returned { get; init; }

    /// <summary>When its owner opened it; null while it lies there.</summary>
    public long? OpenedAt { get; init; }

    /// <summary>When an agent answered first; a request without is unhandled .</summary>
    public long? AnsweredAt { get; init; }

    /// <summary>Since when the last word is the agent's.</summary>
    public long? SilentSince { get; init; }

    public bool IsRunning => State is Waiting or InChat;

    /// <summary>With whom the visitor talks now; null where nobody is there.</summary>
    public Guid? HeldBy => State == InChat ? Agent : null;

    public Marks Marks => new(VisitorDelivered, VisitorRead, AgentDelivered, AgentRead);

    /// <summary>The visitor said something: the talk becomes valid (RT-26), and an answer is owed.</summary>
    public Conversation VisitorSays(string text, long now) => IsRunning
        ? Says("visitor", text) with
        {
            Valid = true,
            UnansweredSince = UnansweredSince ?? now,
            VisitorDelivered = LastSeq + 1,
            VisitorRead = LastSeq + 1,
            SilentSince = null,
        }
        : throw Refusal.Conflict("conversation_ended");

    /// <summary>The owner said something, and has opened it by that.</summary>
    public Conversation AgentSays(Guid agent, string text, long now)
    {
        RefuseUnlessOwner(agent);
        return State == InChat
            ? Says("agent", text) with
            {
                UnansweredSince = null,
                AgentDelivered = LastSeq + 1,
                AgentRead = LastSeq + 1,
                OpenedAt = OpenedAt ?? now,
                AnsweredAt = AnsweredAt ?? now,
                SilentSince = now,
            }
            : throw Refusal.Conflict("conversation_ended");
    }

    /// <summary>A line of the system takes the next seq.</summary>
    public Conversation SystemSays() => this with { LastSeq = LastSeq + 1 };

    /// <summary>The first agent to accept owns it; who was given it opens it so; the repeat of the winner's call changes nothing.</summary>
    public Conversation AcceptedBy(Guid agent, long now) => State switch
    {
        Waiting => GivenTo(agent, now) with { OpenedAt = now },
        InChat when Agent == agent => this with { OpenedAt = OpenedAt ?? now },
        _ when Agent == agent => this,
        InChat => throw Refusal.Conflict("already_taken", new Dictionary<string, object?> { ["agent"] = Agent }),
        _ => throw Refusal.Conflict("not_waiting"),
    };

    /// <summary>The distribution gave it to an agent, who has not opened it yet.</summary>
    public Conversation GivenTo(Guid agent, long now) => State == Waiting
        ? this with { State = InChat, Agent = agent, AcceptedAt = now, OpenedAt = null, Turn = Turn + 1 }
        : throw Refusal.Conflict("not_waiting");

    /// <summary>From its owner to a colleague (TR-01); its start type says so from then on (TR-15).</summary>
    public Conversation HandedTo(Guid agent, long now) => State == InChat
        ? this with { Agent = agent, AcceptedAt = now, OpenedAt = null, StartType = SystemTransfer, SilentSince = null, Turn = Turn + 1 }
        : throw Refusal.Conflict("conversation_ended");

    /// <summary>Nobody has it any more: back to the queue, with all that was said (Q-43, TR-21).</summary>
    public Conversation ReturnedToQueue(long now) => State == InChat
        ? this with { State = Waiting, Agent = null, QueuedAt = now, OpenedAt = null, SilentSince = null, Returned = Returned + 1, Turn = Turn + 1 }
        : this;

    /// <summary>The system ends it: the visitor fell silent (G-09), or an administrator ended what hung (D-06).</summary>
    public Conversation ClosedBySystem(long now) => State switch
    {
        Waiting or InChat => this with { State = Closed, EndType = "system", EndedAt = now, ClosedAt = now, UnansweredSince = null, Turn = Turn + 1 },
        EndedByVisitor => this with { State = Closed, ClosedAt = now, Turn = Turn + 1 },
        _ => this,
    };

    /// <summary>The visitor ends; what an agent has taken stays open for the agent's own work (RT-22).</summary>
    public Conversation EndedByItsVisitor(long now) => State switch
    {
        Waiting => this with { State = Closed, EndType = "visitor", EndedAt = now, ClosedAt = now, UnansweredSince = null, Turn = Turn + 1 },
        InChat => this with { State = EndedByVisitor, EndType = "visitor", EndedAt = now, UnansweredSince = null, Turn = Turn + 1 },
        _ => this,
    };

    /// <summary>The owner ends it for good (RT-23). The end type stays the visitor's where the visitor ended first.</summary>
    public Conversation ClosedBy(Guid agent, long now)
    {
        RefuseUnlessOwner(agent);
        return State switch
        {
            InChat => this with { State = Closed, EndType = "agent", EndedAt = now, ClosedAt = now, UnansweredSince = null, Turn = Turn + 1 },
            EndedByVisitor => this with { State = Closed, ClosedAt = now, Turn = Turn + 1 },
            _ => this,
        };
    }

    /// <summary>Marks never go back, and never beyond what there is.</summary>
    public Conversation MarkedByVisitor(long? delivered, long? read) => this with
    {
        VisitorRead = Forward(VisitorRead, read),
        VisitorDelivered = Math.Max(Forward(VisitorDelivered, delivered), Forward(VisitorRead, read)),
    };

    /// <inheritdoc cref="MarkedByVisitor"/>
    public Conversation MarkedByAgent(long? delivered, long? read) => this with
    {
        AgentRead = Forward(AgentRead, read),
        AgentDelivered = Math.Max(Forward(AgentDelivered, delivered), Forward(AgentRead, read)),
    };

    public void RefuseUnlessOwner(Guid agent)
    {
        if (Agent != agent)
        {
            throw Refusal.NotAllowed();
        }
    }

    /// <summary>As rows show it, never cutting a character in two.</summary>
    public static string Shorten(string text)
    {
        if (text.Length <= Preview)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[Preview - 1]) ? Preview - 1 : Preview;
        return text[..end];
    }

    private Conversation Says(string from, string text) => this with
    {
        LastSeq = LastSeq + 1,
        LastFrom = from,
        LastText = Shorten(text),
    };

    private long Forward(long mark, long? to) => Math.Clamp(to ?? 0, mark, Math.Max(mark, LastSeq));
}

/// <summary>A conversation in which something is to be said.</summary>
internal sealed record ConversationToSay : Conversation
{
    /// <summary>The seq of a message that has the id of the one to be said; null where there is none.</summary>
    public long? Earlier { get; init; }
}
