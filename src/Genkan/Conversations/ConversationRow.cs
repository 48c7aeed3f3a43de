using System.Text.Json.Serialization;

namespace Genkan.Conversations;

/// <summary>One conversation as staff sees it in every list.</summary>
public sealed record ConversationRow
{
    /// <summary>Made by the visitor's side.</summary>
    public required Guid Id { get; init; }

    /// <summary><c>waiting</c>, <c>inChat</c>, <c>endedByVisitor</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    /// <summary>The site it came from.</summary>
    public required Guid Site { get; init; }

    /// <summary>The visitor.</summary>
    public required Guid Visitor { get; init; }

    /// <summary>Six digits of the room label (RT-20).</summary>
    public required string Number { get; init; }

    /// <summary>As given.</summary>
    public string? Nickname { get; init; }

    /// <summary>The visitor's.</summary>
    public string? Language { get; init; }

    /// <summary>The owner.</summary>
    public Guid? Agent { get; init; }

    /// <summary><c>visitor</c> or <c>systemTransfer</c>.</summary>
    public required string StartType { get; init; }

    /// <summary><c>visitor</c>, <c>system</c> or <c>agent</c>.</summary>
    public string? EndType { get; init; }

    /// <summary>Has the visitor sent anything (RT-26)?</summary>
    public required bool Valid { get; init; }

    /// <summary>Newest seq.</summary>
    public required long LastSeq { get; init; }

    /// <summary>How far both sides are.</summary>
    public required Marks Marks { get; init; }

    /// <summary>Beginning of what a person wrote last.</summary>
    public string? LastText { get; init; }

    /// <summary>Who wrote it.</summary>
    public string? LastFrom { get; init; }

    /// <summary>Since when the visitor waits for an answer.</summary>
    public long? UnansweredSince { get; init; }

    /// <summary>UTC milliseconds, as all times.</summary>
    public required long StartedAt { get; init; }

    /// <summary>When an agent took it.</summary>
    public long? AcceptedAt { get; init; }

    /// <summary>When its owner opened it; null while it lies there unopened.</summary>
    public long? OpenedAt { get; init; }

    /// <summary>When it entered the queue last; differs from the start where it came back.</summary>
    public long? QueuedAt { get; init; }

    /// <summary>How often it came back to the queue; those that did wait at its front.</summary>
    public required long Returned { get; init; }

    /// <summary>Counts changes of hands and state: of two reports of one conversation the one with the higher is the later.</summary>
    public required long Turn { get; init; }

    /// <summary>When one side ended it.</summary>
    public long? EndedAt { get; init; }

    /// <summary>When it left the desk.</summary>
    public long? ClosedAt { get; init; }

    /// <summary>Where the visitor began it.</summary>
    public ConversationPage? Page { get; init; }

    /// <summary>When the visitor consented (E-13).</summary>
    public long? ConsentAt { get; init; }

    /// <summary>Where it is the whole answer: the place in the journal it was read at.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seq { get; init; }

    /// <summary>Of this life of the database.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Epoch { get; init; }

    internal static ConversationRow Of(Conversation c) => Brief(c) with
    {
        Nickname = c.Nickname,
        Language = c.Language,
        LastText = c.LastText,
        LastFrom = c.LastFrom,
        UnansweredSince = c.UnansweredSince,
        Page = c.PageUrl is null ? null : new ConversationPage(c.PageUrl, c.PageTitle),
        ConsentAt = c.ConsentAt,
    };

    /// <summary>What colleagues see of a talk that is none of theirs: that it is taken, by whom, and when.</summary>
    internal static ConversationRow Brief(Conversation c) => new()
    {
        Id = c.Id,
        State = c.State,
        Site = c.Site,
        Visitor = c.Visitor,
        Number = c.Number,
        Agent = c.Agent,
        StartType = c.StartType,
        EndType = c.EndType,
        Valid = c.Valid,
        LastSeq = c.LastSeq,
        Marks = c.Marks,
        StartedAt = c.StartedAt,
        AcceptedAt = c.AcceptedAt,
        OpenedAt = c.OpenedAt,
        QueuedAt = c.QueuedAt,
        Returned = c.Returned,
        Turn = c.Turn,
        EndedAt = c.EndedAt,
        ClosedAt = c.ClosedAt,
    };
}

/// <summary>A page as the visitor's browser named it: untrusted words.</summary>
public sealed record ConversationPage(string Url, string? Title);
