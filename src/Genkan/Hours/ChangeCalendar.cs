using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Hours;

internal sealed record ChangeCalendarRequest : CalendarFields;

/// <summary><c>PATCH /api/calendars/{id}</c>: what is given changes, the rest stays.</summary>
internal sealed class ChangeCalendar(IStorage storage, HoursBook book, Keepers keepers, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPatch("/api/calendars/{id:guid}", (Guid id, ChangeCalendarRequest request, StaffCaller caller, ChangeCalendar useCase) => useCase.Handle(caller, id, request))
        .ForStaff(Permission.SettingsManage).Audited(AuditKinds.CalendarChanged);

    private async Task<IResult> Handle(StaffCaller caller, Guid id, ChangeCalendarRequest request) => TypedResults.Json(
        await storage.Write(caller.Organisation, async tx =>
        {
            await book.Before(tx);
            var row = await HoursStore.FindToChange(tx, id) ?? throw Refusal.NotFound();
            var check = new FieldCheck();
            var (before, after) = (row.ToCalendar(), request.ApplyTo(row.ToCalendar(), check));
            check.Done();
            var changes = AuditChange.Between(CalendarAudit.Of(before), CalendarAudit.Of(after));
            // The same content again is no change: nobody is told twice.
            if (changes.Count > 0)
            {
                tx.Append(HoursEvents.Of(HoursEvents.Changed, Actor.Agent(caller.Agent), id));
                if (await book.Note(tx, row, after, Actor.Agent(caller.Agent)))
                {
                    await book.After(tx);
                }

                await audit.Note(tx, new AuditNote(AuditKinds.CalendarChanged, AuditBy.Of(caller)) { Subject = id, Name = after.Name, Changes = changes });
            }

            return CalendarAnswer.Of((await HoursStore.Find(tx, id))!, await keepers.Uses(tx), tx.Now);
        }),
        Wire.Json);
}
