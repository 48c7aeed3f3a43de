using System.Text.Json.Serialization;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>What other rooms may ask of the talk; the same road the API takes.</summary>
public interface IConversations
{
    /// <summary>The visitor's open conversation, else the one closed last within a day, else null.</summary>
    Task<VisitorConversation?> Current(VisitorCaller visitor);

    /// <summary>Begins a conversation; repeating the id answers the same.</summary>
    /// <exception cref="Refusal"><c>nobody_here</c>, <c>conversation_open</c>, field errors for nickname and consent.</exception>
    Task<VisitorConversation> Start(VisitorCaller visitor, StartConversationRequest request);

    /// <summary>The visitor says something.</summary>
    Task<Sent> Say(VisitorCaller visitor, Guid conversation, SendMessageRequest request);

    /// <summary>The visitor ends it.</summary>
    Task<VisitorConversation> End(VisitorCaller visitor, Guid conversation);

    /// <summary>What was said, ascending.</summary>
    Task<MessagePage<VisitorMessage>> Messages(VisitorCaller visitor, Guid conversation, long after, int limit);

    /// <summary>Up to where the visitor's side has received and read.</summary>
    Task Mark(VisitorCaller visitor, Guid conversation, MarksRequest marks);
}

/// <summary>What Routing asks of the talk.</summary>
public interface IConversationLoads
{
    /// <summary>How many running conversations each agent holds now.</summary>
    Task<IReadOnlyList<AgentLoad>> Held(IReadTx tx);

    /// <summary>How long the latest talks that are over were with an agent, in milliseconds; 50 at most.</summary>
    Task<IReadOnlyList<long>> LatestTalks(IReadTx tx);
}

/// <summary>Body of <c>POST /visitor/conversations</c>.</summary>
public sealed record StartConversationRequest(Guid Id, string? Nickname = null, ConsentGiven? Consent = null, string? Language = null, string? Page = null)
{
    /// <summary>The department picked, where the site lets visitors pick one (E-18).</summary>
    public Guid? Department { get; init; }

    /// <summary>The agent picked, where the site lists agents (E-19).</summary>
    public Guid? Agent { get; init; }
}

/// <summary>The consent text agreed to.</summary>
public sealed record ConsentGiven(string? Version);

/// <summary>Body of both message calls. Text: 1 to 4,000 characters.</summary>
public sealed record SendMessageRequest(Guid Id, string? Text);

/// <summary>Answer to a sent message, the same for every repeat. <paramref name="Head"/> is the conversation's newest seq.</summary>
public sealed record Sent(Guid Id, long Seq, long At, long Head);

/// <summary>A run of messages and the conversation's newest seq.</summary>
public sealed record MessagePage<T>(IReadOnlyList<T> Items, long Head);

/// <summary>Up to which seq each side has received and read.</summary>
public sealed record Marks(long VisitorDelivered, long VisitorRead, long AgentDelivered, long AgentRead);

/// <summary>A system line's code and values, worded by the reader's side.</summary>
public sealed record LineBody(int Version, string Code, IReadOnlyDictionary<string, string> Values);

/// <summary>A message as the visitor sees it.</summary>
public sealed record VisitorMessage
{
    /// <summary>Made by the sender.</summary>
    public required Guid Id { get; init; }

    /// <summary>Counts from 1 without holes.</summary>
    public required long Seq { get; init; }

    /// <summary>UTC milliseconds.</summary>
    public required long At { get; init; }

    /// <summary><c>visitor</c>, <c>agent</c>, <c>robot</c> or <c>system</c>.</summary>
    public required string From { get; init; }

    /// <summary><c>text</c>, <c>greeting</c>, <c>notice</c> or <c>system</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>As typed; empty once retracted.</summary>
    public required string Text { get; init; }

    /// <summary>Of system lines.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LineBody? Body { get; init; }

    /// <summary>When it was changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? EditedAt { get; init; }

    /// <summary>When it was taken back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? RetractedAt { get; init; }

    /// <summary>The agent's nickname, never the login.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nickname { get; init; }

    /// <summary>The agent's picture.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Avatar { get; init; }
}

/// <summary>The agent as the visitor sees one.</summary>
public sealed record VisitorsAgent(string Nickname, string? Avatar);

/// <summary>A conversation as its visitor sees it.</summary>
public sealed record VisitorConversation
{
    /// <summary>Made by the visitor's side.</summary>
    public required Guid Id { get; init; }

    /// <summary><c>waiting</c>, <c>inChat</c>, <c>endedByVisitor</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    /// <summary>As given.</summary>
    public string? Nickname { get; init; }

    /// <summary>Who answers.</summary>
    public VisitorsAgent? Agent { get; init; }

    /// <summary>Newest seq.</summary>
    public required long LastSeq { get; init; }

    /// <summary>Counts changes of hands and state: of two reports the one with the higher is the later.</summary>
    public required long Turn { get; init; }

    /// <summary>How far both sides are.</summary>
    public required Marks Marks { get; init; }

    /// <summary>UTC milliseconds.</summary>
    public required long StartedAt { get; init; }

    /// <summary><c>visitor</c>, <c>system</c> or <c>agent</c>.</summary>
    public string? EndType { get; init; }

    /// <summary>Where it is the whole answer: where the visitor's stream goes on from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor { get; init; }

    /// <summary>Of this life of the database.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Epoch { get; init; }
}
