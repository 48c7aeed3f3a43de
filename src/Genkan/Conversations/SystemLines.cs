using System.Text.Json;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>
/// What the system says in a talk: the site's own words, or a coded line each reader's side words itself. The conversation counts it; whoever
/// called keeps what is answered.
/// </summary>
internal static class SystemLines
{
    /// <summary>Greeting or notice in the site's words.</summary>
    public static Task<Conversation> Say(ITx tx, ConversationStore store, Conversation c, string kind, string text) => Add(tx, store, c, kind, text, null);

    /// <summary>A coded line; its plain twin is the code.</summary>
    public static Task<Conversation> Line(ITx tx, ConversationStore store, Conversation c, string code, params (string Name, string Value)[] values) => Add(
        tx,
        store,
        c,
        "system",
        code,
        new LineBody(1, code, values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal)));

    private static async Task<Conversation> Add(ITx tx, ConversationStore store, Conversation c, string kind, string text, LineBody? body)
    {
        var after = c.SystemSays();
        var message = new Message
        {
            Conversation = c.Id,
            Seq = after.LastSeq,
            Id = Guid.CreateVersion7(),
            At = tx.Now,
            Sender = "system",
            Kind = kind,
            Content = text,
            Body = body is null ? null : JsonSerializer.Serialize(body, Wire.Json),
        };
        await store.AddMessage(tx, message);
        tx.Append(ConversationAudiences.Said(after, message, Actor.System, agent: null));
        return after;
    }
}
