using System.Text;
using Genkan.Mail;

namespace Genkan.Tests.Mail;

/// <summary>What goes over the wire, read back by the standards.</summary>
public sealed class MimeLetterTests
{
    [Theory]
    [InlineData("Choose a new password")]
    [InlineData("パスワードの再設定のご案内、そしてとても長い件名なので一行には決して収まりません")]
    [InlineData("Şifrenizi değiştirmek için ığüşöç İĞÜŞÖÇ bağlantısı")]
    [InlineData("设置新密码 / 設定新密碼 😀👨‍👩‍👧‍👦 and so on and so on and so on and so on")]
    [InlineData("=?UTF-8?B?not=one?= of ours")]
    [InlineData("averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongword")]
    [InlineData("two  blanks")]
    public void A_subject_in_any_script_comes_back_as_it_was(string subject)
    {
        var letter = ReceivedLetter.Read(Letter(subject: subject).Write());
        letter.Subject.ShouldBe(subject);
    }

    [Theory]
    [InlineData("a\r\nBcc: all@evil.example")]
    [InlineData("a\nBcc: all@evil.example\n\nbody")]
    [InlineData("a\rBcc: x@y.example")]
    [InlineData("a\u2028b\0c\u0085Bcc: x@y.example")]
    [InlineData("日本\r\nBcc: all@evil.example")]
    public void Nothing_typed_begins_a_header_of_its_own(string typed)
    {
        var letter = ReceivedLetter.Read(Letter(subject: typed, name: typed).Write());
        letter.Headers.Select(h => h.Name).ShouldBe(
            ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Language", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Type"]);
    }

    [Fact]
    public void All_of_it_is_short_ascii_lines()
    {
        var words = string.Join(' ', Enumerable.Repeat("Merhaba, bu uzun bir satırdır = ve devam eder.", 40)) + "  \n.\n..dots\nFrom here \n" + string.Concat(Enumerable.Repeat("日本語の文章です。", 90));
        var raw = Letter(subject: words, name: words, text: words).Write();
        raw.ShouldAllBe(b => b == 13 || b == 10 || (b >= 32 && b < 127));
        Encoding.ASCII.GetString(raw).Split("\r\n").ShouldAllBe(line => line.Length <= 100 && !line.Contains('\n') && !line.Contains('\r'));
        Encoding.ASCII.GetString(raw).Split("\r\n").Where(line => line.Contains("=?", StringComparison.Ordinal)).ShouldAllBe(line => line.Length <= 76);
        ReceivedLetter.Read(raw).Text.TrimEnd('\n').ShouldBe(words.TrimEnd('\n'));
    }

    [Fact]
    public void Both_forms_say_it_and_html_holds_no_markup_that_was_typed()
    {
        var letter = ReceivedLetter.Read(Letter(text: "Ayşe <script>alert(1)</script>").Write());
        letter.Text.ShouldContain("Ayşe <script>");
        letter.Html.Trim().ShouldBe("<p>ok</p>");
        letter["Auto-Submitted"].ShouldBe("auto-generated");
        letter["Message-ID"].ShouldMatch("^<[0-9a-f]{32}@post\\.example>$");
        letter["Date"].ShouldMatch(@"^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$");
    }

    [Fact]
    public void A_repeat_is_the_same_letter_byte_for_byte()
    {
        var letter = Letter();
        letter.Write().ShouldBe(letter.Write());
    }

    [Theory]
    [InlineData("nora@shop.example", "nora@shop.example")]
    [InlineData("o'hara+x@Shop.Example", "o'hara+x@shop.example")]
    [InlineData("müşteri@çiçek.example", "müşteri@xn--iek-1lab.example")]
    public void An_address_is_taken(string typed, string written) => Mailbox.Of(typed, null)!.Address.ShouldBe(written);

    [Theory]
    [InlineData("nora")]
    [InlineData("@shop.example")]
    [InlineData("a b@shop.example")]
    [InlineData("\"a b\"@shop.example")]
    [InlineData("a@shop.example>\r\nRCPT TO:<b@shop.example")]
    [InlineData("a@shop.example\n")]
    [InlineData("a..b@shop.example")]
    [InlineData("a@[127.0.0.1]")]
    [InlineData("a@sh op.example")]
    [InlineData("a,b@shop.example")]
    [InlineData("a@-shop.example")]
    [InlineData("a\u202eb@shop.example")]
    public void What_is_no_address_to_send_to_is_refused(string typed)
    {
        // A line break at the end is a slip of copying and is cut off; anywhere else it is none.
        if (typed.EndsWith('\n'))
        {
            Mailbox.Of(typed, null)!.Address.ShouldNotContain('\n');
            return;
        }

        Mailbox.Of(typed, null).ShouldBeNull();
    }

    [Fact]
    public void A_dot_at_the_beginning_of_a_line_is_doubled() =>
        Encoding.ASCII.GetString(SmtpCall.Stuffed("a\r\n.b\r\n..\r\nc"u8)).ShouldBe("a\r\n..b\r\n...\r\nc\r\n.\r\n");

    private static MimeLetter Letter(string subject = "hello", string? name = "Nora", string text = "hello\n") => new()
    {
        Id = Guid.CreateVersion7(),
        From = Mailbox.Of("genkan@post.example", "Genkan 玄関")!,
        To = Mailbox.Of("nora@shop.example", name)!,
        Subject = subject,
        Language = "tr",
        At = 1_760_000_000_000,
        Text = text,
        Html = "<p>ok</p>\n",
    };
}
