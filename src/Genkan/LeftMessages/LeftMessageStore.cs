using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>This room's SQL.</summary>
internal static class LeftMessageStore
{
    private const string Columns = "id, site, name, email, phone, wording AS Text, language, at, done_by AS DoneBy, done_at AS DoneAt";

    public static Task<long> OpenCount(IReadTx tx) => tx.One<long>(
        "SELECT COUNT(*) FROM leftmessages_messages WHERE organisation = @organisation AND done_at IS NULL",
        new { organisation = tx.Organisation });

    public static async Task<LeftMessage?> Find(IReadTx tx, Guid id) => Opened(tx, await tx.One<LeftMessage>(
        $"SELECT {Columns} FROM leftmessages_messages WHERE organisation = @organisation AND id = @id",
        new { organisation = tx.Organisation, id }));

    /// <summary>As <see cref="Find"/>, and nobody else changes it until this unit ends: of two who mark it at once one did, and it is told once.</summary>
    public static async Task<LeftMessage?> FindToChange(ITx tx, Guid id) => Opened(tx, await tx.One<LeftMessage>(
        $"UPDATE leftmessages_messages SET id = id WHERE organisation = @organisation AND id = @id RETURNING {Columns}",
        new { organisation = tx.Organisation, id }));

    public static Task<long> CountSince(IReadTx tx, Guid visitor, long since) => tx.One<long>(
        "SELECT COUNT(*) FROM leftmessages_messages WHERE organisation = @organisation AND visitor = @visitor AND at > @since",
        new { organisation = tx.Organisation, visitor, since });

    /// <summary>Newest first, from below the cursor on.</summary>
    public static async Task<IReadOnlyList<LeftMessage>> Page(IReadTx tx, bool? done, LeftMessageCursor below, int limit)
    {
        var page = await tx.All<LeftMessage>(
            $"""
            SELECT {Columns} FROM leftmessages_messages
            WHERE organisation = @organisation AND (at < @at OR (at = @at AND id < @id)) {DoneClause(done)}
            ORDER BY at DESC, id DESC LIMIT @limit
            """,
            new { organisation = tx.Organisation, at = below.At, id = below.Id, limit });
        return [.. page.Select(message => Opened(tx, message)!)];
    }

    public static Task Insert(ITx tx, Guid visitor, LeftMessage message) => tx.Run(
        """
        INSERT INTO leftmessages_messages (organisation, id, site, visitor, name, email, phone, wording, language, at)
        VALUES (@organisation, @id, @site, @visitor, @name, @email, @phone, @text, @language, @at)
        """,
        new
        {
            organisation = tx.Organisation,
            id = message.Id,
            site = message.Site,
            visitor,
            name = message.Name,
            email = tx.Seal.Close(Place(tx, "email", message.Id), message.Email),
            phone = tx.Seal.Close(Place(tx, "phone", message.Id), message.Phone),
            text = message.Text,
            language = message.Language,
            at = message.At,
        });

    public static Task Mark(ITx tx, LeftMessage message) => tx.Run(
        "UPDATE leftmessages_messages SET done_by = @doneBy, done_at = @doneAt WHERE organisation = @organisation AND id = @id",
        new { organisation = tx.Organisation, id = message.Id, doneBy = message.DoneBy, doneAt = message.DoneAt });

    private static LeftMessage? Opened(IReadTx tx, LeftMessage? stored) => stored is null ? null : stored with
    {
        Email = tx.Seal.Open(Place(tx, "email", stored.Id), stored.Email),
        Phone = tx.Seal.Open(Place(tx, "phone", stored.Id), stored.Phone),
    };

    private static SealedPlace Place(IReadTx tx, string column, Guid message) => new($"leftmessages_messages.{column}", tx.Organisation, message);

    private static string DoneClause(bool? done) => done switch
    {
        true => "AND done_at IS NOT NULL",
        false => "AND done_at IS NULL",
        null => "",
    };
}
