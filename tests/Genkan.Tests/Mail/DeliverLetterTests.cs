using Genkan.Administration;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Mail;

/// <summary>The way of a letter from its cause to the server, with a mail server the test plays.</summary>
public sealed class DeliverLetterTests
{
    [Fact]
    public async Task A_letter_leaves_with_its_cause_once_and_its_words_are_not_kept()
    {
        using var post = new PostBox();
        await using var shop = await Shop.Open(post.Settings());
        await Queue(shop, "walt@shop.example", "A subject of secrets");

        var letter = (await post.For("walt@shop.example")).Single();
        letter.Subject.ShouldBe("A subject of secrets");
        await Until.True(async () => (await shop.Stored("SELECT state FROM mail_letters")).Contains("sent"));
        (await shop.Stored("SELECT COALESCE(content, 'nothing') FROM mail_letters")).ShouldBe(["nothing"]);
        shop.Clock.Advance(TimeSpan.FromHours(50));
        post.Letters.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_letter_whose_cause_was_rolled_back_never_leaves()
    {
        using var post = new PostBox();
        await using var shop = await Shop.Open(post.Settings());
        await Should.ThrowAsync<InvalidOperationException>(() => shop.Server.Services.GetRequiredService<IStorage>().Write<bool>(Organisation(shop), async tx =>
        {
            await shop.Server.Services.GetRequiredService<ILetters>().Queue(tx, LetterTo("walt@shop.example", "no"));
            throw new InvalidOperationException();
        }));
        await Queue(shop, "ada@shop.example", "yes");
        await post.For("ada@shop.example");
        post.Letters.ShouldAllBe(l => l.To == "ada@shop.example");
    }

    [Fact]
    public async Task While_the_server_says_later_it_is_tried_again_under_the_same_message_id()
    {
        using var post = new PostBox();
        var tries = 0;
        post.Answer = line => line == "." && ++tries < 3 ? "451 4.3.0 a moment please" : null;
        await using var shop = await Shop.Open(post.Settings());
        await Queue(shop, "walt@shop.example", "patience");
        await Until.True(async () => await Listed(shop) is [{ } one] && one!["state"]!.GetValue<string>() == "waiting");
        var listed = (await Listed(shop))[0]!;
        listed["why"]!.GetValue<string>().ShouldBe("refused");
        listed["reply"]!.GetValue<string>().ShouldBe("451 4.3.0 a moment please");

        shop.Clock.Advance(TimeSpan.FromSeconds(12));
        await Until.True(() => Task.FromResult(Volatile.Read(ref tries) == 2));
        await Until.True(async () => (await Listed(shop))[0]!["attempts"]!.GetValue<long>() == 2);
        shop.Clock.Advance(TimeSpan.FromSeconds(25));
        (await post.For("walt@shop.example")).Single()["Message-ID"].ShouldContain(listed["id"]!.GetValue<string>().Replace("-", "", StringComparison.Ordinal));
        await Until.True(async () => await Listed(shop) is []);
    }

    [Fact]
    public async Task What_is_refused_for_good_is_shown_as_failed_and_can_be_sent_again()
    {
        using var post = new PostBox();
        var full = true;
        post.Answer = line => full && line.StartsWith("RCPT", StringComparison.Ordinal) ? "550-5.1.1 nobody\r\n550 5.1.1 of that name" : null;
        await using var shop = await Shop.Open(post.Settings());
        await Queue(shop, "gone@shop.example", "hello");
        await Until.True(async () => await Listed(shop) is [{ } one] && one!["state"]!.GetValue<string>() == "failed");
        var failed = (await Listed(shop))[0]!;
        failed["reply"]!.GetValue<string>().ShouldBe("550 5.1.1 nobody 5.1.1 of that name");
        failed["to"]!.GetValue<string>().ShouldBe("gone@shop.example");
        shop.Server.Log.Lines.ShouldAllBe(line => !line.Contains("gone@shop.example", StringComparison.Ordinal) && !line.Contains("nobody", StringComparison.Ordinal));
        (await shop.Stored("SELECT recipient FROM mail_letters")).ShouldAllBe(kept => !kept.Contains("gone@", StringComparison.Ordinal));

        full = false;
        (await shop.Nora.Post($"/api/mail/letters/{failed["id"]}/again")).Should(204);
        await post.For("gone@shop.example");
        await Until.True(async () => await Listed(shop) is []);
    }

    [Fact]
    public async Task After_two_days_in_vain_it_is_shown_as_failed()
    {
        using var post = new PostBox { Answer = line => line.Length == 0 ? "421 not today" : null };
        await using var shop = await Shop.Open(post.Settings());
        await Queue(shop, "walt@shop.example", "hello");
        await Until.True(async () => await Listed(shop) is [_]);
        await Until.True(async () =>
        {
            shop.Clock.Advance(TimeSpan.FromMinutes(20));
            return (await Listed(shop))[0]!["state"]!.GetValue<string>() == "failed";
        });

        var failed = (await Listed(shop))[0]!;
        (failed["triedAt"]!.GetValue<long>() - failed["createdAt"]!.GetValue<long>()).ShouldBeGreaterThanOrEqualTo(47L * 3_600_000);
        failed["attempts"]!.GetValue<long>().ShouldBeGreaterThan(3);
        (await shop.Nora.Delete($"/api/mail/letters/{failed["id"]}")).Should(204);
        (await Listed(shop)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GREETING", "broken")]
    [InlineData("250-first\r\n550 other", "broken")]
    [InlineData("EHLO", "refused")]
    public async Task A_server_that_talks_nonsense_is_told_as_trouble(string how, string why)
    {
        using var post = new PostBox();
        post.Answer = how switch
        {
            "GREETING" => line => line.Length == 0 ? "hello there" : null,
            "EHLO" => line => line.Contains("LO ", StringComparison.Ordinal) ? "502 what?" : null,
            _ => line => line.StartsWith("MAIL", StringComparison.Ordinal) ? new string('x', 3000) : null,
        };
        await using var shop = await Shop.Open(post.Settings());
        var answer = (await shop.Nora.Post("/api/mail/test", new { to = "nora@shop.example" })).Should(200);
        answer["sent"]!.GetValue<bool>().ShouldBeFalse();
        answer["why"]!.GetValue<string>().ShouldBe(why);
    }

    [Fact]
    public async Task Where_encryption_is_asked_for_a_server_without_it_gets_nothing()
    {
        using var post = new PostBox();
        await using var shop = await Shop.Open([.. post.Settings(), "--GENKAN_SMTP_TLS", "starttls"]);
        var answer = (await shop.Nora.Post("/api/mail/test", new { to = "nora@shop.example" })).Should(200);
        answer["why"]!.GetValue<string>().ShouldBe("tls_missing");
        post.Heard.ShouldAllBe(line => line.StartsWith("EHLO", StringComparison.Ordinal) || line == "QUIT");
    }

    [Fact]
    public async Task What_is_said_before_the_encryption_is_not_taken_for_said_after_it()
    {
        using var post = new PostBox();
        post.Answer = line => line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-post.example\r\n250 STARTTLS" : line == "STARTTLS" ? "220 go\r\n250 AUTH PLAIN" : null;
        await using var shop = await Shop.Open([.. post.Settings(), "--GENKAN_SMTP_TLS", "starttls"]);
        (await shop.Nora.Post("/api/mail/test", new { to = "nora@shop.example" })).Should(200)["why"]!.GetValue<string>().ShouldBe("broken");
    }

    [Fact]
    public async Task Mail_says_plainly_whether_it_is_set_up()
    {
        await using (var off = await Shop.Open())
        {
            (await off.Nora.Get("/api/mail")).Should(200)["state"]!.GetValue<string>().ShouldBe("off");
            (await off.Nora.Post("/api/mail/test", new { to = "nora@shop.example" })).ShouldRefuse(409, "mail_not_set_up");
            (await (await off.Walt()).Get("/api/mail")).ShouldRefuse(403, "not_allowed");
        }

        await using var half = await Shop.Open("--GENKAN_SMTP_HOST", "mail.example", "--GENKAN_SMTP_USER", "me", "--GENKAN_SMTP_TLS", "none", "--GENKAN_SMTP_PORT", "99999");
        var answer = (await half.Nora.Get("/api/mail")).Should(200);
        answer["state"]!.GetValue<string>().ShouldBe("incomplete");
        answer["problems"]!.AsArray().Select(p => $"{p!["setting"]} {p["why"]}").ShouldBe(
            ["GENKAN_SMTP_PORT invalid", "GENKAN_SMTP_FROM missing", "GENKAN_SMTP_PASSWORD missing", "GENKAN_SMTP_TLS unprotected", "GENKAN_PUBLIC_URL missing"], ignoreOrder: true);
    }

    private static OrganisationId Organisation(Shop shop) => OrganisationId.From(Guid.Parse(shop.Nora.Organisation));

    private static Letter LetterTo(string to, string subject) => new()
    {
        Id = Guid.CreateVersion7(),
        Kind = "test",
        To = to,
        Language = "en",
        Subject = subject,
        Before = ["Hello"],
    };

    private static Task Queue(Shop shop, string to, string subject) => shop.Server.Services.GetRequiredService<IStorage>().Write(Organisation(shop), async tx =>
    {
        await shop.Server.Services.GetRequiredService<ILetters>().Queue(tx, LetterTo(to, subject));
        return true;
    });

    private static async Task<System.Text.Json.Nodes.JsonArray> Listed(Shop shop) => (await shop.Nora.Get("/api/mail/letters")).Should(200)["items"]!.AsArray();
}
