namespace Genkan.Conversations;

/// <summary>A conversation began, was accepted, or ended; the row says how it is now.</summary>
public sealed record ConversationChanged(ConversationRow Conversation)
{
    /// <summary>Kind: a visitor asked for a talk.</summary>
    public const string Started = "conversation.started";

    /// <summary>Kind: an agent took it.</summary>
    public const string Accepted = "conversation.accepted";

    /// <summary>Kind: the agent it was given to opened it.</summary>
    public const string Opened = "conversation.opened";

    /// <summary>Kind: a colleague has it now.</summary>
    public const string Transferred = "conversation.transferred";

    /// <summary>Kind: nobody has it any more; it waits at the queue's front.</summary>
    public const string Returned = "conversation.returned";

    /// <summary>Kind: one side ended it, or the agent closed it.</summary>
    public const string Ended = "conversation.ended";

    /// <summary>Has somebody more or less to do after an event of this kind?</summary>
    public static bool MovesOwner(string kind) => kind is Accepted or Transferred or Returned or Ended;
}

/// <summary>The same for the visitor.</summary>
public sealed record VisitorConversationChanged(VisitorConversation Conversation);

/// <summary>A side received or read more.</summary>
public sealed record ConversationMarked(Marks Marks)
{
    /// <summary>Its kind.</summary>
    public const string Kind = "conversation.marked";
}

/// <summary>Somebody (or the system) said something.</summary>
public sealed record MessageSent(StaffMessage Message, long? UnansweredSince)
{
    /// <summary>Its kind.</summary>
    public const string Kind = "message.sent";
}

/// <summary>A message was changed or taken back. <paramref name="Last"/>: it is the newest a person wrote, which rows show the beginning of.</summary>
public sealed record MessageChanged(StaffMessage Message, bool Last)
{
    /// <summary>Kind: other words.</summary>
    public const string Edited = "message.edited";

    /// <summary>Kind: taken back.</summary>
    public const string Retracted = "message.retracted";
}

/// <summary>The visitor's form of both.</summary>
public sealed record VisitorMessageNews(VisitorMessage Message);

/// <summary>A setting of this room changed.</summary>
public sealed record ConversationSettingsChanged(bool TypingPreview)
{
    /// <summary>Its kind.</summary>
    public const string Kind = "settings.changed";
}
