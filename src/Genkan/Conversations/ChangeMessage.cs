using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>An agent changes or takes back an own message while the talk is open. What it said before is kept for staff.</summary>
internal sealed class ChangeMessage(IStorage storage, ConversationStore store, ConversationAccess access, ConversationViews views)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        const string route = "/api/conversations/{conversation:guid}/messages/{message:guid}";
        routes.MapPatch(route, (Guid conversation, Guid message, EditMessageRequest request, StaffCaller staff, ChangeMessage change) =>
            change.Edit(staff, conversation, message, request)).ForStaff(Permission.ConversationsChat)
            .NotAudited("the message's history keeps what it said and when");
        routes.MapDelete(route, (Guid conversation, Guid message, StaffCaller staff, ChangeMessage change) =>
            change.Retract(staff, conversation, message)).ForStaff(Permission.ConversationsChat)
            .NotAudited("the message's history keeps what it said and when");
        routes.MapGet(route + "/edits", (Guid conversation, Guid message, StaffCaller staff, ChangeMessage change) =>
            change.Versions(staff, conversation, message)).ForStaff();
    }

    private Task<StaffMessage> Edit(StaffCaller staff, Guid conversation, Guid message, EditMessageRequest request)
    {
        var check = new FieldCheck();
        var text = check.Text("text", request.Text, SendMessage.LongestText, trim: false);
        check.Done();
        return storage.Write(staff.Organisation, async tx =>
        {
            var (c, before) = await Own(tx, staff, conversation, message);
            if (before.RetractedAt is not null)
            {
                throw Refusal.Conflict("retracted");
            }

            return string.Equals(before.Content, text, StringComparison.Ordinal)
                ? before.ForStaff()
                : await Keep(tx, staff, c, before, before with { Content = text, EditedAt = Later(tx, before) }, MessageChanged.Edited);
        });
    }

    private Task<StaffMessage> Retract(StaffCaller staff, Guid conversation, Guid message) => storage.Write(staff.Organisation, async tx =>
    {
        var (c, before) = await Own(tx, staff, conversation, message);
        return before.RetractedAt is not null
            ? before.ForStaff()
            : await Keep(tx, staff, c, before, before with { Content = "", RetractedAt = tx.Now }, MessageChanged.Retracted);
    });

    private Task<ItemList<MessageVersion>> Versions(StaffCaller staff, Guid conversation, Guid message) => storage.Read(staff.Organisation, async tx =>
    {
        var c = await access.FindFor(staff, tx, conversation);
        return await store.FindMessage(tx, message) is { } found && found.Conversation == c.Id
            ? new ItemList<MessageVersion>(await store.Versions(tx, message))
            : throw Refusal.NotFound();
    });

    private async Task<(Conversation Conversation, Message Message)> Own(ITx tx, StaffCaller staff, Guid conversation, Guid message)
    {
        var c = await access.FindToChangeFor(staff, tx, conversation);
        if (await store.FindMessage(tx, message) is not { } found || found.Conversation != c.Id)
        {
            throw Refusal.NotFound();
        }

        if (found.Agent != staff.Agent || found.Sender != "agent")
        {
            throw Refusal.NotAllowed();
        }

        return c.State == Conversation.Closed ? throw Refusal.Conflict("conversation_closed") : (c, found);
    }

    /// <summary>Of two versions of a message screens keep the later: a clock that was set back must not hide the newer words.</summary>
    private static long Later(ITx tx, Message before) => Math.Max(tx.Now, (before.EditedAt ?? before.At) + 1);

    private async Task<StaffMessage> Keep(ITx tx, StaffCaller staff, Conversation c, Message before, Message after, string kind)
    {
        await store.ChangeMessage(tx, before, after);
        var last = after.Seq == await store.LastSaid(tx, c.Id);
        if (last)
        {
            await store.Save(tx, c with { LastText = after.Content.Length == 0 ? null : Conversation.Shorten(after.Content) });
        }

        var agent = await views.AgentFor(tx, c, after.Agent);
        await JournalWords.Replace(tx, c, before, after, agent);
        tx.Append(ConversationAudiences.Changed(kind, c, after, last, Actor.Agent(staff.Agent), agent));
        return after.ForStaff();
    }
}

/// <summary>Body of a change: the new words, 1 to 4,000 characters.</summary>
public sealed record EditMessageRequest(string? Text);

/// <summary>A short list, whole.</summary>
public sealed record ItemList<T>(IReadOnlyList<T> Items);
