using Genkan.Doors;
using Genkan.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Genkan.Places;

/// <summary><c>GET /api/places/regions</c>: what a policy may name, for the picker. The world's names are no secret: every member may ask.</summary>
internal static class ReadRegions
{
    private const int MostFound = 50;
    private const int LongestWords = 80;
    private const int LongestCode = 130;
    private const int MostCodes = 50;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/places/regions", Answer).ForStaff();

    private static JsonHttpResult<RegionsAnswer> Answer(string? @in, string? q, string? codes, IPlaces places)
    {
        var check = new FieldCheck();
        if (check.Optional("codes", codes, MostCodes * LongestCode) is { } named)
        {
            check.Done();
            return Json(named.Split(',').Select(code => places.Region(code)).OfType<Region>().Take(MostCodes), places);
        }

        var within = check.Optional("in", @in, LongestCode);
        var words = check.Optional("q", q, LongestWords);
        check.Done();
        if (within is not null)
        {
            within = places.Region(within)?.Code ?? throw Refusal.Invalid("in", "region_unknown");
        }

        var found = words is null ? places.In(within) : places.Search(words, within, MostFound);
        return Json(found, places);
    }

    private static JsonHttpResult<RegionsAnswer> Json(IEnumerable<Region> found, IPlaces places) =>
        TypedResults.Json(new RegionsAnswer([.. found.Select(region => RegionAnswer.Of(region, places))]), Wire.Json);
}
