using Genkan.Doors;
using Genkan.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime.TimeZones;

namespace Genkan.Hours;

/// <summary><c>GET /api/calendars</c>, one of them, and the time zones one may name.</summary>
internal static class ReadCalendars
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/calendars", All).ForStaff(Permission.SettingsManage);
        routes.MapGet("/api/calendars/zones", Zones).ForStaff(Permission.SettingsManage);
        routes.MapGet("/api/calendars/{id:guid}", One).ForStaff(Permission.SettingsManage);
    }

    private static async Task<IResult> All(StaffCaller caller, IStorage storage, Keepers keepers)
    {
        var items = await storage.Read(caller.Organisation, async tx =>
        {
            var uses = await keepers.Uses(tx);
            return (await HoursStore.All(tx)).Select(row => CalendarAnswer.Of(row, uses, tx.Now)).ToList();
        });
        return TypedResults.Json(new { items }, Wire.Json);
    }

    private static async Task<IResult> One(Guid id, StaffCaller caller, IStorage storage, Keepers keepers) => TypedResults.Json(
        await storage.Read(caller.Organisation, async tx =>
            CalendarAnswer.Of(await HoursStore.Find(tx, id) ?? throw Refusal.NotFound(), await keepers.Uses(tx), tx.Now)),
        Wire.Json);

    /// <summary>Places of tzdb's zone1970.tab and UTC: one name for each rule. Other names tzdb knows are taken too.</summary>
    private static JsonHttpResult<ZonesAnswer> Zones(StaffCaller caller) => TypedResults.Json(
        new ZonesAnswer([.. TzdbDateTimeZoneSource.Default.ZoneLocations!.Select(location => location.ZoneId).Append("UTC").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]), Wire.Json);
}

internal sealed record ZonesAnswer(IReadOnlyList<string> Items);
