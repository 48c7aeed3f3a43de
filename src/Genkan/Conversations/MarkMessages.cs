using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>A side says up to where it has received and read. Marks never go back.</summary>
internal sealed class MarkMessages(IStorage storage, ConversationStore store, ConversationAccess access)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/visitor/conversations/{conversation:guid}/marks", async (Guid conversation, MarksRequest request, VisitorCaller visitor, MarkMessages mark) =>
        {
            await mark.Handle(visitor, conversation, request);
            return Results.NoContent();
        }).ForVisitors(Reach.Talk).Produces(204);
        routes.MapPut("/api/conversations/{conversation:guid}/marks", async (Guid conversation, MarksRequest request, StaffCaller staff, MarkMessages mark) =>
        {
            await mark.Handle(staff, conversation, request);
            return Results.NoContent();
        }).ForStaff(Permission.ConversationsChat).Produces(204).NotAudited("part of the talk, which keeps who and when itself");
    }

    public Task<bool> Handle(VisitorCaller visitor, Guid id, MarksRequest request)
    {
        Check(request);
        return storage.WriteAbout(visitor.Organisation, id, async tx =>
        {
            var before = await access.FindToChangeFor(visitor, tx, id);
            return await Keep(tx, before, before.MarkedByVisitor(request.Delivered, request.Read), Actor.Visitor(before.Visitor));
        });
    }

    private Task<bool> Handle(StaffCaller staff, Guid id, MarksRequest request)
    {
        Check(request);
        return storage.WriteAbout(staff.Organisation, id, async tx =>
        {
            var before = await access.FindToChangeFor(staff, tx, id);
            before.RefuseUnlessOwner(staff.Agent);
            return await Keep(tx, before, before.MarkedByAgent(request.Delivered, request.Read), Actor.Agent(staff.Agent));
        });
    }

    private static void Check(MarksRequest request)
    {
        var check = new FieldCheck();
        check.Range("delivered", request.Delivered ?? 0, 0, long.MaxValue);
        check.Range("read", request.Read ?? 0, 0, long.MaxValue);
        check.Done();
    }

    private async Task<bool> Keep(ITx tx, Conversation before, Conversation after, Actor actor)
    {
        if (before == after)
        {
            return false;
        }

        await store.SaveSaid(tx, after);
        tx.Append(ConversationAudiences.Marked(after, actor));
        return true;
    }
}

/// <summary>Body of both marks calls.</summary>
public sealed record MarksRequest(long? Delivered = null, long? Read = null);
