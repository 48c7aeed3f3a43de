using System.Net;
using Genkan.Places;

namespace Genkan.Tests.Places;

/// <summary>The reader of the format against the data its authors publish for readers to be tried with.</summary>
[Requirement("Q-30")]
public sealed class MmdbReaderTests
{
    [Theory]
    [InlineData("MaxMind-DB-test-ipv4-24")]
    [InlineData("MaxMind-DB-test-ipv4-28")]
    [InlineData("MaxMind-DB-test-ipv4-32")]
    [InlineData("MaxMind-DB-test-mixed-24", "::")]
    [InlineData("MaxMind-DB-test-mixed-28", "::")]
    [InlineData("MaxMind-DB-test-mixed-32", "::")]
    public void IPv4_addresses_are_found_in_records_of_any_size(string name, string before = "")
    {
        using var sample = Sample.Open(name);
        foreach (var (address, network) in new[]
        {
            ("1.1.1.1", "1.1.1.1"), ("1.1.1.2", "1.1.1.2"), ("1.1.1.3", "1.1.1.2"), ("1.1.1.5", "1.1.1.4"), ("1.1.1.7", "1.1.1.4"), ("1.1.1.9", "1.1.1.8"),
            ("1.1.1.15", "1.1.1.8"), ("1.1.1.17", "1.1.1.16"), ("1.1.1.31", "1.1.1.16"), ("1.1.1.32", "1.1.1.32"),
        })
        {
            sample.Find(address).ShouldNotBeNull()["ip"].ShouldBe(before + network);
        }

        sample.Find("1.1.1.33").ShouldBeNull();
        sample.Find("255.254.253.123").ShouldBeNull();
    }

    [Theory]
    [InlineData("MaxMind-DB-test-ipv6-24")]
    [InlineData("MaxMind-DB-test-ipv6-28")]
    [InlineData("MaxMind-DB-test-ipv6-32")]
    [InlineData("MaxMind-DB-test-mixed-24")]
    public void IPv6_addresses_are_found_in_records_of_any_size(string name)
    {
        using var sample = Sample.Open(name);
        foreach (var (address, network) in new[]
        {
            ("::2:0:0", "::2:0:0"), ("::2:0:1", "::2:0:0"), ("::2:0:33", "::2:0:0"), ("::2:0:40", "::2:0:40"), ("::2:0:49", "::2:0:40"), ("::2:0:52", "::2:0:50"),
            ("::2:0:57", "::2:0:50"), ("::2:0:59", "::2:0:58"),
        })
        {
            sample.Find(address).ShouldNotBeNull()["ip"].ShouldBe(network);
        }

        sample.Find("89fa::").ShouldBeNull();
    }

    [Fact]
    public void A_file_of_IPv4_knows_no_IPv6_and_one_without_a_tree_for_IPv4_answers_for_all_of_it()
    {
        using var only4 = Sample.Open("MaxMind-DB-test-ipv4-24");
        only4.Find("2001:db8::1").ShouldBeNull();
        using var noTree = Sample.Open("MaxMind-DB-no-ipv4-search-tree");
        noTree.Find(IPAddress.Parse("1.1.1.1")).ShouldBe("::0/64");
    }

    [Fact]
    public void Every_kind_of_value_is_read_as_it_was_written()
    {
        using var sample = Sample.Open("MaxMind-DB-test-decoder");
        var all = sample.Find("1.1.1.0").ShouldNotBeNull();

        all["array"].ShouldBe(new object[] { 1UL, 2UL, 3UL });
        all["boolean"].ShouldBe(true);
        all["bytes"].ShouldBe(new byte[] { 0, 0, 0, 42 });
        all["double"].ShouldBe(42.123456);
        all["float"].ShouldBe(1.1f);
        all["int32"].ShouldBe(-268_435_456);
        var map = (Dictionary<string, object?>)((Dictionary<string, object?>)all["map"]!)["mapX"]!;
        map["arrayX"].ShouldBe(new object[] { 7UL, 8UL, 9UL });
        map["utf8_stringX"].ShouldBe("hello");
        all["uint16"].ShouldBe(100UL);
        all["uint32"].ShouldBe(268_435_456UL);
        all["uint64"].ShouldBe(1_152_921_504_606_846_976UL);
        all["uint128"].ShouldBe(UInt128.Parse("1329227995784915872903807060280344576", System.Globalization.CultureInfo.InvariantCulture));
        all["utf8_string"].ShouldBe("unicode! ☯ - ♫");
        sample.Find("0.0.0.0").ShouldNotBeNull()["int32"].ShouldBe(0);
    }

    [Fact]
    public void Texts_as_records_nested_values_and_pointers_in_the_metadata_are_read()
    {
        using var texts = Sample.Open("MaxMind-DB-string-value-entries");
        texts.Find(IPAddress.Parse("1.1.1.17")).ShouldBe("1.1.1.16/28");
        using var nested = Sample.Open("MaxMind-DB-test-nested");
        nested.Find("1.1.1.1").ShouldNotBeNull()["map1"].ShouldBeOfType<Dictionary<string, object?>>().ShouldContainKey("map2");
        using var pointers = Sample.Open("MaxMind-DB-test-metadata-pointers");
        pointers.Type.ShouldBe("Lots of pointers in metadata");
    }

    [Fact]
    public void No_broken_file_does_more_than_be_refused()
    {
        var files = Directory.GetFiles(Path.GetDirectoryName(Sample.PathOf("x"))!, "*.mmdb");
        var refused = files.Where(file => Refuses(File.ReadAllBytes(file))).Select(Path.GetFileNameWithoutExtension).ToList();

        refused.ShouldBe(
            [
                "GeoIP2-City-Test-Broken-Double-Format", "GeoIP2-City-Test-Invalid-Node-Count", "MaxMind-DB-test-broken-pointers-24",
                "MaxMind-DB-test-broken-search-tree-24", "cyclic-data-structure", "invalid-bytes-length", "invalid-data-record-offset", "invalid-map-key-length",
                "invalid-string-length", "libmaxminddb-offset-integer-overflow", "metadata-is-an-uint128", "unexpected-bytes",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void However_a_file_is_garbled_a_look_up_ends_with_an_answer_or_a_refusal()
    {
        var sound = File.ReadAllBytes(Sample.PathOf("GeoIP2-City-Test"));
        var random = new Random(20260731);
        var refused = 0;
        for (var round = 0; round < 400; round++)
        {
            var garbled = sound.ToArray();
            for (var hit = 0; hit < 1 + (round % 40); hit++)
            {
                garbled[random.Next(garbled.Length)] = (byte)random.Next(256);
            }

            refused += Refuses(round % 7 == 0 ? garbled[..random.Next(garbled.Length)] : garbled) ? 1 : 0;
        }

        Refuses(sound).ShouldBeFalse();
        refused.ShouldBeGreaterThan(100);
    }

    /// <summary>Opens it and looks at addresses all over it; anything but a refusal of ours comes through and fails the test.</summary>
    private static bool Refuses(byte[] file)
    {
        try
        {
            using var reader = new MmdbReader(new StreamBytes(new MemoryStream(file)));
            var found = 0;
            foreach (var address in Addresses)
            {
                found += reader.Find(address) is null ? 0 : 1;
            }

            return found < 0;
        }
        catch (MmdbException)
        {
            return true;
        }
    }

    private static readonly IPAddress[] Addresses =
    [
        .. new[]
        {
            "1.1.1.1", "1.1.1.3", "1.1.1.16", "1.1.1.32", "0.0.0.0", "255.255.255.255", "81.2.69.142", "175.16.199.1", "216.160.83.56", "2.125.160.217", "89.160.20.113",
            "67.43.156.1", "202.196.224.1", "::", "::1:ffff:ffff", "::2:0:58", "2001:218::1", "2001:480:10::1", "2a02:cf40::1", "2001:220::1", "2002::1",
        }.Select(IPAddress.Parse),
    ];
}
