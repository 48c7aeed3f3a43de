using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>Either side ends the talk. Ending what is ended answers how it stands.</summary>
internal sealed class EndConversation(IStorage storage, ConversationAccess access, ConversationViews views, Ownership ownership, IDistribution distribution, TypingBoard typing)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/visitor/conversations/{conversation:guid}/end", (Guid conversation, VisitorCaller visitor, EndConversation end) => end.Handle(visitor, conversation))
            .ForVisitors(Reach.Talk);
        routes.MapPost("/api/conversations/{conversation:guid}/end", (Guid conversation, StaffCaller staff, EndConversation end) => end.Handle(staff, conversation))
            .ForStaff(Permission.ConversationsChat).NotAudited("part of the talk, which keeps who and when itself");
    }

    public async Task<VisitorConversation> Handle(VisitorCaller visitor, Guid id)
    {
        var ended = await storage.Write(visitor.Organisation, async tx =>
        {
            await distribution.Before(tx);
            var before = await access.FindToChangeFor(visitor, tx, id);
            var after = before.EndedByItsVisitor(tx.Now);
            var agent = await views.OwnerFor(tx, before);
            return ConversationViews.ForVisitor(
                before == after ? before : await Keep(tx, before, after, Actor.Visitor(before.Visitor), "visitor_ended"),
                agent);
        });
        typing.Forget(visitor.Organisation, id);
        return ended;
    }

    private async Task<ConversationRow> Handle(StaffCaller staff, Guid id)
    {
        var ended = await storage.Write(staff.Organisation, async tx =>
        {
            await distribution.Before(tx);
            return await ByItsOwner(tx, staff, id);
        });
        typing.Forget(staff.Organisation, id);
        return ended;
    }

    /// <summary>Inside a unit that has taken the turn: its owner closes it.</summary>
    public async Task<ConversationRow> ByItsOwner(ITx tx, StaffCaller staff, Guid id)
    {
        var before = await access.FindToChangeFor(staff, tx, id);
        var after = before.ClosedBy(staff.Agent, tx.Now);
        if (before == after)
        {
            return ConversationRow.Of(before);
        }

        var line = before.State == Conversation.InChat ? "agent_ended" : null;
        return ConversationRow.Of(await Keep(tx, before, after, Actor.Agent(staff.Agent), line));
    }

    private async Task<Conversation> Keep(ITx tx, Conversation before, Conversation after, Actor by, string? line)
    {
        var told = await ownership.Keep(tx, before, after, ConversationChanged.Ended, line, by);
        await distribution.Over(tx, after.Id, before.HeldBy);
        return told;
    }
}
