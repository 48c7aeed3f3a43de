using Genkan.Sites;

namespace Genkan.Visitors;

/// <summary>What a page learns when a visit begins or goes on.</summary>
public sealed record VisitAnswer
{
    /// <summary>Good for what <c>reach</c> said.</summary>
    public required string Token { get; init; }

    /// <summary>May the token be kept in the browser yet?</summary>
    public required bool Store { get; init; }

    /// <summary>Null while nothing may be stored.</summary>
    public Guid? Visitor { get; init; }

    /// <summary><c>away</c>, <c>waiting</c> or <c>serving</c>.</summary>
    public string Availability { get; set; } = "away";

    /// <summary>Among whom the visitor may choose first; null where there is no list.</summary>
    public object? Choices { get; set; }

    /// <summary>The running conversation.</summary>
    public object? Conversation { get; set; }

    /// <summary>Answers to what the visitor left while nobody was there.</summary>
    public IReadOnlyList<object> Answers { get; set; } = [];

    /// <summary>Where the visitor's stream goes on from.</summary>
    public required string Cursor { get; init; }

    /// <summary>Of the journal.</summary>
    public required string Epoch { get; init; }

    /// <summary>Look and words.</summary>
    public required VisitorSite Site { get; set; }
}
