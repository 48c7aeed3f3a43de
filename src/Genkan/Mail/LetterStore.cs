using Genkan.Administration;
using Genkan.Storage;

namespace Genkan.Mail;

internal sealed record LetterRow
{
    public OrganisationId Organisation { get; init; }
    public Guid Id { get; init; }
    public string Kind { get; init; } = "";
    public string Recipient { get; init; } = "";
    public string? Content { get; init; }
    public string State { get; init; } = "";
    public long CreatedAt { get; init; }
    public long Attempts { get; init; }
    public long? TriedAt { get; init; }
    public string? Why { get; init; }
    public string? Reply { get; init; }
}

/// <summary>Letters as rows. Words, address and what was answered are sealed.</summary>
internal static class LetterStore
{
    public const string Table = "mail_letters";
    public const string Waiting = "waiting";
    public const string Sent = "sent";
    public const string Failed = "failed";

    /// <summary>How long it can be seen what became of a letter.</summary>
    private const long KeptFor = 30L * 86_400_000;

    private const string Columns = "organisation, id, kind, recipient, content, state, created_at, attempts, tried_at, why, reply";

    public static async Task<bool> Add(ITx tx, Letter letter, string content)
    {
        await tx.Run(
            """
            -- any organisation: old ones go, also those of organisations that never came to be
            DELETE FROM mail_letters WHERE created_at < @old
            """,
            new { old = tx.Now - KeptFor });
        return await tx.Run(
            """
            INSERT INTO mail_letters (organisation, id, kind, recipient, content, state, created_at)
            VALUES (@organisation, @id, @kind, @recipient, @content, @state, @now) ON CONFLICT (organisation, id) DO NOTHING
            """,
            new
            {
                organisation = tx.Organisation,
                id = letter.Id,
                kind = letter.Kind,
                recipient = tx.Seal.Close(Place("recipient", tx.Organisation, letter.Id), letter.To),
                content = tx.Seal.Close(Place("content", tx.Organisation, letter.Id), content),
                state = Waiting,
                now = tx.Now,
            }) > 0;
    }

    public static async Task<LetterRow?> Find(IReadTx tx, OrganisationId organisation, Guid id) => Opened(tx, await tx.One<LetterRow>(
        $"SELECT {Columns} FROM mail_letters WHERE organisation = @organisation AND id = @id", new { organisation, id }));

    /// <summary>What has not got there, newest first.</summary>
    public static async Task<IReadOnlyList<LetterRow>> NotThere(IReadTx tx, int most) =>
        [.. (await tx.All<LetterRow>(
            $"""
            -- any organisation: for whoever looks after the installation's mail
            SELECT {Columns} FROM mail_letters WHERE state <> @sent AND (state = @failed OR attempts > 0) ORDER BY created_at DESC, id DESC LIMIT @most
            """,
            new { sent = Sent, failed = Failed, most })).Select(row => Opened(tx, row)!)];

    public static async Task<OrganisationId?> OrganisationOf(IReadTx tx, Guid id)
    {
        var row = await tx.One<LetterRow>(
            """
            -- any organisation: for whoever looks after the installation's mail
            SELECT organisation, id FROM mail_letters WHERE id = @id
            """,
            new { id });
        return row?.Organisation;
    }

    /// <summary>It is there; its words are not needed any more.</summary>
    public static Task<int> Delivered(ITx tx, Guid id) => tx.Run(
        """
        UPDATE mail_letters SET state = @sent, content = NULL, attempts = attempts + 1, tried_at = @now, why = NULL, reply = NULL
        WHERE organisation = @organisation AND id = @id
        """,
        new { organisation = tx.Organisation, id, sent = Sent, now = tx.Now });

    public static Task<int> NotDelivered(ITx tx, Guid id, SmtpTrouble trouble, bool forGood) => tx.Run(
        """
        UPDATE mail_letters SET state = @state, attempts = attempts + 1, tried_at = @now, why = @why, reply = @reply
        WHERE organisation = @organisation AND id = @id
        """,
        new
        {
            organisation = tx.Organisation,
            id,
            state = forGood ? Failed : Waiting,
            now = tx.Now,
            why = trouble.Why,
            reply = tx.Seal.Close(Place("reply", tx.Organisation, id), trouble.Reply),
        });

    /// <summary>From the beginning, with the whole time before it.</summary>
    public static Task<int> Again(ITx tx, Guid id) => tx.Run(
        """
        UPDATE mail_letters SET state = @waiting, created_at = @now, attempts = 0, why = NULL, reply = NULL
        WHERE organisation = @organisation AND id = @id AND state = @failed AND content IS NOT NULL
        """,
        new { organisation = tx.Organisation, id, waiting = Waiting, failed = Failed, now = tx.Now });

    public static Task<int> Forget(ITx tx, Guid id) => tx.Run(
        "DELETE FROM mail_letters WHERE organisation = @organisation AND id = @id AND state <> @sent",
        new { organisation = tx.Organisation, id, sent = Sent });

    private static LetterRow? Opened(IReadTx tx, LetterRow? row) => row is null ? null : row with
    {
        Recipient = tx.Seal.Open(Place("recipient", row.Organisation, row.Id), row.Recipient)!,
        Content = tx.Seal.Open(Place("content", row.Organisation, row.Id), row.Content),
        Reply = tx.Seal.Open(Place("reply", row.Organisation, row.Id), row.Reply),
    };

    private static SealedPlace Place(string column, OrganisationId organisation, Guid row) => new($"{Table}.{column}", organisation, row);
}
