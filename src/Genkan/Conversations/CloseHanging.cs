using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>
/// <c>POST /api/conversations/{id}/close</c>: a conversation that hangs is ended from above (D-06), with the end type System and the name of who
/// did it. What one of the two sides has ended meanwhile is left as it stands.
/// </summary>
internal sealed class CloseHanging(
    IStorage storage, ConversationStore store, ConversationAccess access, IOwnership ownership, IDistribution distribution, TypingBoard typing, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/conversations/{conversation:guid}/close", (Guid conversation, StaffCaller staff, CloseHanging close) => close.Handle(staff, conversation))
        .ForStaff(Permission.ConversationsAll).Audited(AuditKinds.ConversationClosed);

    private async Task<ConversationRow> Handle(StaffCaller staff, Guid id)
    {
        var row = await storage.Write(staff.Organisation, async tx =>
        {
            await distribution.Before(tx);
            var before = await access.FindToChangeFor(staff, tx, id);
            if (!before.IsRunning || !await ownership.Close(tx, id, Actor.Agent(staff.Agent)))
            {
                return ConversationRow.Of(before);
            }

            await distribution.Over(tx, id, before.HeldBy);
            var closed = ConversationRow.Of((await store.Find(tx, id))!);
            await audit.Note(tx, new AuditNote(AuditKinds.ConversationClosed, AuditBy.Of(staff))
            {
                Subject = id,
                Name = before.Nickname ?? before.Number,
            });
            return closed;
        });
        typing.Forget(staff.Organisation, id);
        return row;
    }
}
