using Genkan.Places;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Places;

[Requirement("Q-35")]
public sealed class RegionTests(Shop shop) : IClassFixture<Shop>
{
    private static readonly string[] Five = ["en", "tr", "ja", "zh-Hans", "zh-Hant"];

    private static RegionBook Book() => new(PlaceBook.ReadList);

    [Fact]
    public void Countries_and_the_provinces_of_China_Japan_and_Turkey_have_names_in_five_languages()
    {
        var book = Book();
        book.In(null).Count.ShouldBeGreaterThanOrEqualTo(249);
        book.In("CN").Count.ShouldBe(34);
        book.In("JP").Count.ShouldBe(47);
        book.In("TR").Count.ShouldBe(81);
        foreach (var region in new[] { null, "CN", "JP", "TR" }.SelectMany(book.In))
        {
            region.Names.Keys.ShouldBe(Five, ignoreOrder: true, region.Code);
            region.Names.Values.ShouldAllBe(name => name.Trim().Length > 0 && name.Length < 60);
        }

        foreach (var code in new[] { null, "CN", "JP", "TR" })
        {
            foreach (var language in Five)
            {
                book.In(code).Select(region => region.Name(language)).ShouldBeUnique();
            }
        }

        book.Find("CN-ZJ/Ningbo")!.Name("zh-Hant").ShouldBe("寧波");
        book.Find("CN-LN/Shenyang")!.Name("zh-Hant").ShouldBe("瀋陽");
        book.Find("CN-ZJ")!.Name("zh-Hans").ShouldBe("浙江省");
        book.Find("JP-13")!.Name("ja").ShouldBe("東京都");
        book.Find("TR-34")!.Name("tr").ShouldBe("İstanbul");
        book.Find("TR-34")!.Name("en").ShouldBe("Istanbul");
    }

    [Theory]
    [InlineData("CN", null, "Zhejiang", "CN-ZJ")]
    [InlineData("CN", null, "Zhejiang Sheng", "CN-ZJ")]
    [InlineData("CN", null, "浙江省", "CN-ZJ")]
    [InlineData("CN", null, "浙江", "CN-ZJ")]
    [InlineData("CN", "ZJ", "anything", "CN-ZJ")]
    [InlineData("CN", "33", "Zhejiang", "CN-ZJ")]
    [InlineData("CN", null, "内蒙古", "CN-NM")]
    [InlineData("CN", null, "Shanxi", "CN-SX")]
    [InlineData("CN", null, "Shaanxi", "CN-SN")]
    [InlineData("TR", null, "İstanbul", "TR-34")]
    [InlineData("TR", null, "Istanbul", "TR-34")]
    [InlineData("TR", null, "ISTANBUL", "TR-34")]
    [InlineData("TR", null, "Izmir Province", "TR-35")]
    [InlineData("TR", null, "İzmir", "TR-35")]
    [InlineData("TR", null, "Sanliurfa", "TR-63")]
    [InlineData("TR", null, "Icel", "TR-33")]
    [InlineData("TR", null, "Hakkari", "TR-30")]
    [InlineData("JP", null, "Tokyo", "JP-13")]
    [InlineData("JP", null, "Tōkyō", "JP-13")]
    [InlineData("JP", null, "東京都", "JP-13")]
    [InlineData("JP", null, "Oita Prefecture", "JP-44")]
    [InlineData("JP", null, "Ōita-ken", "JP-44")]
    [InlineData("JP", null, "Hokkaidō", "JP-01")]
    [InlineData("JP", null, "Nowhere", null)]
    [InlineData("US", "CA", "California", "US-CA")]
    [InlineData("US", null, "New York", "US/New-York")]
    public void However_a_file_spells_a_province_it_has_one_code(string country, string? iso, string name, string? code) =>
        Book().PlaceOf(new RawPlace(country, iso, [name], []))!.Province.ShouldBe(code);

    [Theory]
    [InlineData("CN", "Zhejiang", "Ningbo", "CN-ZJ/Ningbo")]
    [InlineData("CN", "浙江省", "宁波市", "CN-ZJ/Ningbo")]
    [InlineData("CN", "Shaanxi", "Xi’an", "CN-SN/Xian")]
    [InlineData("CN", "Liaoning", "Shenyang (Sujiatun Qu)", "CN-LN/Shenyang")]
    [InlineData("CN", "内蒙古", "锡林郭勒", "CN-NM/Xilin-Gol")]
    [InlineData("CN", "西藏", "阿里地区", "CN-XZ/Ngari")]
    [InlineData("CN", "Zhejiang", "Wuzhen", null)]
    [InlineData("CN", "Beijing", "Haidian (Haidian Qu)", null)]
    [InlineData("JP", "Tokyo", "Chiyoda City", "JP-13/Chiyoda")]
    [InlineData("JP", "Kyoto", "Kyōto", "JP-26/Kyoto")]
    [InlineData("TR", "Istanbul", "Ümraniye", "TR-34/Umraniye")]
    [InlineData("TR", "Istanbul", "Şişli", "TR-34/Sisli")]
    [InlineData("SG", "", "Singapore", "SG//Singapore")]
    public void However_a_file_spells_a_city_it_has_one_code(string country, string province, string name, string? code) =>
        Book().PlaceOf(new RawPlace(country, null, province.Length == 0 ? [] : [province], [name]))!.City.ShouldBe(code);

    [Fact]
    [Requirement("Q-32")]
    public void A_country_holds_its_provinces_and_they_their_cities()
    {
        var book = Book();
        var ningbo = new Place("CN", "CN-ZJ", "CN-ZJ/Ningbo");
        foreach (var holds in new[] { "CN", "CN-ZJ", "CN-ZJ/Ningbo" })
        {
            book.Find(holds)!.Contains(ningbo).ShouldBeTrue();
        }

        foreach (var other in new[] { "JP", "CN-JS", "CN-ZJ/Hangzhou", "TW" })
        {
            book.Find(other)!.Contains(ningbo).ShouldBeFalse();
        }

        book.Find("CN-ZJ")!.Contains(new Place("CN")).ShouldBeFalse();
        book.Find("CN")!.Contains(null).ShouldBeFalse();
    }

    [Fact]
    public void What_has_two_codes_is_kept_under_one()
    {
        var book = Book();
        book.Find("CN-HK")!.Code.ShouldBe("HK");
        book.Find("CN-TW")!.Contains(new Place("TW")).ShouldBeTrue();
        book.In("CN").Select(region => region.Code).ShouldContain("MO");
    }

    [Theory]
    [InlineData("XX")]
    [InlineData("cn")]
    [InlineData("CN-XX")]
    [InlineData("CN/Zhejiang")]
    [InlineData("US-")]
    [InlineData("US-CALI")]
    [InlineData("CN-ZJ/")]
    [InlineData("CN-ZJ/Ningbo/Yinzhou")]
    [InlineData("CN-ZJ/<b>")]
    [InlineData("/")]
    [InlineData("")]
    [InlineData(null)]
    public void A_code_that_cannot_be_a_regions_is_none(string? code) => Book().Find(code).ShouldBeNull();

    [Fact]
    public async Task The_picker_lists_and_searches_in_every_language()
    {
        var countries = (await shop.Nora.Get("/api/places/regions")).Should(200)["items"]!.AsArray();
        countries.Count.ShouldBeGreaterThanOrEqualTo(249);
        var zhejiang = (await shop.Nora.Get("/api/places/regions?in=CN-ZJ")).Should(200)["items"]!.AsArray();
        zhejiang.Select(region => region!["code"]!.GetValue<string>()).ShouldContain("CN-ZJ/Ningbo");

        foreach (var (words, code) in new[]
        {
            ("zhejiang", "CN-ZJ"), ("浙江", "CN-ZJ"), ("Ningbo", "CN-ZJ/Ningbo"), ("宁波", "CN-ZJ/Ningbo"), ("istanbul", "TR-34"), ("İSTANBUL", "TR-34"), ("sanliurfa", "TR-63"),
            ("Şanlıurfa", "TR-63"), ("東京", "JP-13"), ("トルコ", "TR"), ("Almanya", "DE"), ("德国", "DE"), ("uşak", "TR-64"),
        })
        {
            (await shop.Nora.Get($"/api/places/regions?q={Uri.EscapeDataString(words)}")).Should(200)["items"]!.AsArray()
                .Take(3).Select(region => region!["code"]!.GetValue<string>()).ShouldContain(code, words);
        }

        (await shop.Nora.Get("/api/places/regions?in=JP&q=osaka")).Should(200)["items"]![0]!["code"]!.GetValue<string>().ShouldBe("JP-27");
        (await shop.Nora.Get("/api/places/regions?in=Atlantis")).ShouldRefuse(422, "invalid");
        (await shop.Nora.Get($"/api/places/regions?q={new string('x', 81)}")).ShouldRefuse(422, "invalid");
    }
}
