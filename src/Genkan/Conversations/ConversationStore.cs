using System.Globalization;
using System.Security.Cryptography;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>This room's SQL; nobody else names its tables.</summary>
internal sealed class ConversationStore : IConversationLoads, IRunningConversations
{
    private const string Columns =
        """
        id, site, visitor, number, nickname, language, state, agent, start_type, end_type, valid, last_seq,
        visitor_delivered, visitor_read, agent_delivered, agent_read, last_text, last_from, unanswered_since,
        started_at, accepted_at, ended_at, closed_at, page_url, page_title, consent_at, consent_version, consent_text, notice_at,
        turn, queued_at, returned, opened_at, answered_at, silent_since
        """;

    /// <summary>G-09 names the figure: 6 minutes.</summary>
    private const long UsualSilence = 6;

    private const string MessageColumns = "conversation, seq, id, at, sender, kind, content, body, agent, edited_at, retracted_at";

    public Task<Conversation?> Find(IReadTx tx, Guid id) =>
        tx.One<Conversation>($"SELECT {Columns} FROM conversations_conversations WHERE organisation = @o AND id = @id", new { o = tx.Organisation, id });

    /// <summary>As <see cref="Find"/>, and nobody else changes it until this unit ends.</summary>
    public Task<Conversation?> FindToChange(ITx tx, Guid id) => tx.OneToChange<Conversation>(
        $"SELECT {Columns} FROM conversations_conversations WHERE organisation = @o AND id = @id",
        new { o = tx.Organisation, id });

    /// <summary>As <see cref="FindToChange"/>, and whether a message of this id is there already: one statement for the most frequent command.</summary>
    public Task<ConversationToSay?> FindToSay(ITx tx, Guid id, Guid message) => tx.OneToChange<ConversationToSay>(
        $"""
        SELECT {Columns}, (SELECT seq FROM conversations_messages m WHERE m.organisation = @o AND m.id = @message) AS earlier
        FROM conversations_conversations WHERE organisation = @o AND id = @id
        """,
        new { o = tx.Organisation, id, message });

    public Task<Conversation?> RunningOf(IReadTx tx, Guid visitor) => tx.One<Conversation>(
        $"SELECT {Columns} FROM conversations_conversations WHERE organisation = @o AND visitor = @visitor AND state IN ('waiting', 'inChat')",
        new { o = tx.Organisation, visitor });

    /// <summary>The running one, or the latest of those that ended since. By its state first: a clock that was set back must not put an ended talk before it.</summary>
    public Task<Conversation?> LatestOf(IReadTx tx, Guid visitor, long since) => tx.One<Conversation>(
        $"""
        SELECT {Columns} FROM conversations_conversations WHERE organisation = @o AND visitor = @visitor
        AND (state IN ('waiting', 'inChat') OR ended_at > @since)
        ORDER BY CASE WHEN state IN ('waiting', 'inChat') THEN 0 ELSE 1 END, started_at DESC, id DESC LIMIT 1
        """,
        new { o = tx.Organisation, visitor, since });

    /// <summary>
    /// All that is not closed. Here and below: <c>state &lt;> 'closed'</c> lets SQLite take the indexes of what is open, and the plus keeps it from
    /// walking through everything there ever was for the sake of the order; <c>QueryPlanTests</c> hold it to that.
    /// </summary>
    public Task<IReadOnlyList<Conversation>> Open(IReadTx tx) => tx.All<Conversation>(
        $"SELECT {Columns} FROM conversations_conversations WHERE organisation = @o AND state <> 'closed' ORDER BY +started_at, id",
        new { o = tx.Organisation });

    public Task<IReadOnlyList<Conversation>> WaitingOnes(IReadTx tx) => tx.All<Conversation>(
        $"SELECT {Columns} FROM conversations_conversations WHERE organisation = @o AND state <> 'closed' AND state = 'waiting' ORDER BY CASE WHEN returned > 0 THEN 0 ELSE 1 END, started_at, id LIMIT 500",
        new { o = tx.Organisation });

    public Task<IReadOnlyList<Conversation>> OpenOf(IReadTx tx, Guid agent) => tx.All<Conversation>(
        $"SELECT {Columns} FROM conversations_conversations WHERE organisation = @o AND agent = @agent AND state <> 'closed' ORDER BY +started_at, id",
        new { o = tx.Organisation, agent });

    public Task<IReadOnlyList<Conversation>> OpenOfVisitor(IReadTx tx, Guid visitor) => tx.All<Conversation>(
        $"SELECT {Columns} FROM conversations_conversations WHERE organisation = @o AND visitor = @visitor AND state <> 'closed'",
        new { o = tx.Organisation, visitor });

    /// <summary>How many running conversations each agent holds now.</summary>
    public Task<IReadOnlyList<AgentLoad>> Held(IReadTx tx) => tx.All<AgentLoad>(
        "SELECT agent, COUNT(*) AS held FROM conversations_conversations WHERE organisation = @o AND state <> 'closed' AND state = 'inChat' GROUP BY agent",
        new { o = tx.Organisation });

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> LatestTalks(IReadTx tx) => tx.All<long>(
        "SELECT ended_at - accepted_at FROM conversations_conversations WHERE organisation = @o AND ended_at IS NOT NULL AND answered_at IS NOT NULL ORDER BY started_at DESC, id DESC LIMIT 50",
        new { o = tx.Organisation });

    /// <summary>All that wait or are in chat, as far as overviews go.</summary>
    public Task<IReadOnlyList<RunningOne>> Running(IReadTx tx) => tx.All<RunningOne>(
        """
        SELECT id, site, visitor, number, nickname, language, state, agent, started_at, queued_at, accepted_at, opened_at, unanswered_since
        FROM conversations_conversations WHERE organisation = @o AND state <> 'closed' AND state IN ('waiting', 'inChat')
        """,
        new { o = tx.Organisation });

    /// <summary>With whom the visitor talked most recently .</summary>
    public Task<Guid?> LastAgentOf(IReadTx tx, Guid visitor) => tx.One<Guid?>(
        "SELECT agent FROM conversations_conversations WHERE organisation = @o AND visitor = @visitor AND agent IS NOT NULL ORDER BY started_at DESC LIMIT 1",
        new { o = tx.Organisation, visitor });

    /// <summary>Those in which the agent had the last word before this moment (G-09), of every organisation; some at a time.</summary>
    public Task<IReadOnlyList<SilentOne>> SilentOnes(IReadTx tx, long before) => tx.All<SilentOne>(
        "SELECT organisation, id, silent_since FROM conversations_conversations WHERE state <> 'closed' AND state = 'inChat' AND silent_since < @before ORDER BY silent_since LIMIT 1000",
        new { before });

    /// <summary>Newest first, after a cursor of start time and id.</summary>
    public Task<IReadOnlyList<Conversation>> List(IReadTx tx, ConversationFilter filter)
    {
        var sql = $"SELECT {Columns} FROM conversations_conversations WHERE organisation = @o";
        sql += filter.State is null ? "" : " AND state = @State";
        sql += filter.Agent is null ? "" : " AND agent = @Agent";
        sql += filter.MayReadFor is null ? "" : " AND (agent = @MayReadFor OR state = 'waiting')";
        sql += filter.Words is null ? "" : " AND (LOWER(nickname) LIKE LOWER(@Words) ESCAPE '!' OR number LIKE @Words ESCAPE '!')";
        sql += filter.AfterAt is null ? "" : " AND (started_at < @AfterAt OR (started_at = @AfterAt AND id < @AfterId))";
        return tx.All<Conversation>(sql + " ORDER BY started_at DESC, id DESC LIMIT @Limit", new
        {
            o = tx.Organisation,
            filter.State,
            filter.Agent,
            filter.MayReadFor,
            filter.Words,
            filter.AfterAt,
            filter.AfterId,
            filter.Limit,
        });
    }

    public async Task Add(ITx tx, Conversation c)
    {
        await tx.Run(
            """
            INSERT INTO conversations_conversations (organisation, id, site, visitor, number, nickname, language, state, agent, start_type, end_type, valid, last_seq,
                visitor_delivered, visitor_read, agent_delivered, agent_read, last_text, last_from, unanswered_since,
                started_at, accepted_at, ended_at, closed_at, page_url, page_title, consent_at, consent_version, consent_text, notice_at, queued_at)
            VALUES (@o, @Id, @Site, @Visitor, @Number, @Nickname, @Language, @State, NULL, @StartType, NULL, 0, @LastSeq, 0, 0, 0, 0, NULL, NULL, NULL,
                @StartedAt, NULL, NULL, NULL, @PageUrl, @PageTitle, @ConsentAt, @ConsentVersion, @ConsentText, NULL, @StartedAt)
            """,
            new { o = tx.Organisation, c.Id, c.Site, c.Visitor, c.Number, c.Nickname, c.Language, c.State, c.StartType, c.LastSeq, c.StartedAt, c.PageUrl, c.PageTitle, c.ConsentAt, c.ConsentVersion, c.ConsentText });
        await Record(tx, c.Id, "started", Actor.Visitor(c.Visitor));
    }

    public Task Save(ITx tx, Conversation c) => tx.Run(
        """
        UPDATE conversations_conversations SET state = @State, agent = @Agent, end_type = @EndType, valid = @valid, last_seq = @LastSeq,
            visitor_delivered = @VisitorDelivered, visitor_read = @VisitorRead, agent_delivered = @AgentDelivered, agent_read = @AgentRead,
            last_text = @LastText, last_from = @LastFrom, unanswered_since = @UnansweredSince, accepted_at = @AcceptedAt,
            ended_at = @EndedAt, closed_at = @ClosedAt, notice_at = @NoticeAt, start_type = @StartType,
            turn = @Turn, queued_at = @QueuedAt, returned = @Returned, opened_at = @OpenedAt, answered_at = @AnsweredAt, silent_since = @SilentSince
        WHERE organisation = @o AND id = @Id
        """,
        new
        {
            o = tx.Organisation,
            c.Id,
            c.State,
            c.Agent,
            c.EndType,
            valid = c.Valid ? 1L : 0L,
            c.LastSeq,
            c.VisitorDelivered,
            c.VisitorRead,
            c.AgentDelivered,
            c.AgentRead,
            c.LastText,
            c.LastFrom,
            c.UnansweredSince,
            c.AcceptedAt,
            c.EndedAt,
            c.ClosedAt,
            c.NoticeAt,
            c.StartType,
            c.Turn,
            c.QueuedAt,
            c.Returned,
            c.OpenedAt,
            c.AnsweredAt,
            c.SilentSince,
        });

    /// <summary>What saying and marking change, and no more: none of these columns is indexed, so that no index is written anew for each message.</summary>
    public Task SaveSaid(ITx tx, Conversation c) => tx.Later(
        """
        UPDATE conversations_conversations SET valid = @valid, last_seq = @LastSeq,
            visitor_delivered = @VisitorDelivered, visitor_read = @VisitorRead, agent_delivered = @AgentDelivered, agent_read = @AgentRead,
            last_text = @LastText, last_from = @LastFrom, unanswered_since = @UnansweredSince,
            opened_at = @OpenedAt, answered_at = @AnsweredAt, silent_since = @SilentSince
        WHERE organisation = @o AND id = @Id
        """,
        new
        {
            o = tx.Organisation,
            c.Id,
            valid = c.Valid ? 1L : 0L,
            c.LastSeq,
            c.VisitorDelivered,
            c.VisitorRead,
            c.AgentDelivered,
            c.AgentRead,
            c.LastText,
            c.LastFrom,
            c.UnansweredSince,
            c.OpenedAt,
            c.AnsweredAt,
            c.SilentSince,
        });

    /// <summary>Leaves the record of a change of state.</summary>
    public Task Record(ITx tx, Guid conversation, string step, Actor actor) => tx.Run(
        """
        INSERT INTO conversations_steps (organisation, conversation, number, at, step, actor_type, actor_id)
        SELECT @o, @conversation, COALESCE(MAX(number), 0) + 1, @now, @step, @type, @actor FROM conversations_steps WHERE organisation = @o AND conversation = @conversation
        """,
        new { o = tx.Organisation, conversation, now = tx.Now, step, type = actor.Type, actor = actor.Id });

    /// <summary>Six digits nobody else's open conversation has (RT-20).</summary>
    public async Task<string> FreeNumber(ITx tx)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var number = RandomNumberGenerator.GetInt32(100_000, 1_000_000).ToString(CultureInfo.InvariantCulture);
            if (await tx.One<long?>("SELECT 1 FROM conversations_conversations WHERE organisation = @o AND number = @number AND state <> 'closed'", new { o = tx.Organisation, number }) is null)
            {
                return number;
            }
        }

        throw new InvalidOperationException("No free room number was found.");
    }

    public Task<Message?> FindMessage(IReadTx tx, Guid id) =>
        tx.One<Message>($"SELECT {MessageColumns} FROM conversations_messages WHERE organisation = @o AND id = @id", new { o = tx.Organisation, id });

    /// <summary>Where the last words of either side stand; lines of the system come after them without being words.</summary>
    public Task<long> LastSaid(IReadTx tx, Guid conversation) => tx.One<long>(
        "SELECT COALESCE(MAX(seq), 0) FROM conversations_messages WHERE organisation = @o AND conversation = @conversation AND sender <> 'system'",
        new { o = tx.Organisation, conversation });

    public Task AddMessage(ITx tx, Message m) => tx.Later(
        """
        INSERT INTO conversations_messages (organisation, conversation, seq, id, at, sender, kind, content, body, agent)
        VALUES (@o, @Conversation, @Seq, @Id, @At, @Sender, @Kind, @Content, @Body, @Agent)
        """,
        new { o = tx.Organisation, m.Conversation, m.Seq, m.Id, m.At, m.Sender, m.Kind, m.Content, m.Body, m.Agent });

    /// <summary>Keeps what it said before, then changes it.</summary>
    public async Task ChangeMessage(ITx tx, Message before, Message after)
    {
        await tx.Run(
            """
            INSERT INTO conversations_edits (organisation, message, number, at, content)
            SELECT @o, @Id, COALESCE(MAX(number), 0) + 1, @at, @Content FROM conversations_edits WHERE organisation = @o AND message = @Id
            """,
            new { o = tx.Organisation, before.Id, at = before.EditedAt ?? before.At, before.Content });
        await tx.Run(
            "UPDATE conversations_messages SET content = @Content, edited_at = @EditedAt, retracted_at = @RetractedAt WHERE organisation = @o AND id = @Id",
            new { o = tx.Organisation, after.Id, after.Content, after.EditedAt, after.RetractedAt });
    }

    public Task<IReadOnlyList<MessageVersion>> Versions(IReadTx tx, Guid message) => tx.All<MessageVersion>(
        "SELECT content AS text, at FROM conversations_edits WHERE organisation = @o AND message = @message ORDER BY number",
        new { o = tx.Organisation, message });

    /// <summary>Ascending; <paramref name="before"/> pages upwards from a seq.</summary>
    public async Task<IReadOnlyList<Message>> Messages(IReadTx tx, Guid conversation, long after, long? before, int limit)
    {
        var page = await tx.All<Message>(
            $"""
            SELECT {MessageColumns} FROM conversations_messages
            WHERE organisation = @o AND conversation = @conversation AND seq > @after AND seq < @before ORDER BY seq {(before is null ? "ASC" : "DESC")} LIMIT @limit
            """,
            new { o = tx.Organisation, conversation, after, before = before ?? long.MaxValue, limit });
        return before is null ? page : [.. page.Reverse()];
    }

    /// <summary>RT-08; on where nobody decided.</summary>
    public async Task<bool> TypingPreview(IReadTx tx) =>
        await tx.One<long?>("SELECT typing_preview FROM conversations_settings WHERE organisation = @o", new { o = tx.Organisation }) is not 0;

    /// <summary>CF-12; six where nobody decided, 0 for never.</summary>
    public async Task<long> SilenceMinutes(IReadTx tx) =>
        await tx.One<long?>("SELECT silence_minutes FROM conversations_settings WHERE organisation = @o", new { o = tx.Organisation }) ?? UsualSilence;

    public Task SetSettings(ITx tx, bool typingPreview, long silenceMinutes) => tx.Run(
        """
        INSERT INTO conversations_settings (organisation, typing_preview, silence_minutes) VALUES (@o, @on, @silenceMinutes)
        ON CONFLICT (organisation) DO UPDATE SET typing_preview = excluded.typing_preview, silence_minutes = excluded.silence_minutes
        """,
        new { o = tx.Organisation, on = typingPreview ? 1L : 0L, silenceMinutes });
}

/// <summary>What a list asks for.</summary>
internal sealed record ConversationFilter
{
    public string? State { get; init; }

    public Guid? Agent { get; init; }

    public Guid? MayReadFor { get; init; }

    public string? Words { get; init; }

    public long? AfterAt { get; init; }

    public Guid? AfterId { get; init; }

    public int Limit { get; init; } = 50;
}

/// <summary>What a message said, and since when.</summary>
public sealed record MessageVersion
{
    /// <summary>Its words.</summary>
    public string Text { get; init; } = "";

    /// <summary>UTC milliseconds.</summary>
    public long At { get; init; }
}

/// <summary>How many running conversations an agent holds.</summary>
public sealed record AgentLoad
{
    /// <summary>Who.</summary>
    public Guid Agent { get; init; }

    /// <summary>How many.</summary>
    public long Held { get; init; }
}

/// <summary>A conversation in which the visitor has not answered since.</summary>
internal sealed record SilentOne
{
    public OrganisationId Organisation { get; init; }

    public Guid Id { get; init; }

    public long SilentSince { get; init; }
}
