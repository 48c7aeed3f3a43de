using System.Net;

namespace Genkan.Places;

/// <summary>Where an address is, as the data file says. Codes are those of <see cref="Region"/>.</summary>
/// <param name="Country">ISO 3166-1 alpha-2, like <c>CN</c>.</param>
/// <param name="Province">ISO 3166-2 where there is a code (<c>CN-ZJ</c>, <c>TR-34</c>, <c>US-CA</c>), else the country and the name (<c>US/California</c>); null where unknown.</param>
/// <param name="City">The province's code and the name without accents (<c>CN-ZJ/Ningbo</c>); null where unknown.</param>
public sealed record Place(string Country, string? Province = null, string? City = null);

/// <summary>How far in a region lies.</summary>
public enum RegionLevel
{
    /// <summary>A country or territory of ISO 3166-1.</summary>
    Country,

    /// <summary>Province, prefecture, il, state: the first division of a country.</summary>
    Province,

    /// <summary>A city, or a district of one.</summary>
    City,
}

/// <summary>A part of the world that a policy may name.</summary>
public sealed record Region
{
    /// <summary>Stable: it is stored in policies and does not change with the data file. At most 120 characters.</summary>
    public required string Code { get; init; }

    /// <summary>How far in.</summary>
    public required RegionLevel Level { get; init; }

    /// <summary>The code of what it lies in; null for countries.</summary>
    public string? Parent { get; init; }

    /// <summary>By language; <c>en</c> is always there, the five of the product for countries and for the provinces of China, Japan and Turkey.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }

    /// <summary>The name in that language, else the English one.</summary>
    public string Name(string language) => Names.TryGetValue(language, out var name) ? name : Names["en"];

    /// <summary>Is the place in it? A place whose province is unknown is in its country only.</summary>
    public bool Contains(Place? place) => Contains(Code, place);

    /// <summary>The same for a code alone, as a policy keeps it.</summary>
    public static bool Contains(string code, Place? place) =>
        place is not null && (code == place.Country || code == place.Province || code == place.City);
}

/// <summary>Whose data it is, to be shown where it is used.</summary>
public sealed record PlaceCredit(string Name, string Url);

/// <summary>What other rooms may ask about places. Nothing here asks the network or the database.</summary>
public interface IPlaces
{
    /// <summary>
    /// Where the address is. Null where that is unknown: not in the data, no public address (private, loopback, link-local, carrier's
    /// own, documentation, multicast), or a data file that cannot be read. Takes some microseconds, and never throws.
    /// </summary>
    Place? Find(IPAddress? address);

    /// <summary>The same for an address as text, as a visit keeps it.</summary>
    Place? Find(string? address);

    /// <summary>Whose data says where addresses are.</summary>
    IReadOnlyList<PlaceCredit> Credits { get; }

    /// <summary>
    /// The region of a code. One that is well formed and in no list (a replaced data file knows more cities) is answered with the name
    /// in its code; null where the code cannot be a region's.
    /// </summary>
    Region? Region(string? code);

    /// <summary>What lies directly in the region of that code, in the order of the English names; the countries where <paramref name="code"/> is null.</summary>
    IReadOnlyList<Region> In(string? code);

    /// <summary>Regions whose name begins with the words, or has a word that does, in any language; nearest to the whole world first.</summary>
    IReadOnlyList<Region> Search(string words, string? within, int most);
}
