using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>
/// <c>POST /api/conversations/{id}/close</c>: a conversation that hangs is ended from above (D-06), with the end type System and the name of who
/// did it. What one of the two sides has ended meanwhile is left as it stands.
/// </summary>
internal sealed class CloseHanging(ConversationStore store, ConversationAccess access, SystemClose end, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/conversations/{conversation:guid}/close", (Guid conversation, StaffCaller staff, CloseHanging close) => close.Handle(staff, conversation))
        .ForStaff(Permission.ConversationsAll).Audited(AuditKinds.ConversationClosed);

    private Task<ConversationRow> Handle(StaffCaller staff, Guid id) => end.Close(
        staff.Organisation,
        id,
        Actor.Agent(staff.Agent),
        async tx => await access.FindToChangeFor(staff, tx, id) is { IsRunning: true } running ? running : null,
        async (tx, closed) => await Answer(tx, staff, (await store.Find(tx, id))!, closed));

    private async Task<ConversationRow> Answer(ITx tx, StaffCaller staff, Conversation conversation, bool closed)
    {
        if (closed)
        {
            await audit.Note(tx, new AuditNote(AuditKinds.ConversationClosed, AuditBy.Of(staff)) { Subject = conversation.Id, Name = conversation.Nickname ?? conversation.Number });
        }

        return ConversationRow.Of(conversation);
    }
}
