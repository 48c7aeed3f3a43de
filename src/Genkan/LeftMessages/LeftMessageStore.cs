using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.LeftMessages;

/// <summary>This room's SQL.</summary>
internal static class LeftMessageStore
{
    private const string Columns = """
        id, site, visitor, name, email, phone, wording, language, at, done_by AS DoneBy, done_at AS DoneAt, reply_id AS ReplyId, reply_wording AS ReplyWording,
        replied_by AS RepliedBy, replied_at AS RepliedAt, letter_state AS LetterState, letter_why AS LetterWhy, seen_at AS SeenAt
        """;

    /// <summary>How many nobody has answered or dealt with.</summary>
    public static Task<long> OpenCount(IReadTx tx) => tx.One<long>(
        "SELECT COUNT(*) FROM leftmessages_messages WHERE organisation = @organisation AND state = 'open'",
        new { organisation = tx.Organisation });

    public static async Task<LeftMessage?> Find(IReadTx tx, Guid id) => (await FindRow(tx, id))?.Opened(tx);

    public static Task<LeftMessageRow?> FindRow(IReadTx tx, Guid id) => tx.One<LeftMessageRow>(
        $"SELECT {Columns} FROM leftmessages_messages WHERE organisation = @organisation AND id = @id",
        new { organisation = tx.Organisation, id });

    /// <summary>As <see cref="FindRow"/>, and nobody else changes it until this unit ends: of two who answer it at once one did, and it is told once.</summary>
    public static Task<LeftMessageRow?> FindToChange(ITx tx, Guid id) => tx.One<LeftMessageRow>(
        $"UPDATE leftmessages_messages SET id = id WHERE organisation = @organisation AND id = @id RETURNING {Columns}",
        new { organisation = tx.Organisation, id });

    /// <summary>The message whose answer this letter carries.</summary>
    public static Task<LeftMessageRow?> FindByLetter(ITx tx, Guid letter) => tx.One<LeftMessageRow>(
        $"UPDATE leftmessages_messages SET id = id WHERE organisation = @organisation AND letter = @letter RETURNING {Columns}",
        new { organisation = tx.Organisation, letter });

    public static Task<long> CountSince(IReadTx tx, Guid visitor, long since) => tx.One<long>(
        "SELECT COUNT(*) FROM leftmessages_messages WHERE organisation = @organisation AND visitor = @visitor AND at > @since",
        new { organisation = tx.Organisation, visitor, since });

    /// <summary>Answered ones of a visitor that were not seen, or were answered since then; the oldest question first.</summary>
    public static async Task<IReadOnlyList<LeftMessageRow>> AnsweredOf(IReadTx tx, Guid visitor, long since, int most) =>
        [.. (await tx.All<LeftMessageRow>(
            $"""
            SELECT {Columns} FROM leftmessages_messages
            WHERE organisation = @organisation AND visitor = @visitor AND reply_id IS NOT NULL AND (seen_at IS NULL OR replied_at > @since)
            ORDER BY at DESC, id DESC LIMIT @most
            """,
            new { organisation = tx.Organisation, visitor, since, most })).Reverse()];

    /// <summary>What else this visitor left, newest first.</summary>
    public static async Task<IReadOnlyList<LeftMessage>> OthersOf(IReadTx tx, LeftMessageRow message, int most) =>
        [.. (await tx.All<LeftMessageRow>(
            $"""
            SELECT {Columns} FROM leftmessages_messages
            WHERE organisation = @organisation AND visitor = @visitor AND id <> @id ORDER BY at DESC, id DESC LIMIT @most
            """,
            new { organisation = tx.Organisation, visitor = message.Visitor, id = message.Id, most })).Select(row => row.Opened(tx))];

    /// <summary>A page of what the filter lets through, from beyond the cursor on.</summary>
    public static async Task<IReadOnlyList<LeftMessage>> Page(IReadTx tx, LeftMessageFilter filter, LeftMessageCursor beyond, int limit)
    {
        var (further, order) = filter.OldestFirst ? (">", "ASC") : ("<", "DESC");
        var terms = filter.Terms;
        var page = await tx.All<LeftMessageRow>(
            $"""
            SELECT {Columns} FROM leftmessages_messages
            WHERE organisation = @organisation AND (at {further} @at OR (at = @at AND id {further} @id))
              {(filter.State is null ? "" : "AND state = @state")} {(filter.Site is null ? "" : "AND site = @site")} {(filter.Searches ? Found : "")}
            ORDER BY at {order}, id {order} LIMIT @limit
            """,
            new
            {
                organisation = tx.Organisation,
                at = beyond.At,
                id = beyond.Id,
                state = filter.State,
                site = filter.Site,
                first = terms[0],
                second = terms[1],
                third = terms[2],
                fourth = terms[3],
                email = EmailKey(tx, filter.Words) ?? "",
                phone = PhoneKey(tx, filter.Words) ?? "",
                limit,
            });
        return [.. page.Select(row => row.Opened(tx))];
    }

    public static async Task Insert(ITx tx, Guid visitor, LeftMessage message)
    {
        await tx.Run(
            """
            INSERT INTO leftmessages_messages (organisation, id, site, visitor, name, email, email_key, phone, phone_key, wording, language, at, search)
            VALUES (@organisation, @id, @site, @visitor, @name, @email, @emailKey, @phone, @phoneKey, @text, @language, @at, @search)
            """,
            new
            {
                organisation = tx.Organisation,
                id = message.Id,
                site = message.Site,
                visitor,
                name = message.Name,
                email = tx.Seal.Close(LeftMessageRow.Place(tx, "email", message.Id), message.Email),
                emailKey = EmailKey(tx, message.Email),
                phone = tx.Seal.Close(LeftMessageRow.Place(tx, "phone", message.Id), message.Phone),
                phoneKey = PhoneKey(tx, message.Phone),
                text = message.Text,
                language = message.Language,
                at = message.At,
                search = SearchedBy(message),
            });
        await Note(tx, message.Id, LeftStep.Left, null);
    }

    public static Task Mark(ITx tx, LeftMessage message) => tx.Run(
        "UPDATE leftmessages_messages SET state = @state, done_by = @doneBy, done_at = @doneAt WHERE organisation = @organisation AND id = @id",
        new { organisation = tx.Organisation, id = message.Id, state = message.State, doneBy = message.DoneBy, doneAt = message.DoneAt });

    /// <param name="tx">The unit.</param>
    /// <param name="message">With its answer.</param>
    /// <param name="letter">The letter that carries it, where there is one.</param>
    public static Task Reply(ITx tx, LeftMessage message, Guid? letter) => tx.Run(
        """
        UPDATE leftmessages_messages SET state = @state, done_by = @doneBy, done_at = @doneAt, reply_id = @reply, reply_wording = @text, replied_by = @by, replied_at = @at,
          letter = @letter, letter_state = @mail, search = @search
        WHERE organisation = @organisation AND id = @id
        """,
        new
        {
            organisation = tx.Organisation,
            id = message.Id,
            state = message.State,
            doneBy = message.DoneBy,
            doneAt = message.DoneAt,
            reply = message.Reply!.Id,
            text = message.Reply.Text,
            by = message.Reply.By,
            at = message.Reply.At,
            letter,
            mail = message.Reply.Mail,
            search = SearchedBy(message),
        });

    public static Task Mailed(ITx tx, Guid message, string state, string? why) => tx.Run(
        "UPDATE leftmessages_messages SET letter_state = @state, letter_why = @why WHERE organisation = @organisation AND id = @message",
        new { organisation = tx.Organisation, message, state, why });

    public static Task Seen(ITx tx, Guid message) => tx.Run(
        "UPDATE leftmessages_messages SET seen_at = @now WHERE organisation = @organisation AND id = @message AND seen_at IS NULL",
        new { organisation = tx.Organisation, message, now = tx.Now });

    /// <summary>Keeps a change of state with who and when. The message's row is held by this unit, so the numbers have no holes.</summary>
    public static Task Note(ITx tx, Guid message, string kind, Guid? agent) => tx.Run(
        """
        INSERT INTO leftmessages_steps (organisation, message, number, at, kind, agent)
        SELECT @organisation, @message, COALESCE(MAX(number), 0) + 1, @now, @kind, @agent FROM leftmessages_steps WHERE organisation = @organisation AND message = @message
        """,
        new { organisation = tx.Organisation, message, now = tx.Now, kind, agent });

    public static Task<IReadOnlyList<LeftStep>> Steps(IReadTx tx, Guid message) => tx.All<LeftStep>(
        "SELECT at, kind, agent FROM leftmessages_steps WHERE organisation = @organisation AND message = @message ORDER BY number",
        new { organisation = tx.Organisation, message });

    public static async Task<string> AnsweredBy(IReadTx tx) => await tx.One<string>(
        "SELECT answered_by FROM leftmessages_settings WHERE organisation = @organisation", new { organisation = tx.Organisation }) ?? LeftMessageSettings.Agents;

    public static Task SetAnsweredBy(ITx tx, string answeredBy) => tx.Run(
        """
        INSERT INTO leftmessages_settings (organisation, answered_by) VALUES (@organisation, @answeredBy)
        ON CONFLICT (organisation) DO UPDATE SET answered_by = excluded.answered_by
        """,
        new { organisation = tx.Organisation, answeredBy });

    /// <summary>Organisations with messages from before there was a search.</summary>
    public static Task<IReadOnlyList<OrganisationId>> WithUnfolded(IReadTx tx) => tx.All<OrganisationId>(
        """
        -- any organisation: what an earlier version stored is folded at the start
        SELECT DISTINCT organisation FROM leftmessages_messages WHERE search IS NULL
        """);

    /// <summary>Folds some of them; how many there were.</summary>
    public static async Task<int> FoldSome(ITx tx, int most)
    {
        var rows = await tx.All<LeftMessageRow>(
            $"SELECT {Columns} FROM leftmessages_messages WHERE organisation = @organisation AND search IS NULL LIMIT @most", new { organisation = tx.Organisation, most });
        foreach (var message in rows.Select(row => row.Opened(tx)))
        {
            await tx.Run(
                "UPDATE leftmessages_messages SET search = @search, email_key = @email, phone_key = @phone WHERE organisation = @organisation AND id = @id",
                new { organisation = tx.Organisation, id = message.Id, search = SearchedBy(message), email = EmailKey(tx, message.Email), phone = PhoneKey(tx, message.Phone) });
        }

        return rows.Count;
    }

    /// <summary>What counts of a telephone number when it is looked for: its digits, in any script's form.</summary>
    public static string PhoneDigits(string phone) =>
        string.Concat(phone.Normalize(System.Text.NormalizationForm.FormKC).Where(char.IsDigit));

    private const string Found = """
        AND ((search LIKE @first ESCAPE '\' AND search LIKE @second ESCAPE '\' AND search LIKE @third ESCAPE '\' AND search LIKE @fourth ESCAPE '\')
          OR email_key = @email OR phone_key = @phone)
        """;

    private static string SearchedBy(LeftMessage message) => Folded.ForSearch(string.Join('\n', message.Name, message.Text, message.Reply?.Text));

    private static string? EmailKey(IReadTx tx, string? email) =>
        tx.Seal.Mark("leftmessages_messages.email_key", string.IsNullOrWhiteSpace(email) ? null : Folded.Key(email), tx.Organisation);

    private static string? PhoneKey(IReadTx tx, string? phone) =>
        tx.Seal.Mark("leftmessages_messages.phone_key", phone is not null && PhoneDigits(phone) is { Length: > 0 } digits ? digits : null, tx.Organisation);
}
