using System.Net;
using Genkan.Places;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Places;

[Requirement("Q-30", "Q-35")]
public sealed class FindPlaceTests(Shop shop) : IClassFixture<Shop>
{
    private IPlaces Places => shop.Server.Services.GetRequiredService<IPlaces>();

    [Theory]
    // Zhejiang Telecom in Ningbo; the universities of Tsinghua, Jiao Tong (Shanghai) and Zhejiang (Hangzhou) on the education network.
    [InlineData("60.190.1.1", "CN", "CN-ZJ", "CN-ZJ/Ningbo")]
    [InlineData("166.111.4.100", "CN", "CN-BJ", null)]
    [InlineData("202.120.2.1", "CN", "CN-SH", null)]
    [InlineData("210.32.0.1", "CN", "CN-ZJ", "CN-ZJ/Hangzhou")]
    // The University of Tokyo; Türk Telekom in Ankara and İstanbul; Boğaziçi University.
    [InlineData("133.11.0.1", "JP", "JP-13", "JP-13/Chiyoda")]
    [InlineData("212.156.1.1", "TR", "TR-06", "TR-06/Ankara")]
    [InlineData("88.255.1.1", "TR", "TR-34", "TR-34/Umraniye")]
    [InlineData("193.140.192.1", "TR", "TR-34", null)]
    // Elsewhere down to the first division.
    [InlineData("8.8.8.8", "US", "US/California", null)]
    [InlineData("81.2.69.142", "GB", "GB/England", null)]
    [InlineData("203.198.1.1", "HK", null, null)]
    [InlineData("61.216.1.1", "TW", null, null)]
    [InlineData("2001:da8::1", "CN", null, null)]
    [InlineData("240e:390:100::1", "CN", null, null)]
    // WIDE in Japan; Türk Telekom.
    [InlineData("2001:200::1", "JP", "JP-14", null)]
    [InlineData("2a02:e0::1", "TR", "TR-34", null)]
    public void Known_addresses_are_where_they_are(string address, string country, string? province, string? city)
    {
        Assert.SkipUnless(Shipped, "This build holds no data of places: bin/test makes it.");
        var place = Places.Find(address).ShouldNotBeNull();

        place.Country.ShouldBe(country);
        if (province is not null)
        {
            place.Province.ShouldBe(province);
        }

        if (city is not null)
        {
            place.City.ShouldBe(city);
        }
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("127.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("169.254.10.10")]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.1")]
    [InlineData("198.18.0.1")]
    [InlineData("203.0.113.9")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%3")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:192.168.0.1")]
    [InlineData("not an address")]
    [InlineData("")]
    [InlineData(null)]
    public void An_address_that_is_nowhere_is_unknown(string? address)
    {
        // Against a file that answers for every address there is.
        using var file = new PlaceFile(new GenkanSettings { DataFolder = "", Places = Sample.PathOf("MaxMind-DB-no-ipv4-search-tree") }, NullLog<PlaceFile>());
        new PlaceBook(file).Find(address).ShouldBeNull();
        Places.Find(address).ShouldBeNull();
        Region.Contains("CN", Places.Find(address)).ShouldBeFalse();
    }

    [Fact]
    public void What_came_mapped_into_IPv6_is_the_IPv4_address_it_is()
    {
        using var file = OwnCity();
        new PlaceBook(file).Find("::ffff:81.2.69.142").ShouldBe(new PlaceBook(file).Find("81.2.69.142").ShouldNotBeNull());
    }

    [Fact]
    public void A_file_of_the_City_layout_takes_the_place_of_ours_and_speaks_the_same_codes()
    {
        using var file = OwnCity();
        var book = new PlaceBook(file);

        book.Find("81.2.69.142").ShouldBe(new Place("GB", "GB-ENG", "GB-ENG/London"));
        book.Find("216.160.83.56").ShouldBe(new Place("US", "US-WA", "US-WA/Milton"));
        // Its subdivision is the older number of ISO 3166-2; the name decides.
        book.Find("175.16.199.1").ShouldBe(new Place("CN", "CN-JL", "CN-JL/Changchun"));
        book.Find("2001:218::1").ShouldNotBeNull().Country.ShouldBe("JP");
        book.Find("67.43.156.1").ShouldBe(new Place("BT"));
        book.Region("US-WA/Milton").ShouldNotBeNull().Name("tr").ShouldBe("Milton");
    }

    [Theory]
    [InlineData("/nowhere/places.mmdb")]
    [InlineData("tests/Genkan.Tests/Places/Samples/README.md")]
    [InlineData("tests/Genkan.Tests/Places/Samples/metadata-is-an-uint128.mmdb")]
    [InlineData("tests/Genkan.Tests/Places")]
    public async Task A_file_that_is_none_is_told_at_the_start_and_every_place_is_unknown(string path)
    {
        await using var server = await GenkanServer.Start("--GENKAN_PLACES", HouseRules.Project.Path(path));

        server.Log.Lines.ShouldContain(line => line.Contains("GENKAN_PLACES", StringComparison.Ordinal) && line.Contains("cannot be used", StringComparison.Ordinal));
        server.Services.GetRequiredService<IPlaces>().Find("8.8.8.8").ShouldBeNull();
        (await new AgentClient(server.Url).Get("/readyz")).Should(200);
    }

    [Fact]
    public void A_file_cut_short_while_it_is_in_use_makes_places_unknown_and_nothing_worse()
    {
        var path = Path.Combine(Path.GetTempPath(), $"genkan-{Guid.NewGuid():n}.mmdb");
        try
        {
            File.Copy(Sample.PathOf("GeoIP2-City-Test"), path);
            using var file = new PlaceFile(new GenkanSettings { DataFolder = "", Places = path }, NullLog<PlaceFile>());
            var book = new PlaceBook(file);
            book.Find("81.2.69.142").ShouldNotBeNull();
            using (var cut = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                cut.SetLength(100);
            }

            book.Find("81.2.69.142").ShouldBeNull();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task An_admin_can_ask_where_an_address_is_and_whose_data_says_so()
    {
        await using var own = await Shop.Open("--GENKAN_PLACES", Sample.PathOf("GeoIP2-City-Test"));
        var answer = (await own.Nora.Get("/api/places/find?address=175.16.199.1")).Should(200);

        answer["place"]!["city"]!.GetValue<string>().ShouldBe("CN-JL/Changchun");
        answer["region"]!["names"]!["zh-Hans"]!.GetValue<string>().ShouldBe("长春");
        answer["region"]!["path"]!.AsArray().Select(above => above!["code"]!.GetValue<string>()).ShouldBe(["CN", "CN-JL"]);
        answer["data"]!["source"]!.GetValue<string>().ShouldBe("own");
        (await own.Nora.Get("/api/places/find?address=10.0.0.1")).Should(200)["place"].ShouldBeNull();
        (await own.Nora.Get("/api/places/find?address=somewhere")).ShouldRefuse(422, "invalid");
        (await own.Nora.Get("/api/places/find")).ShouldRefuse(422, "invalid");
    }

    [Fact]
    public async Task The_data_that_ships_is_credited()
    {
        Assert.SkipUnless(Shipped, "This build holds no data of places: bin/test makes it.");
        var data = (await shop.Nora.Get("/api/places/find?address=8.8.8.8")).Should(200)["data"]!;

        data["source"]!.GetValue<string>().ShouldBe("shipped");
        data["credits"]![0]!["name"]!.GetValue<string>().ShouldBe("IP Geolocation by DB-IP");
        data["credits"]![0]!["url"]!.GetValue<string>().ShouldBe("https://db-ip.com");
        HouseRules.Project.Read("docs/licences.md").ShouldContain("db-ip.com");
    }

    internal static bool Shipped => typeof(PlaceFile).Assembly.GetManifestResourceInfo(PlaceFile.Shipped) is not null;

    private static PlaceFile OwnCity() => new(new GenkanSettings { DataFolder = "", Places = Sample.PathOf("GeoIP2-City-Test") }, NullLog<PlaceFile>());

    private static Microsoft.Extensions.Logging.Abstractions.NullLogger<T> NullLog<T>() => Microsoft.Extensions.Logging.Abstractions.NullLogger<T>.Instance;
}
