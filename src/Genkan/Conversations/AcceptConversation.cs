using Genkan.Agents;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>An agent takes a waiting conversation. Of two at once exactly one wins; the winner's repeat answers as before.</summary>
internal sealed class AcceptConversation(IStorage storage, ConversationStore store, ConversationAccess access, ConversationViews views, IWorkforce workforce, ISites sites, TypingBoard typing)
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
        var conversation = await access.FindToAcceptFor(staff, tx, id);
        var accepted = conversation.AcceptedBy(staff.Agent, tx.Now);
        if (conversation.State != Conversation.Waiting)
        {
            return ConversationRow.Of(accepted);
        }

        await RefuseWhereStatusForbids(tx, staff.Agent, id);
        return ConversationRow.Of(await Keep(tx, accepted, staff.Agent));
    });

    /// <summary>The next in line is called in, any other is picked; what the agent's status lets through of both is the organisation's to say (ST-20, CF-07).</summary>
    private async Task RefuseWhereStatusForbids(ITx tx, Guid agent, Guid conversation)
    {
        var lets = await workforce.LetsThrough(tx, agent);
        if (!lets.Pick && !(lets.Accept && (await store.WaitingOnes(tx))[0].Id == conversation))
        {
            throw Refusal.Conflict("status_forbids");
        }
    }

    private async Task<Conversation> Keep(ITx tx, Conversation accepted, Guid agent)
    {
        var actor = Actor.Agent(agent);
        var seen = await views.OwnerFor(tx, accepted);
        await store.Save(tx, accepted);
        await store.Record(tx, accepted.Id, "accepted", actor);
        if (accepted.Nickname is not null)
        {
            await sites.CountChat(tx, accepted.Site);
        }

        tx.Append(ConversationAudiences.Changed(ConversationChanged.Accepted, accepted, actor, seen));
        return await SystemLines.Line(tx, store, accepted, "agent_joined", ("nickname", seen?.Nickname ?? ""));
    }
}
