using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>This room's SQL.</summary>
internal sealed class LeftMessageStore : ILeftMessages
{
    private const string Columns = "id, site, name, email, phone, wording as Text, language, at, done_by as DoneBy, done_at as DoneAt";

    public Task<long> OpenCount(IReadTx tx) => tx.One<long>(
        "select count(*) from leftmessages_messages where organisation = @organisation and done_at is null",
        new { organisation = tx.Organisation });

    public static Task<LeftMessage?> Find(IReadTx tx, Guid id) => tx.One<LeftMessage>(
        $"select {Columns} from leftmessages_messages where organisation = @organisation and id = @id",
        new { organisation = tx.Organisation, id });

    public static Task<long> CountSince(IReadTx tx, Guid visitor, long since) => tx.One<long>(
        "select count(*) from leftmessages_messages where organisation = @organisation and visitor = @visitor and at > @since",
        new { organisation = tx.Organisation, visitor, since });

    /// <summary>Newest first, from below the cursor on.</summary>
    public static Task<IReadOnlyList<LeftMessage>> Page(IReadTx tx, bool? done, LeftMessageCursor below, int limit) => tx.All<LeftMessage>(
        $"""
        select {Columns} from leftmessages_messages
        where organisation = @organisation and (at < @at or (at = @at and id < @id)) {DoneClause(done)}
        order by at desc, id desc limit @limit
        """,
        new { organisation = tx.Organisation, at = below.At, id = below.Id, limit });

    public static Task Insert(ITx tx, Guid visitor, LeftMessage message) => tx.Run(
        """
        insert into leftmessages_messages (organisation, id, site, visitor, name, email, phone, wording, language, at)
        values (@organisation, @id, @site, @visitor, @name, @email, @phone, @text, @language, @at)
        """,
        new
        {
            organisation = tx.Organisation,
            id = message.Id,
            site = message.Site,
            visitor,
            name = message.Name,
            email = message.Email,
            phone = message.Phone,
            text = message.Text,
            language = message.Language,
            at = message.At,
        });

    public static Task Mark(ITx tx, LeftMessage message) => tx.Run(
        "update leftmessages_messages set done_by = @doneBy, done_at = @doneAt where organisation = @organisation and id = @id",
        new { organisation = tx.Organisation, id = message.Id, doneBy = message.DoneBy, doneAt = message.DoneAt });

    private static string DoneClause(bool? done) => done switch
    {
        true => "and done_at is not null",
        false => "and done_at is null",
        null => "",
    };
}
