using Genkan.Agents;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>
/// <c>POST /api/conversations/{id}/back-to-waiting</c> (RT-27): its owner breaks it off and is online again, in one unit. The visitor is told; the end
/// type is Agent, unless the visitor had ended before.
/// </summary>
internal sealed class BackToWaiting(IStorage storage, EndConversation end, IStatusSetter statuses, IDistribution distribution, TypingBoard typing)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/conversations/{conversation:guid}/back-to-waiting", (Guid conversation, StaffCaller staff, BackToWaiting back) => back.Handle(staff, conversation))
        .ForStaff(Permission.ConversationsChat).NotAudited("part of the talk and of the agent's presence, which keep who and when themselves");

    private async Task<ConversationRow> Handle(StaffCaller staff, Guid id)
    {
        var ended = await storage.Write(staff.Organisation, async tx =>
        {
            await distribution.Before(tx);
            var row = await end.ByItsOwner(tx, staff, id);
            await statuses.SetOnline(tx, staff.Agent);
            return row;
        });
        typing.Forget(staff.Organisation, id);
        return ended;
    }
}
