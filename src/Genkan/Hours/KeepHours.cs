using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Hours;

internal sealed record KeepHoursRequest(Guid? Calendar);

internal sealed record KeepHoursAnswer(Guid? Calendar, bool Open, long? NextChangeAt);

/// <summary><c>PUT /api/sites/{id}/hours</c> and <c>PUT /api/departments/{id}/hours</c>: which calendar is kept; null for none.</summary>
internal sealed class KeepHours(IStorage storage, HoursBook book, Keepers keepers, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/sites/{id:guid}/hours", (Guid id, KeepHoursRequest request, StaffCaller caller, KeepHours useCase) => useCase.Handle(caller, HoursKeeper.Site, id, request))
            .ForStaff(Permission.SettingsManage).Audited(AuditKinds.HoursKept);
        routes.MapPut("/api/departments/{id:guid}/hours", (Guid id, KeepHoursRequest request, StaffCaller caller, KeepHours useCase) => useCase.Handle(caller, HoursKeeper.Department, id, request))
            .ForStaff(Permission.SettingsManage).Audited(AuditKinds.HoursKept);
    }

    private async Task<IResult> Handle(StaffCaller caller, HoursKeeper kind, Guid id, KeepHoursRequest request) => TypedResults.Json(
        await storage.Write(caller.Organisation, async tx =>
        {
            await book.Before(tx);
            var name = await keepers.NameOf(tx, kind, id) ?? throw Refusal.NotFound();
            var before = await HoursStore.UseOf(tx, HoursBook.Word(kind), id);
            // Held until the end, so that it is not deleted meanwhile.
            var calendar = request.Calendar is { } wanted ? await HoursStore.FindToChange(tx, wanted) ?? throw Refusal.Invalid("calendar", "one_of") : null;
            if (before != request.Calendar)
            {
                await Keep(tx, kind, id, request.Calendar);
                await book.After(tx);
                foreach (var touched in new[] { before, request.Calendar }.OfType<Guid>())
                {
                    tx.Append(HoursEvents.Of(HoursEvents.Changed, Actor.Agent(caller.Agent), touched));
                }

                await audit.Note(tx, new AuditNote(AuditKinds.HoursKept, AuditBy.Of(caller))
                {
                    Subject = id,
                    Name = name,
                    Changes = AuditChange.Between(new { calendar = await NameOfCalendar(tx, before) }, new { calendar = calendar?.Name }),
                });
            }

            var rules = calendar?.ToCalendar();
            return new KeepHoursAnswer(request.Calendar, rules?.IsOpen(tx.Now) ?? true, rules?.NextChange(tx.Now));
        }),
        Wire.Json);

    private static Task Keep(ITx tx, HoursKeeper kind, Guid id, Guid? calendar) =>
        calendar is { } kept ? HoursStore.Use(tx, HoursBook.Word(kind), id, kept) : HoursStore.Unuse(tx, HoursBook.Word(kind), id);

    private static async Task<string?> NameOfCalendar(ITx tx, Guid? calendar) => calendar is { } id ? (await HoursStore.Find(tx, id))?.Name : null;
}
