using Genkan.Administration;
using Genkan.Doors;
using Genkan.Texts;

namespace Genkan.Tests.Administration;

public sealed class PasswordRuleTests
{
    [Theory]
    [InlineData("correct horse battery staple", true)]
    [InlineData("güçlü-bir-parola", true)]
    [InlineData("パスワードは長いほど良い", true)]
    [InlineData("ninechars", false)]
    [InlineData("1234567890", false)]
    [InlineData("aaaaaaaaaaaaaaa", false)]
    [InlineData("Password123", false)]
    [InlineData("NORA@shop.example", false)]
    [InlineData("noras-user-name", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Length_does_most_and_the_first_guesses_are_refused(string? password, bool good)
    {
        var check = new FieldCheck();
        PasswordRule.Check(check, "password", password, "nora@shop.example", "Noras-User-Name");
        Should.NotThrow(() => Refused(check)).ShouldBe(!good);
    }

    [Fact]
    public void What_is_longer_than_anybody_types_is_not_hashed()
    {
        var check = new FieldCheck();
        PasswordRule.Check(check, "password", string.Concat(Enumerable.Repeat("0123456789", 13)), null, null);
        Refused(check).ShouldBeTrue();
    }

    [Theory]
    [InlineData("İstanbul IŞIK", "istanbul isik")]
    [InlineData("ısı", "isi")]
    [InlineData("Ｎｏｒａ", "nora")]
    [InlineData("がぎぐ", "がぎぐ")]
    public void Words_are_folded_for_searching(string text, string folded) => Folded.ForSearch(text).ShouldBe(folded);

    private static bool Refused(FieldCheck check)
    {
        try
        {
            check.Done();
            return false;
        }
        catch (Refusal)
        {
            return true;
        }
    }
}
