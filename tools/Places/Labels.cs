namespace Genkan.Places.Making;

/// <summary>The places a file speaks of, as numbers below zero. Cities are kept where the lists of the product go that deep.</summary>
internal sealed class Labels(RegionBook book)
{
    // Where a city is behind fewer addresses than this, it is as often a village a router's name was misread from.
    private const long FewestAddresses = 512;
    private static readonly string[] WithCities = ["CN", "JP", "TR"];
    private readonly Dictionary<Place, int> known = [];
    private readonly List<(Place Place, RawPlace Raw)> all = [];

    public int Count => all.Count;

    public (Place Place, RawPlace Raw) this[int label] => all[-label - 1];

    public int Of(RawPlace? raw)
    {
        if (raw is null || book.PlaceOf(raw) is not { } place)
        {
            return 0;
        }

        place = WithCities.Contains(place.Country) ? place : place with { City = null };
        if (!known.TryGetValue(place, out var label))
        {
            all.Add((place, raw));
            known[place] = label = -all.Count;
        }

        return label;
    }

    public bool HasProvince(int label) => label != 0 && this[label].Place.Province is not null;

    /// <summary>What was Chinese becomes the better label, unless that only says less of the same province.</summary>
    public int Refine(int was, int better)
    {
        if (was == 0 || this[was].Place.Country != "CN")
        {
            return was;
        }

        return this[better].Place.City is null && this[was].Place.Province == this[better].Place.Province ? was : better;
    }

    /// <summary>What the lists do not have yet, as <c>code|English name</c>.</summary>
    public void WriteRegions(string path, Tree tree, int root4)
    {
        var addresses = new Dictionary<int, long>();
        Tally(tree, root4, 32, addresses);
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        for (var label = -1; label >= -all.Count; label--)
        {
            var (place, raw) = this[label];
            if (place.Province is { } province && !book.All.Any(region => region.Code == province) && raw.ProvinceNames.Count > 0)
            {
                lines.Add($"{province}|{raw.ProvinceNames[0]}");
            }

            if (place.City is { } city && place.Country != "CN" && addresses.GetValueOrDefault(label) >= FewestAddresses)
            {
                lines.Add($"{city}|{CityName(city)}");
            }
        }

        File.WriteAllLines(path, ["# What the data file names beside the lists: code|English name. Made by tools/Places.", .. OnePerCode(lines)]);
    }

    public static string CityName(string code) => code[(code.LastIndexOf('/') + 1)..].Replace('-', ' ');

    private static IEnumerable<string> OnePerCode(IEnumerable<string> lines) => lines.DistinctBy(line => line.Split('|')[0]);

    private static void Tally(Tree tree, int side, int bits, Dictionary<int, long> addresses)
    {
        if (side > 0)
        {
            Tally(tree, tree[side].Zero, bits - 1, addresses);
            Tally(tree, tree[side].One, bits - 1, addresses);
        }
        else if (side < 0)
        {
            addresses[side] = addresses.GetValueOrDefault(side) + (1L << bits);
        }
    }
}
