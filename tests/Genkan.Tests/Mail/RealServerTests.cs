namespace Genkan.Tests.Mail;

/// <summary>With Debian's Postfix on the other side.</summary>
public sealed class RealServerTests
{
    private const string NotHere = "Postfix is not installed, or this is not root, who alone may start it.";

    [Fact]
    public async Task It_takes_our_letters_encrypted_and_other_scripts_arrive_whole()
    {
        Assert.SkipUnless(PostOffice.Here, NotHere);
        await using var office = await PostOffice.Open();
        await using var shop = await Shop.Open(office.Settings());
        shop.Nora.Headers["Accept-Language"] = "ja";
        var answer = (await shop.Nora.Post("/api/mail/test", new { to = "nora@shop.example" })).Should(200);
        answer["sent"]!.GetValue<bool>().ShouldBeTrue(answer.Text);

        var letter = (await office.Box("nora@shop.example")).Single();
        letter.Subject.ShouldBe("Genkan からのテストメール");
        ReceivedLetter.Decoded(letter["From"]).ShouldBe("Genkan 玄関 <genkan@post.example>");
        letter.Text.ShouldContain("127.0.0.1");
        letter.Html.ShouldContain("lang=\"ja\"");
        letter.Headers.Single(h => h.Name == "Received").Value.ShouldContain("with ESMTPS");
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task It_lets_in_who_signs_in(string way)
    {
        Assert.SkipUnless(PostOffice.Here, NotHere);
        await using var office = await PostOffice.Open(way);
        await using var shop = await Shop.Open(office.Settings(user: "genkan", password: "a secret"));
        var answer = (await shop.Nora.Post("/api/mail/test", new { to = "nora@shop.example" })).Should(200);
        answer["sent"]!.GetValue<bool>().ShouldBeTrue(answer.Text);
        (await office.Box("nora@shop.example")).Single().Headers.Single(h => h.Name == "Received").Value.ShouldContain("with ESMTPSA");
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_certificate_are_told()
    {
        Assert.SkipUnless(PostOffice.Here, NotHere);
        await using var office = await PostOffice.Open("PLAIN");
        await using (var wrong = await Shop.Open(office.Settings(user: "genkan", password: "another")))
        {
            var answer = (await wrong.Nora.Post("/api/mail/test", new { to = "nora@shop.example" })).Should(200);
            answer["why"]!.GetValue<string>().ShouldBe("auth_failed");
            answer["reply"]!.GetValue<string>().ShouldStartWith("535");
        }

        var settings = office.Settings().ToList();
        settings.RemoveRange(settings.IndexOf("--GENKAN_SMTP_TRUST"), 2);
        await using var untrusting = await Shop.Open([.. settings]);
        (await untrusting.Nora.Post("/api/mail/test", new { to = "nora@shop.example" })).Should(200)["why"]!.GetValue<string>().ShouldBe("tls_failed");
    }

    [Fact]
    public async Task Refusals_and_an_address_in_another_script_are_handled_as_the_standard_says()
    {
        Assert.SkipUnless(PostOffice.Here, NotHere);
        await using var office = await PostOffice.Open();
        await using var shop = await Shop.Open(office.Settings());
        var gone = (await shop.Nora.Post("/api/mail/test", new { to = "gone@shop.example" })).Should(200);
        gone["reply"]!.GetValue<string>().ShouldStartWith("550");
        var later = (await shop.Nora.Post("/api/mail/test", new { to = "later@shop.example" })).Should(200);
        later["reply"]!.GetValue<string>().ShouldStartWith("450");

        var utf8 = (await shop.Nora.Post("/api/mail/test", new { to = "ayşe@shop.example" })).Should(200);
        utf8["sent"]!.GetValue<bool>().ShouldBeTrue(utf8.Text);
        (await office.Box("ayşe@shop.example")).Single()["To"].ShouldBe("ayşe@shop.example");
    }

    [Fact, Requirement("ST-07", "ST-08")]
    public async Task A_letter_waits_while_the_server_is_away_and_leaves_when_it_is_back()
    {
        Assert.SkipUnless(PostOffice.Here, NotHere);
        await using var office = await PostOffice.Open();
        await using var shop = await Shop.Open(office.Settings());
        await office.Stop();
        await Passwords.Forget(shop, "nora@shop.example");
        await Until.True(async () => (await shop.Nora.Get("/api/mail/letters")).Should(200)["items"]!.AsArray() is [{ } one] && one!["why"]!.GetValue<string>() == "unreachable");
        await shop.Server.Restart();
        await office.Start();
        shop.Clock.Advance(TimeSpan.FromSeconds(15));
        (await office.Box("nora@shop.example")).Single().Token.Length.ShouldBe(43);
    }
}
