using System.Security.Cryptography;
using System.Text.Json;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Hours;

internal sealed record AddCalendarRequest : CalendarFields
{
    public Guid Id { get; init; }
}

/// <summary><c>POST /api/calendars</c>.</summary>
internal sealed class AddCalendar(IStorage storage, HoursBook book, Keepers keepers, IAudit audit)
{
    /// <summary>Chains with a calendar for each shop exist; more than this is a program gone astray.</summary>
    public const int Most = 50;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/calendars", (AddCalendarRequest request, StaffCaller caller, AddCalendar useCase) => useCase.Handle(caller, request))
        .ForStaff(Permission.SettingsManage).Audited(AuditKinds.CalendarAdded);

    private async Task<IResult> Handle(StaffCaller caller, AddCalendarRequest request)
    {
        var check = new FieldCheck();
        var calendar = request.ApplyTo(HoursCalendar.Blank with { Id = check.Id("id", request.Id) }, check);
        check.Done();
        var (answer, isNew) = await storage.Write(caller.Organisation, tx => Once(tx, caller, calendar));
        return TypedResults.Json(answer, Wire.Json, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private async Task<(CalendarAnswer Answer, bool IsNew)> Once(ITx tx, StaffCaller caller, HoursCalendar calendar)
    {
        var madeFrom = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(calendar, Wire.Json)));
        if (await HoursStore.Find(tx, calendar.Id) is { } there)
        {
            return there.MadeFrom == madeFrom ? (CalendarAnswer.Of(there, await keepers.Uses(tx), tx.Now), false) : throw Refusal.Conflict("id_taken");
        }

        if (await HoursStore.Count(tx) >= Most)
        {
            throw Refusal.Conflict("too_many_calendars");
        }

        var row = CalendarRow.Of(calendar, tx.Now, madeFrom, tx.Now);
        await HoursStore.Insert(tx, row);
        await book.SetClock(tx, row);
        tx.Append(HoursEvents.Of(HoursEvents.Added, Actor.Agent(caller.Agent), calendar.Id));
        await audit.Note(tx, new AuditNote(AuditKinds.CalendarAdded, AuditBy.Of(caller))
        {
            Subject = calendar.Id,
            Name = calendar.Name,
            Changes = AuditChange.Between(null, CalendarAudit.Of(calendar)),
        });
        return (CalendarAnswer.Of(row, [], tx.Now), true);
    }
}
