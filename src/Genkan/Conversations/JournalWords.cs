using System.Text.Json;
using System.Text.Json.Nodes;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>
/// What the journal says of a message is what the message says now: whoever resumes from an old cursor must not hear words that
/// were changed or taken back. What stood there before is kept for staff in the history of the message alone.
/// </summary>
internal static class JournalWords
{
    public static Task Replace(ITx tx, Conversation c, Message before, Message after, VisitorsAgent? agent)
    {
        var (staff, visitor) = (NodeOf(after.ForStaff()), NodeOf(after.ForVisitor(agent)));
        var (oldRow, newRow) = (Conversation.Shorten(before.Content), after.Content.Length == 0 ? null : Conversation.Shorten(after.Content));
        return tx.Reword(c.Visitor, c.Id, told => told.Kind switch
        {
            MessageSent.Kind or MessageChanged.Edited => told with { Data = WithMessage(told.Data, staff)!, VisitorData = WithMessage(told.VisitorData, visitor) },
            ConversationChanged.Started or ConversationChanged.Accepted or ConversationChanged.Ended => told with { Data = WithLastText(told.Data, oldRow, newRow) },
            _ => told,
        });
    }

    private static JsonNode NodeOf<T>(T message) => JsonSerializer.SerializeToNode(message, Wire.Json)!;

    private static string? WithMessage(string? data, JsonNode message)
    {
        if (data is null || JsonNode.Parse(data) is not JsonObject news || (string?)news["message"]?["id"] != (string?)message["id"])
        {
            return data;
        }

        news["message"] = message.DeepClone();
        return news.ToJsonString(Wire.Json);
    }

    /// <summary>The row of a conversation carries its last words, shortened.</summary>
    private static string WithLastText(string data, string before, string? after)
    {
        if (JsonNode.Parse(data)?["conversation"] is not JsonObject row || (string?)row["lastText"] != before)
        {
            return data;
        }

        row["lastText"] = after;
        return row.Root.ToJsonString(Wire.Json);
    }
}
