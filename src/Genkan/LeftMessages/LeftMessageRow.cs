using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>A row of <c>leftmessages_messages</c>.</summary>
internal sealed record LeftMessageRow
{
    public Guid Id { get; init; }
    public Guid Site { get; init; }
    public Guid Visitor { get; init; }
    public string Name { get; init; } = "";
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string Wording { get; init; } = "";
    public string? Language { get; init; }
    public long At { get; init; }
    public Guid? DoneBy { get; init; }
    public long? DoneAt { get; init; }
    public Guid? ReplyId { get; init; }
    public string? ReplyWording { get; init; }
    public Guid? RepliedBy { get; init; }
    public long? RepliedAt { get; init; }
    public string? LetterState { get; init; }
    public string? LetterWhy { get; init; }
    public long? SeenAt { get; init; }

    public static SealedPlace Place(IReadTx tx, string column, Guid message) => new($"leftmessages_messages.{column}", tx.Organisation, message);

    /// <summary>As staff sees it.</summary>
    public LeftMessage Opened(IReadTx tx) => new()
    {
        Id = Id,
        Site = Site,
        Name = Name,
        Email = tx.Seal.Open(Place(tx, "email", Id), Email),
        Phone = tx.Seal.Open(Place(tx, "phone", Id), Phone),
        Text = Wording,
        Language = Language,
        At = At,
        DoneBy = DoneBy,
        DoneAt = DoneAt,
        Reply = ReplyId is not { } reply ? null : new LeftReply
        {
            Id = reply,
            Text = ReplyWording!,
            By = RepliedBy!.Value,
            At = RepliedAt!.Value,
            Mail = LetterState ?? LetterStates.None,
            MailWhy = LetterWhy,
            SeenAt = SeenAt,
        },
    };
}
