using System.Net;

namespace Genkan.Places;

/// <summary>The face of this room. The lists are read when the first one asks: a server nobody asks for places holds none of it.</summary>
internal sealed class PlaceBook(PlaceFile file) : IPlaces
{
    private readonly Lazy<RegionBook> regions = new(() => new RegionBook(ReadList));

    public Place? Find(IPAddress? address) =>
        PublicAddresses.Of(address) is { } open && file.Find(open) is { } raw ? regions.Value.PlaceOf(raw) : null;

    public Place? Find(string? address) => IPAddress.TryParse(address, out var parsed) ? Find(parsed) : null;

    public IReadOnlyList<PlaceCredit> Credits => PlaceSource.Of(file).Credits;

    public Region? Region(string? code) => regions.Value.Find(code);

    public IReadOnlyList<Region> In(string? code) => regions.Value.In(code);

    public IReadOnlyList<Region> Search(string words, string? within, int most) => [.. regions.Value.Search(words, within).Take(most)];

    public static IEnumerable<string> ReadList(string name)
    {
        using var stream = typeof(PlaceBook).Assembly.GetManifestResourceStream($"places/{name}.txt");
        if (stream is null)
        {
            yield break;
        }

        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
