using Genkan.Texts;

namespace Genkan.Places;

/// <summary>
/// Every region there is a list of: countries, provinces, cities, with their names; and the way from what a data file says to the codes
/// that policies keep.
/// </summary>
internal sealed class RegionBook
{
    private static readonly string[] Languages = ["en", "tr", "ja", "zh-Hans", "zh-Hant"];

    /// <summary>Parts of ISO 3166-2:CN that have a code of their own in ISO 3166-1: data files and we know them by that.</summary>
    private static readonly Dictionary<string, string> Twice = new(StringComparer.Ordinal) { ["CN-HK"] = "HK", ["CN-MO"] = "MO", ["CN-TW"] = "TW" };

    /// <summary>Their city is the province itself; what data files call a city there is a quarter.</summary>
    private static readonly string[] CityProvinces = ["CN-BJ", "CN-CQ", "CN-SH", "CN-TJ"];

    /// <summary>Where the provinces are hand-checked: one that is not in the list is not there.</summary>
    private static readonly string[] Listed = ["CN", "JP", "TR"];

    /// <summary>Every character of the names of Chinese cities that is written otherwise in traditional script, and how.</summary>
    private static readonly Dictionary<char, char> Traditional =
        ("庄莊郸鄲张張沧滄阳陽长長晋晉运運临臨吕呂头頭乌烏辽遼尔爾伦倫贝貝彦彥兰蘭兴興锡錫沈瀋连連抚撫顺順东東锦錦营營盘盤铁鐵岭嶺芦蘆岛島边邊滨濱齐齊鸡雞鹤鶴岗崗双雙鸭鴨庆慶绥綏无無苏蘇云雲盐鹽扬揚镇鎮迁遷宁寧温溫绍紹华華丽麗芜蕪马馬铜銅黄黃厦廈门門龙龍乡鄉余餘鹰鷹赣贛饶饒济濟枣棗烟煙潍濰郑鄭开開顶頂许許驻駐汉漢荆荊随隨潜潛农農怀懷娄婁广廣关關贺賀来來宾賓贵貴钦欽泸瀘绵綿乐樂达達资資坝壩凉涼内內毕畢节節义義红紅纳納萨薩则則银銀陇隴树樹吴吳卫衛鲁魯玛瑪冈岡贡貢宝寶远遠泽澤峡峽亚亞")
        .Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);

    private readonly Dictionary<string, Region> regions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Region>> inside = new(StringComparer.Ordinal) { [""] = [] };
    private readonly Dictionary<(string Within, string Folded), string> byName = [];

    /// <param name="read">The lines of one of the lists of this room: <c>countries</c>, <c>provinces</c>, <c>cities</c>, and what the data file adds, <c>regions</c>.</param>
    public RegionBook(Func<string, IEnumerable<string>> read)
    {
        foreach (var line in Lines(read("countries")))
        {
            Add(line, RegionLevel.Country, null);
        }

        foreach (var line in Lines(read("provinces")))
        {
            Add(line, RegionLevel.Province, line[..2]);
        }

        foreach (var line in Lines(read("cities")))
        {
            AddCities(line);
        }

        foreach (var line in Lines(read("regions")))
        {
            AddFound(line);
        }

        foreach (var list in inside.Values)
        {
            list.Sort((a, b) => string.CompareOrdinal(a.Name("en"), b.Name("en")));
        }
    }

    public IEnumerable<Region> All => regions.Values;

    public IReadOnlyList<Region> In(string? code)
    {
        var list = inside.GetValueOrDefault(code ?? "") ?? [];
        // The divisions of China are 34 in ISO 3166-2; three of them are countries and territories of ISO 3166-1 too, and keep that code here.
        return code == "CN" ? [.. list.Concat(Twice.Values.Select(twice => regions[twice])).OrderBy(region => region.Name("en"), StringComparer.Ordinal)] : list;
    }

    public Region? Find(string? code)
    {
        if (code is null || code.Length > 130)
        {
            return null;
        }

        code = Twice.GetValueOrDefault(code) ?? code;
        return regions.GetValueOrDefault(code) ?? Unlisted(code);
    }

    /// <summary>The codes of what a data file says. Null where the country is none.</summary>
    public Place? PlaceOf(RawPlace raw)
    {
        if (!regions.ContainsKey(raw.Country))
        {
            return null;
        }

        var province = ProvinceOf(raw);
        return new Place(raw.Country, province, CityOf(raw, province));
    }

    private string? ProvinceOf(RawPlace raw)
    {
        if (raw.ProvinceCode is { } iso && regions.ContainsKey($"{raw.Country}-{iso}"))
        {
            return $"{raw.Country}-{iso}";
        }

        foreach (var name in raw.ProvinceNames)
        {
            if (byName.TryGetValue((raw.Country, PlaceNames.Fold(name)), out var code))
            {
                return code;
            }
        }

        return Listed.Contains(raw.Country) ? null
            : raw.ProvinceCode is { Length: <= 3 } other && other.All(char.IsAsciiLetterOrDigit) ? $"{raw.Country}-{other}"
            : raw.ProvinceNames.Select(PlaceNames.Key).FirstOrDefault(key => key.Length > 0) is { } own ? $"{raw.Country}/{own}" : null;
    }

    private string? CityOf(RawPlace raw, string? province)
    {
        if (raw.CityNames.Count == 0 || (province is null && Listed.Contains(raw.Country)) || CityProvinces.Contains(province))
        {
            return null;
        }

        foreach (var name in raw.CityNames)
        {
            if (byName.TryGetValue((province ?? raw.Country, PlaceNames.Fold(name)), out var code) && regions[code].Level == RegionLevel.City)
            {
                return code;
            }
        }

        // Cities of China are meant at prefecture level, and those are all listed; a town in one would match neither.
        return raw.Country != "CN" && PlaceNames.Key(raw.CityNames[0]) is { Length: > 0 } key ? $"{province ?? raw.Country + "/"}/{key}" : null;
    }

    private static IEnumerable<string> Lines(IEnumerable<string> lines) => lines.Where(line => line.Length > 0 && line[0] != '#');

    /// <summary><c>code|en|tr|ja|zh-Hans|zh-Hant|other;names</c>.</summary>
    private void Add(string line, RegionLevel level, string? parent)
    {
        var fields = line.Split('|');
        Add(new Region { Code = fields[0], Level = level, Parent = parent, Names = Languages.Zip(fields.Skip(1)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal) });
        if (level == RegionLevel.Province)
        {
            foreach (var name in fields.Skip(1).SelectMany(field => field.Split(';', StringSplitOptions.RemoveEmptyEntries)).SelectMany(WithoutKind))
            {
                byName.TryAdd((parent!, PlaceNames.Fold(name)), fields[0]);
            }
        }
    }

    /// <summary>浙江省 is also 浙江; 北海道 is not also 北海.</summary>
    private static IEnumerable<string> WithoutKind(string name) =>
        name.Length > 2 && name[^1] is '省' or '市' or '県' or '縣' or '县' or '府' or '都' ? [name, name[..^1]] : [name];

    /// <summary><c>CN-ZJ 杭州 Hangzhou,宁波 Ningbo</c>.</summary>
    private void AddCities(string line)
    {
        var province = line[..5];
        foreach (var city in line[6..].Split(','))
        {
            var (own, pinyin) = (city[..city.IndexOf(' ', StringComparison.Ordinal)], city[(city.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            var code = $"{province}/{PlaceNames.Key(pinyin)}";
            Add(new Region { Code = code, Level = RegionLevel.City, Parent = province, Names = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = pinyin, ["zh-Hans"] = own, ["zh-Hant"] = string.Concat(own.Select(c => Traditional.GetValueOrDefault(c, c))) } });
            foreach (var name in new[] { pinyin, own, own + "市", own.TrimEnd('盟'), own + "地区", own + "州" })
            {
                byName.TryAdd((province, PlaceNames.Fold(name)), code);
            }
        }
    }

    /// <summary><c>code|name</c>: what the data file itself names.</summary>
    private void AddFound(string line)
    {
        var bar = line.IndexOf('|', StringComparison.Ordinal);
        if (bar > 0 && !regions.ContainsKey(line[..bar]) && Unlisted(line[..bar]) is { } region)
        {
            var names = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = line[(bar + 1)..] };
            // Data files write Turkish without its letters; the capital of most provinces bears the province's name.
            if (region.Parent is { } parent && parent.StartsWith("TR-", StringComparison.Ordinal) && PlaceNames.Fold(names["en"]) == PlaceNames.Fold(regions[parent].Name("tr")))
            {
                names["tr"] = regions[parent].Name("tr");
            }

            Add(region with { Names = names });
        }
    }

    private void Add(Region region)
    {
        if (!regions.TryAdd(region.Code, region))
        {
            return;
        }

        if (!inside.TryGetValue(region.Parent ?? "", out var list))
        {
            inside[region.Parent ?? ""] = list = [];
        }

        list.Add(region);
    }

    /// <summary>A code that is in no list but could be a region's: <c>US-CA</c>, <c>US/California</c>, <c>US-CA/Fresno</c>, <c>SG//Singapore</c>.</summary>
    private Region? Unlisted(string code)
    {
        if (code.Length < 4 || !regions.ContainsKey(code[..2]))
        {
            return null;
        }

        var parts = code.Split('/');
        return parts switch
        {
            [{ Length: 2 } country, var key] when !Listed.Contains(country) && PlaceNames.IsKey(key) => Named(code, RegionLevel.Province, country, key),
            [{ Length: 2 } country, "", var key] when PlaceNames.IsKey(key) => Named(code, RegionLevel.City, country, key),
            [{ Length: 2 } country, var province, var key] when !Listed.Contains(country) && PlaceNames.IsKey(province) && PlaceNames.IsKey(key) => Named(code, RegionLevel.City, $"{country}/{province}", key),
            [{ Length: > 3 } province, var key] when IsProvinceCode(province) && PlaceNames.IsKey(key) => Named(code, RegionLevel.City, province, key),
            [{ Length: > 3 } province] when IsProvinceCode(province) => Named(code, RegionLevel.Province, province[..2], province),
            _ => null,
        };
    }

    private bool IsProvinceCode(string code) =>
        regions.ContainsKey(code) || (code.Length <= 6 && code[2] == '-' && !Listed.Contains(code[..2]) && code[3..].All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)));

    private static Region Named(string code, RegionLevel level, string parent, string key) => new()
    {
        Code = code,
        Level = level,
        Parent = parent,
        Names = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = level == RegionLevel.Province && key == code ? code : key.Replace('-', ' ') },
    };

    /// <summary>Found where a name begins with the words, or one of its words does; countries first, then provinces, then cities.</summary>
    public IEnumerable<Region> Search(string words, string? within)
    {
        var sought = Folded.ForSearch(words.Trim());
        return sought.Length == 0 ? [] : regions.Values
            .Where(region => within is null || IsIn(region, within))
            .Select(region => (Region: region, Rank: region.Names.Values.Select(name => Rank(Folded.ForSearch(name), sought)).Max()))
            .Where(found => found.Rank > 0)
            .OrderByDescending(found => found.Rank == 3)
            .ThenBy(found => found.Region.Level)
            .ThenByDescending(found => found.Rank)
            .ThenBy(found => found.Region.Name("en"), StringComparer.Ordinal)
            .Select(found => found.Region);
    }

    private static int Rank(string name, string sought) =>
        name == sought ? 3 : name.StartsWith(sought, StringComparison.Ordinal) ? 2 : name.Contains(' ' + sought, StringComparison.Ordinal) || (sought[0] > 0x2e80 && name.Contains(sought, StringComparison.Ordinal)) ? 1 : 0;

    private bool IsIn(Region region, string within)
    {
        for (var parent = region.Parent; parent is not null; parent = regions.GetValueOrDefault(parent)?.Parent)
        {
            if (parent == within)
            {
                return true;
            }
        }

        return false;
    }
}
