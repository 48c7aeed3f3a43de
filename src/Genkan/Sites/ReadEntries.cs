using System.Globalization;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Sites;

/// <summary><c>GET /api/sites/{id}/entries</c>: the two counts by day (E-02, E-03).</summary>
internal sealed class ReadEntries(IStorage storage, TimeProvider clock)
{
    private const int UsualDays = 30;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/sites/{id:guid}/entries", (Guid id, string? from, string? to, StaffCaller caller, ReadEntries useCase) => useCase.Handle(caller, id, from, to))
        .ForStaff(Permission.SitesManage);

    private async Task<IResult> Handle(StaffCaller caller, Guid id, string? from, string? to)
    {
        var now = clock.GetUtcNow();
        var check = new FieldCheck();
        var first = Day("from", from, now.AddDays(1 - UsualDays), check);
        var last = Day("to", to, now, check);
        check.Done();
        var items = await storage.Read(caller.Organisation, async tx =>
        {
            _ = await SiteStore.Find(tx, id) ?? throw Refusal.NotFound();
            return await EntryCounts.Between(tx, id, first, last);
        });
        return TypedResults.Json(new { items }, Wire.Json);
    }

    private static string Day(string field, string? given, DateTimeOffset usual, FieldCheck check)
    {
        if (given is not null && !DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            check.Wrong(field, "malformed");
        }

        return given ?? EntryCounts.DayOf(usual);
    }
}
