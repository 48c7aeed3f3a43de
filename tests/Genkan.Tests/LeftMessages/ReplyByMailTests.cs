namespace Genkan.Tests.LeftMessages;

/// <summary>The answer as a letter: through the outbox, and what became of it at the message.</summary>
[Requirement("OM-09")]
public sealed class ReplyByMailTests : ShopWithMail
{
    [Fact]
    public async Task The_answer_goes_by_mail_in_the_sites_name_and_the_visitors_language_with_the_question()
    {
        var left = await Left("mina@home.example", "在庫はありますか。\n<b>赤</b>がほしいです。", language: "ja");
        await using var stream = await Shop.Nora.Listen();

        (await Reply(left, "はい、ございます。\n<script>1</script>")).Should(201)["reply"]!["mail"]!.GetValue<string>().ShouldBe("waiting");

        var letter = (await Post.For("mina@home.example")).Single();
        letter.Subject.ShouldBe("Shop：お問い合わせへの回答");
        letter["From"].ShouldContain("Shop");
        letter["From"].ShouldContain("<genkan@post.example>");
        letter.Text.ShouldContain("はい、ございます。");
        letter.Text.ShouldContain("> 在庫はありますか。\n> <b>赤</b>がほしいです。".ReplaceLineEndings(letter.Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n"));
        letter.Text.ShouldContain($"https://chat.example/chat/{Shop.SiteKey}");
        letter.Html.ShouldContain("&lt;script&gt;1&lt;/script&gt;");
        letter.Html.ShouldContain("&lt;b&gt;");
        letter.Html.ShouldNotContain("<script");
        var told = await stream.Next("leftMessage.changed");
        told["message"]!["reply"]!["mail"]!.GetValue<string>().ShouldBe("sent");
        (await Details(left))["steps"]!.AsArray().Select(s => s!["kind"]!.GetValue<string>()).ShouldBe(["left", "replied", "mailed"]);
    }

    [Fact]
    public async Task A_letter_that_does_not_get_there_is_told_at_the_message_and_its_second_try_too()
    {
        var full = true;
        Post.Answer = line => full && line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 nobody" : null;
        var left = await Left("gone@home.example", "Hello?");
        (await Reply(left, "Hello.")).Should(201);

        await Until.True(async () => await MailOf(left) == "failed");
        (await Details(left))["message"]!["reply"]!["mailWhy"]!.GetValue<string>().ShouldBe("refused");
        full = false;
        var letter = (await Shop.Nora.Get("/api/mail/letters")).Should(200)["items"]![0]!["id"]!.GetValue<string>();
        (await Shop.Nora.Post($"/api/mail/letters/{letter}/again")).Should(204);
        await Until.True(async () => await MailOf(left) == "sent");
        (await Details(left))["steps"]!.AsArray().Select(s => s!["kind"]!.GetValue<string>()).ShouldBe(["left", "replied", "mail_failed", "mailed"]);
    }

    [Fact]
    public async Task While_the_server_says_later_it_is_delayed_and_dropping_it_is_said()
    {
        Post.Answer = line => line == "." ? "451 4.3.0 a moment please" : null;
        var left = await Left("later@home.example", "Hello?");
        (await Reply(left, "Hello.")).Should(201);
        await Until.True(async () => await MailOf(left) == "delayed");

        var letter = (await Shop.Nora.Get("/api/mail/letters")).Should(200)["items"]![0]!["id"]!.GetValue<string>();
        (await Shop.Nora.Delete($"/api/mail/letters/{letter}")).Should(204);

        var reply = (await Details(left))["message"]!["reply"]!;
        reply["mail"]!.GetValue<string>().ShouldBe("failed");
        reply["mailWhy"]!.GetValue<string>().ShouldBe("dropped");
    }

    [Fact]
    public async Task Without_an_address_no_letter_is_promised()
    {
        var left = (await (await Shop.AVisitor()).Post("/visitor/leftmessages", new { id = Ids.New(), name = "Mina", phone = "0555 010 20 30", text = "Call me" })).Should(201).Id;

        (await Reply(left, "We shall.")).Should(201)["reply"]!["mail"]!.GetValue<string>().ShouldBe("none");
        Post.Letters.ShouldBeEmpty();
    }

    private async Task<string> Left(string email, string text, string language = "en")
    {
        var visitor = await Shop.AVisitor(language: language);
        visitor.Headers["Accept-Language"] = language;
        return (await visitor.Post("/visitor/leftmessages", new { id = Ids.New(), name = "Mina", email, text })).Should(201).Id;
    }

    private Task<Answer> Reply(string message, string text) => Shop.Nora.Post($"/api/leftmessages/{message}/reply", new { id = Ids.New(), text });

    private async Task<Answer> Details(string message) => (await Shop.Nora.Get($"/api/leftmessages/{message}")).Should(200);

    private async Task<string> MailOf(string message) => (await Details(message))["message"]!["reply"]!["mail"]!.GetValue<string>();
}
