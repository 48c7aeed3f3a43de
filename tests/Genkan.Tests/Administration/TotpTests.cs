using System.Text;
using Genkan.Administration;

namespace Genkan.Tests.Administration;

public sealed class TotpTests
{
    // RFC 6238, appendix B: the SHA-1 rows, their last six digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Totp.CodeAt(Encoding.ASCII.GetBytes("12345678901234567890"), Totp.StepAt(seconds * 1000)).ShouldBe(code);

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Clocks_may_differ_by_one_step(int steps, bool taken)
    {
        var secret = Encoding.ASCII.GetBytes("12345678901234567890");
        const long now = 1_700_000_000_000;
        var code = Totp.CodeAt(secret, Totp.StepAt(now) + steps);
        Totp.StepOf(secret, code, now).ShouldBe(taken ? Totp.StepAt(now) + steps : null);
    }

    // RFC 4648, section 10, without the padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_written_as_the_standard_says(string plain, string written)
    {
        Totp.Written(Encoding.ASCII.GetBytes(plain)).ShouldBe(written);
        Encoding.ASCII.GetString(Totp.Read(written)).ShouldBe(plain);
    }
}
