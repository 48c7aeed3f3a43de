namespace Genkan.Places;

/// <summary>A region on the wire.</summary>
/// <param name="Code">As policies keep it.</param>
/// <param name="Level">How far in.</param>
/// <param name="Names">By language; English at least.</param>
/// <param name="Path">What it lies in, from the country down, by code.</param>
/// <param name="Parts">Is there a list of what lies in it?</param>
internal sealed record RegionAnswer(string Code, RegionLevel Level, IReadOnlyDictionary<string, string> Names, IReadOnlyList<RegionBrief> Path, bool Parts)
{
    public static RegionAnswer Of(Region region, IPlaces places) =>
        new(region.Code, region.Level, region.Names, [.. Above(region, places).Reverse()], places.In(region.Code).Count > 0);

    private static IEnumerable<RegionBrief> Above(Region region, IPlaces places)
    {
        for (var above = places.Region(region.Parent); above is not null; above = places.Region(above.Parent))
        {
            yield return new RegionBrief(above.Code, above.Names);
        }
    }
}

internal sealed record RegionsAnswer(IReadOnlyList<RegionAnswer> Items);

/// <summary>Where an address is; nulls where that is unknown.</summary>
internal sealed record FoundPlace(Place? Place, RegionAnswer? Region, PlaceSource Data);

internal sealed record RegionBrief(string Code, IReadOnlyDictionary<string, string> Names);

/// <summary>The file in use.</summary>
/// <param name="Source"><c>shipped</c>, <c>own</c> or <c>none</c>.</param>
/// <param name="Type">What it says it is.</param>
/// <param name="BuiltAt">UTC milliseconds.</param>
/// <param name="Credits">Whose data it is.</param>
internal sealed record PlaceSource(string Source, string? Type, long? BuiltAt, IReadOnlyList<PlaceCredit> Credits)
{
    private static readonly PlaceCredit DbIp = new("IP Geolocation by DB-IP", "https://db-ip.com");
    private static readonly PlaceCredit Ip2Region = new("ip2region", "https://github.com/lionsoul2014/ip2region");
    private static readonly PlaceCredit MaxMind = new("GeoLite2 by MaxMind", "https://www.maxmind.com");

    public static PlaceSource Of(PlaceFile file) => new(file.Source, file.Type, file.BuiltAt, file.Source switch
    {
        "shipped" => [DbIp, Ip2Region],
        "own" when file.Type!.StartsWith("GeoLite2", StringComparison.OrdinalIgnoreCase) => [MaxMind],
        "own" when file.Type!.StartsWith("DBIP", StringComparison.OrdinalIgnoreCase) => [DbIp],
        _ => [],
    });
}
