using System.Security.Cryptography;
using System.Text;
using Genkan.Storage;

namespace Genkan.Tests.Storage;

[Requirement("SP-01")]
public sealed class SealTests : IDisposable
{
    private static readonly OrganisationId Shop = OrganisationId.From(Guid.CreateVersion7());
    private static readonly OrganisationId Rivals = OrganisationId.From(Guid.CreateVersion7());
    private static readonly SealedPlace Place = new("guests_book.email", Shop, Guid.CreateVersion7());
    private readonly string _folder = Directory.CreateTempSubdirectory("genkan-seal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("hana@shop.example")]
    [InlineData("+81 3 1234 5678")]
    [InlineData("")]
    [InlineData("春さん 👋")]
    public void What_was_closed_opens_as_it_was(string plain)
    {
        var seal = NewSeal();
        var closed = seal.Close(Place, plain)!;

        seal.Open(Place, closed).ShouldBe(plain);
        closed.ShouldStartWith("g1.1.");
        (plain.Length > 0 && closed.Contains(plain, StringComparison.Ordinal)).ShouldBeFalse();
    }

    [Fact]
    public void Nothing_stays_nothing()
    {
        var seal = NewSeal();
        seal.Close(Place, null).ShouldBeNull();
        seal.Open(Place, null).ShouldBeNull();
        seal.Mark("guests_book.email_key", null, Shop).ShouldBeNull();
    }

    [Fact]
    public void The_same_value_never_looks_the_same()
    {
        var seal = NewSeal();
        Enumerable.Range(0, 50).Select(_ => seal.Close(Place, "hana@shop.example")).Distinct().Count().ShouldBe(50);
    }

    [Fact]
    public void A_value_moved_elsewhere_does_not_open()
    {
        var seal = NewSeal();
        var closed = seal.Close(Place, "hana@shop.example");
        SealedPlace[] others = [Place with { Column = "guests_book.phone" }, Place with { Organisation = Rivals }, Place with { Row = Guid.CreateVersion7() }];

        foreach (var other in others)
        {
            Should.Throw<SealBrokenException>(() => seal.Open(other, closed));
        }
    }

    [Fact]
    public void A_changed_value_does_not_open()
    {
        var seal = NewSeal();
        var closed = seal.CloseBytes(Place, "a picture"u8);
        Encoding.UTF8.GetString(seal.OpenBytes(Place, closed)).ShouldBe("a picture");

        for (var i = 0; i < closed.Length; i++)
        {
            var changed = closed.ToArray();
            changed[i] ^= 1;
            Should.Throw<SealBrokenException>(() => seal.OpenBytes(Place, changed));
        }
    }

    [Theory]
    [InlineData("hana@shop.example")]
    [InlineData("g1.")]
    [InlineData("g1.1.AAAA")]
    [InlineData("g1.9.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_not_sealed_is_not_taken_for_it(string text) => Should.Throw<SealBrokenException>(() => NewSeal().Open(Place, text));

    [Fact]
    public void A_mark_is_the_same_for_the_same_value_here_and_another_elsewhere()
    {
        var seal = NewSeal();
        var mark = seal.Mark("guests_book.email_key", "hana@shop.example", Shop);

        NewSeal().Mark("guests_book.email_key", "hana@shop.example", Shop).ShouldBe(mark);
        seal.Mark("guests_book.email_key", "hana@shop.example", Rivals).ShouldNotBe(mark);
        seal.Mark("guests_book.email_key", "hana@shop.example", null).ShouldNotBe(mark);
        seal.Mark("guests_book.phone_key", "hana@shop.example", Shop).ShouldNotBe(mark);
        seal.Mark("guests_book.email_key", "hanb@shop.example", Shop).ShouldNotBe(mark);
    }

    [Fact]
    public void A_further_key_seals_from_then_on_and_the_first_still_opens_what_it_sealed()
    {
        var before = NewSeal().Close(Place, "hana@shop.example");
        File.WriteAllBytes(Path.Combine(_folder, "keys", "root-2.key"), RandomNumberGenerator.GetBytes(32));
        var seal = NewSeal();

        seal.Open(Place, before).ShouldBe("hana@shop.example");
        var after = seal.Close(Place, "hana@shop.example");
        after!.ShouldStartWith("g1.2.");
        seal.Open(Place, after).ShouldBe("hana@shop.example");

        File.Delete(Path.Combine(_folder, "keys", "root-2.key"));
        Should.Throw<SealBrokenException>(() => NewSeal().Open(Place, after));
    }

    private Seal NewSeal() => new(new Keys(new GenkanSettings { DataFolder = _folder }));
}
