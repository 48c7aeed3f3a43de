using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Hours;

/// <summary><c>DELETE /api/calendars/{id}</c>: one that is kept is not deleted, because who keeps it would silently be open day and night.</summary>
internal sealed class RemoveCalendar(IStorage storage, HoursBook book, Keepers keepers, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/calendars/{id:guid}", (Guid id, StaffCaller caller, RemoveCalendar useCase) => useCase.Handle(caller, id))
        .ForStaff(Permission.SettingsManage).Audited(AuditKinds.CalendarRemoved);

    private async Task<IResult> Handle(StaffCaller caller, Guid id)
    {
        await storage.Write(caller.Organisation, async tx =>
        {
            var row = await HoursStore.FindToChange(tx, id) ?? throw Refusal.NotFound();
            if ((await keepers.Uses(tx)).Any(use => use.Calendar == id))
            {
                throw Refusal.Conflict("calendar_kept");
            }

            await HoursStore.UnuseAll(tx, id);
            await HoursStore.Remove(tx, id);
            await book.StopClock(tx, id);
            tx.Append(HoursEvents.Of(HoursEvents.Removed, Actor.Agent(caller.Agent), id));
            await audit.Note(tx, new AuditNote(AuditKinds.CalendarRemoved, AuditBy.Of(caller)) { Subject = id, Name = row.Name });
            return 0;
        });
        return TypedResults.NoContent();
    }
}
