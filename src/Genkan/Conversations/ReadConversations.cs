using System.Globalization;
using Genkan.Doors;
using Genkan.Live;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>Reading: lists, one conversation, its messages, for both sides.</summary>
internal sealed class ReadConversations(IStorage storage, ConversationStore store, ConversationAccess access, ConversationViews views, ILive live)
{
    private const int MostItems = 200;

    private static readonly string[] States = [Conversation.Waiting, Conversation.InChat, Conversation.EndedByVisitor, Conversation.Closed];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/conversations", (string? state, string? agent, string? q, string? after, int? limit, StaffCaller staff, ReadConversations read) =>
            read.List(staff, state, agent, q, after, limit)).ForStaff();
        routes.MapGet("/api/conversations/{conversation:guid}", (Guid conversation, StaffCaller staff, ReadConversations read) =>
            read.One(staff, conversation)).ForStaff();
        routes.MapGet("/api/conversations/{conversation:guid}/messages", (Guid conversation, long? after, long? before, int? limit, StaffCaller staff, ReadConversations read) =>
            read.Messages(staff, conversation, after ?? 0, before, limit)).ForStaff();
        routes.MapGet("/visitor/conversations/{conversation:guid}", (Guid conversation, VisitorCaller visitor, ReadConversations read) =>
            read.One(visitor, conversation)).ForVisitors(Reach.Talk);
        routes.MapGet("/visitor/conversations/{conversation:guid}/messages", (Guid conversation, long? after, long? before, int? limit, VisitorCaller visitor, ReadConversations read) =>
            read.Messages(visitor, conversation, after ?? 0, before, limit)).ForVisitors(Reach.Talk);
    }

    public Task<MessagePage<VisitorMessage>> Messages(VisitorCaller visitor, Guid id, long after, long? before, int? limit) => storage.Read(visitor.Organisation, async tx =>
    {
        var c = await access.FindFor(visitor, tx, id);
        var page = await store.Messages(tx, c.Id, after, before, Items(limit));
        return new MessagePage<VisitorMessage>(await views.ForVisitor(tx, c, page), c.LastSeq);
    });

    private Task<MessagePage<StaffMessage>> Messages(StaffCaller staff, Guid id, long after, long? before, int? limit) => storage.Read(staff.Organisation, async tx =>
    {
        var c = await access.FindFor(staff, tx, id);
        var page = await store.Messages(tx, c.Id, after, before, Items(limit));
        return new MessagePage<StaffMessage>([.. page.Select(m => m.ForStaff())], c.LastSeq);
    });

    private Task<ConversationRow> One(StaffCaller staff, Guid id) => storage.Read(staff.Organisation, async tx =>
        ConversationRow.Of(await access.FindFor(staff, tx, id)) with { Seq = await tx.Head(), Epoch = storage.Epoch });

    private Task<VisitorConversation> One(VisitorCaller visitor, Guid id) => storage.Read(visitor.Organisation, async tx =>
    {
        var c = await access.FindFor(visitor, tx, id);
        var view = ConversationViews.ForVisitor(c, await views.OwnerFor(tx, c));
        return view with { Cursor = live.CursorAt(visitor, await tx.Head()), Epoch = storage.Epoch };
    });

    private Task<ConversationList> List(StaffCaller staff, string? state, string? agent, string? q, string? after, int? limit)
    {
        var filter = Filter(staff, state, agent, q, after, limit);
        return storage.Read(staff.Organisation, async tx =>
        {
            var found = await store.List(tx, filter);
            var next = found.Count < filter.Limit ? null : string.Create(CultureInfo.InvariantCulture, $"{found[^1].StartedAt}_{found[^1].Id:N}");
            return new ConversationList([.. found.Select(ConversationRow.Of)], next, await tx.Head());
        });
    }

    private static ConversationFilter Filter(StaffCaller staff, string? state, string? agent, string? q, string? after, int? limit)
    {
        if (!staff.May(Permission.ConversationsChat) && !staff.May(Permission.ConversationsAll))
        {
            throw Refusal.NotAllowed();
        }

        var check = new FieldCheck();
        if (state is not null && !States.Contains(state, StringComparer.Ordinal))
        {
            check.Wrong("state", "one_of");
        }

        var words = check.Optional("q", q, 100);
        var who = agent switch
        {
            null => (Guid?)null,
            "me" => staff.Agent,
            _ when Guid.TryParse(agent, out var id) => id,
            _ => Wrong(check, "agent"),
        };
        var (at, from) = Cursor(check, after);
        check.Done();
        return new ConversationFilter
        {
            State = state,
            Agent = who,
            MayReadFor = staff.May(Permission.ConversationsAll) ? null : staff.Agent,
            Words = words is null ? null : $"%{words.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%",
            AfterAt = at,
            AfterId = from,
            Limit = Items(limit),
        };
    }

    private static (long? At, Guid? Id) Cursor(FieldCheck check, string? after)
    {
        if (after is null)
        {
            return (null, null);
        }

        var parts = after.Split('_');
        if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at) && Guid.TryParseExact(parts[1], "N", out var id))
        {
            return (at, id);
        }

        check.Wrong("after", "one_of");
        return (null, null);
    }

    private static Guid? Wrong(FieldCheck check, string field)
    {
        check.Wrong(field, "one_of");
        return null;
    }

    private static int Items(int? limit) => Math.Clamp(limit ?? 50, 1, MostItems);
}

/// <summary>A page of conversations; <paramref name="Next"/> is the cursor of the next one.</summary>
public sealed record ConversationList(IReadOnlyList<ConversationRow> Items, string? Next, long Seq);
