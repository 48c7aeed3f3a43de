using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>What must be true of every talk that is kept.</summary>
internal sealed class ConversationCheck : IStoreCheck
{
    public IReadOnlyList<StoreRule> Rules { get; } =
    [
        new("The messages of a conversation count from 1 without holes up to its last",
            """
            SELECT CAST(c.id AS text) FROM conversations_conversations c
            LEFT JOIN (SELECT organisation, conversation, COUNT(*) AS kept, MIN(seq) AS low, MAX(seq) AS high FROM conversations_messages GROUP BY organisation, conversation) m
                ON m.organisation = c.organisation AND m.conversation = c.id
            WHERE COALESCE(m.kept, 0) <> c.last_seq OR (m.kept > 0 AND (m.low <> 1 OR m.high <> c.last_seq))
            """),
        new("Every message is of a conversation of its organisation",
            """
            SELECT CAST(m.id AS text) FROM conversations_messages m
            WHERE NOT EXISTS (SELECT 1 FROM conversations_conversations c WHERE c.organisation = m.organisation AND c.id = m.conversation)
            """),
        new("Nobody has read or been given more than was said",
            """
            SELECT CAST(id AS text) FROM conversations_conversations WHERE organisation IS NOT NULL AND (
                visitor_read > visitor_delivered OR visitor_delivered > last_seq OR agent_read > agent_delivered OR agent_delivered > last_seq)
            """),
        new("A conversation somebody took has an owner, and one that waits has none",
            """
            SELECT CAST(id AS text) FROM conversations_conversations WHERE organisation IS NOT NULL AND (
                (state = 'waiting' AND agent IS NOT NULL) OR (state IN ('inChat', 'endedByVisitor') AND agent IS NULL) OR state NOT IN ('waiting', 'inChat', 'endedByVisitor', 'closed'))
            """),
        new("A closed conversation says when, and an open one does not",
            "SELECT CAST(id AS text) FROM conversations_conversations WHERE organisation IS NOT NULL AND (state = 'closed') <> (closed_at IS NOT NULL)"),
        new("The steps of a conversation count from 1 without holes",
            """
            SELECT CAST(conversation AS text) FROM conversations_steps GROUP BY organisation, conversation HAVING MIN(number) <> 1 OR MAX(number) <> COUNT(*)
            """),
        new("Every earlier wording is of a message, and they count without holes",
            """
            SELECT CAST(e.message AS text) FROM conversations_edits e
            LEFT JOIN conversations_messages m ON m.organisation = e.organisation AND m.id = e.message
            GROUP BY e.organisation, e.message HAVING MIN(e.number) <> 1 OR MAX(e.number) <> COUNT(*) OR COUNT(m.id) <> COUNT(*)
            """),
    ];
}
