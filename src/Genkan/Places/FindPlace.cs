using System.Net;
using Genkan.Doors;
using Genkan.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Genkan.Places;

/// <summary><c>GET /api/places/find?address=</c>: where an address is, and whose data says so, for the panel where policies are tried.</summary>
internal static class FindPlace
{
    // The longest way to write an IPv6 address, with a zone (RFC 4007).
    private const int LongestAddress = 64;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/places/find", Answer).ForStaff(Permission.SettingsManage);

    private static JsonHttpResult<FoundPlace> Answer(string? address, IPlaces places, PlaceFile file)
    {
        var check = new FieldCheck();
        var text = check.Text("address", address, LongestAddress);
        if (!IPAddress.TryParse(text, out var parsed) && text.Length > 0)
        {
            check.Wrong("address", "address_invalid");
        }

        check.Done();
        var place = places.Find(parsed);
        var region = places.Region(place?.City ?? place?.Province ?? place?.Country);
        return TypedResults.Json(new FoundPlace(place, region is null ? null : RegionAnswer.Of(region, places), PlaceSource.Of(file)), Wire.Json);
    }
}
