using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>An agent takes a waiting conversation. Of two at once exactly one wins; the winner's repeat answers as before.</summary>
internal sealed class AcceptConversation(IStorage storage, ConversationStore store, ConversationAccess access, Ownership ownership, IDistribution distribution, TypingBoard typing)
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
            return ConversationRow.Of(await ownership.Keep(tx, conversation, accepted, ConversationChanged.Accepted, "agent_joined", Actor.Agent(staff.Agent)));
        }

        if (accepted != conversation)
        {
            await store.Save(tx, accepted);
            await distribution.Opened(tx, id, staff.Agent);
            tx.Append(ConversationAudiences.Opened(accepted, Actor.Agent(staff.Agent)));
        }

        return ConversationRow.Of(accepted);
    });
}
