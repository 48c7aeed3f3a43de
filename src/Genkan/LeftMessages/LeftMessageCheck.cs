using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>What must be true of left messages.</summary>
internal sealed class LeftMessageCheck : IStoreCheck
{
    public IReadOnlyList<StoreRule> Rules { get; } =
    [
        new("A left message is in the state that its answer and its mark say",
            """
            -- any organisation: every row is looked at
            SELECT CAST(id AS text) FROM leftmessages_messages
            WHERE state <> CASE WHEN done_at IS NOT NULL THEN 'done' WHEN reply_id IS NOT NULL THEN 'replied' ELSE 'open' END
            """),
        new("An answer has words, an author and a time",
            """
            -- any organisation: every row is looked at
            SELECT CAST(id AS text) FROM leftmessages_messages
            WHERE reply_id IS NOT NULL AND (reply_wording IS NULL OR replied_by IS NULL OR replied_at IS NULL)
            """),
        new("Every step is one of a left message",
            """
            SELECT CAST(s.message AS text) FROM leftmessages_steps s
            WHERE NOT EXISTS (SELECT 1 FROM leftmessages_messages m WHERE m.organisation = s.organisation AND m.id = s.message)
            """),
    ];
}
