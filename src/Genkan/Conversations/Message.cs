using System.Text.Json;
using System.Text.Json.Serialization;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>One message as stored.</summary>
internal sealed record Message
{
    public Guid Conversation { get; init; }

    public long Seq { get; init; }

    public Guid Id { get; init; }

    public long At { get; init; }

    public string Sender { get; init; } = "";

    public string Kind { get; init; } = "text";

    public string Content { get; init; } = "";

    public string? Body { get; init; }

    public Guid? Agent { get; init; }

    public long? EditedAt { get; init; }

    public long? RetractedAt { get; init; }

    public LineBody? Line => Body is null ? null : JsonSerializer.Deserialize<LineBody>(Body, Wire.Json);

    public StaffMessage ForStaff() => new()
    {
        Id = Id,
        Seq = Seq,
        At = At,
        From = Sender,
        Kind = Kind,
        Text = Content,
        Body = Line,
        EditedAt = EditedAt,
        RetractedAt = RetractedAt,
        Agent = Agent,
    };

    public VisitorMessage ForVisitor(VisitorsAgent? agent) => new()
    {
        Id = Id,
        Seq = Seq,
        At = At,
        From = Sender,
        Kind = Kind,
        Text = Content,
        Body = Line,
        EditedAt = EditedAt,
        RetractedAt = RetractedAt,
        Nickname = agent?.Nickname,
        Avatar = agent?.Avatar,
    };
}

/// <summary>A message as staff sees it.</summary>
public sealed record StaffMessage
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

    /// <summary>Who wrote it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Agent { get; init; }
}
