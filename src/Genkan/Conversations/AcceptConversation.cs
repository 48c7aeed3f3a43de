using Genkan.Audit;
using Genkan.Doors;
using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>An agent takes a waiting conversation. Of two at once exactly one wins; the winner's repeat answers as before.</summary>
internal sealed class AcceptConversation(IStorage storage, ConversationStore store, ConversationAccess access, ConversationViews views, IDistribution distribution, ISites sites, TypingBoard typing)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/conversations/{conversation:guid}/accept", (Guid conversation, StaffCaller staff, AcceptConversation accept) => accept.Handle(staff, conversation))
        .ForStaff(Permission.ConversationsChat).NotAudited("part of the talk, which keeps who and when itself");

    private async Task<ConversationRow> Handle(StaffCaller staff, Guid id)
    {
        var row = await Accept(staff, id);
        await typing.TellOwner(staff.Organisation, id);
        return row;
    }

    private Task<ConversationRow> Accept(StaffCaller staff, Guid id) => storage.Write(staff.Organisation, async tx =>
    {
        await distribution.Before(tx);
        var conversation = await access.FindToAcceptFor(staff, tx, id);
        var accepted = conversation.AcceptedBy(staff.Agent, tx.Now);
        if (conversation.State == Conversation.Waiting)
        {
            await distribution.RefuseUnlessMayTake(tx, staff.Agent, id, conversation.Site);
            await distribution.Taken(tx, id, staff.Agent);
            return ConversationRow.Of(await Keep(tx, accepted, staff.Agent));
        }

        if (accepted != conversation)
        {
            await store.Save(tx, accepted);
            await distribution.Opened(tx, id, staff.Agent);
            tx.Append(ConversationAudiences.Opened(accepted, Actor.Agent(staff.Agent)));
        }

        return ConversationRow.Of(accepted);
    });

    private async Task<Conversation> Keep(ITx tx, Conversation accepted, Guid agent)
    {
        var actor = Actor.Agent(agent);
        var seen = await views.OwnerFor(tx, accepted);
        await store.Save(tx, accepted);
        await store.Record(tx, accepted.Id, "accepted", actor);
        if (accepted is { Nickname: not null, Returned: 0 })
        {
            await sites.CountChat(tx, accepted.Site);
        }

        tx.Append(ConversationAudiences.Changed(ConversationChanged.Accepted, accepted, actor, seen));
        return await SystemLines.Line(tx, store, accepted, "agent_joined", ("nickname", seen?.Nickname ?? ""));
    }
}
