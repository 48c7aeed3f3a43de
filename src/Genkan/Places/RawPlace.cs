namespace Genkan.Places;

/// <summary>What a record of a data file says, in its own words.</summary>
/// <param name="Country">ISO 3166-1 alpha-2, upper case.</param>
/// <param name="ProvinceCode">The second half of the ISO 3166-2 code, where the file has it.</param>
/// <param name="ProvinceNames">English first.</param>
/// <param name="CityNames">English first.</param>
internal sealed record RawPlace(string Country, string? ProvinceCode, IReadOnlyList<string> ProvinceNames, IReadOnlyList<string> CityNames)
{
    // Longer names than the longest place on earth has are no names.
    private const int LongestName = 200;

    /// <summary>
    /// Of a record of the City layout (GeoLite2, DB-IP: <c>country.iso_code</c>, <c>subdivisions[0]</c>, <c>city.names</c>) or of the flat
    /// one (<c>country_code</c>, <c>state1</c>, <c>city</c>). Null where it names no country.
    /// </summary>
    public static RawPlace? Of(object? record)
    {
        if (record is not Dictionary<string, object?> map)
        {
            return null;
        }

        var province = (map.GetValueOrDefault("subdivisions") as List<object?>)?.FirstOrDefault() as Dictionary<string, object?>;
        var country = Text(Inside(map, "country"), "iso_code") ?? Text(map, "country_code");
        return country is not { Length: 2 } || !country.All(char.IsAsciiLetter) ? null : new RawPlace(
            country.ToUpperInvariant(),
            Text(province, "iso_code")?.ToUpperInvariant(),
            province is null ? Names(map, "state1") : Names(province, "names"),
            Inside(map, "city") is { } city ? Names(city, "names") : Names(map, "city"));
    }

    private static Dictionary<string, object?>? Inside(Dictionary<string, object?>? map, string key) => map?.GetValueOrDefault(key) as Dictionary<string, object?>;

    private static string? Text(Dictionary<string, object?>? map, string key) =>
        map?.GetValueOrDefault(key) is string { Length: > 0 and <= LongestName } text ? text : null;

    private static List<string> Names(Dictionary<string, object?> map, string key)
    {
        if (Inside(map, key) is not { } names)
        {
            return Text(map, key) is { } only ? [only] : [];
        }

        return [.. names.Keys.OrderByDescending(language => language == "en").ThenBy(language => language, StringComparer.Ordinal).Select(language => Text(names, language)).OfType<string>()];
    }
}
