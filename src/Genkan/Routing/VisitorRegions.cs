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
}
