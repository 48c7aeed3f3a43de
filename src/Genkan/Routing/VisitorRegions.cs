using System.Net;
using Genkan.Places;

namespace Genkan.Routing;

/// <summary>The regions an address lies in, from the widest to the narrowest, one a line; empty where unknown .</summary>
internal sealed class VisitorRegions(IPlaces places)
{
    public string Of(IPAddress? address) => places.Find(address) is { } place
        ? string.Join('\n', new[] { place.Country, place.Province, place.City }.Where(code => code is not null))
        : "";

    public bool Exists(string? code) => places.Region(code) is not null;

    /// <summary>The same for who is in that region, as far in as it goes.</summary>
    public string In(string? code)
    {
        var path = new List<string>();
        for (var at = places.Region(code); at is not null; at = places.Region(at.Parent))
        {
            path.Insert(0, at.Code);
        }

        return string.Join('\n', path);
    }

    /// <summary>Whose data says where addresses are; to be shown with what it said.</summary>
    public IReadOnlyList<PlaceCredit> Credits => places.Credits;

    /// <summary>What these codes are called, by language.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Names(IEnumerable<string> codes) => codes
        .Distinct(StringComparer.Ordinal)
        .Select(places.Region)
        .OfType<Region>()
        .DistinctBy(region => region.Code)
        .ToDictionary(region => region.Code, region => region.Names, StringComparer.Ordinal);
}
