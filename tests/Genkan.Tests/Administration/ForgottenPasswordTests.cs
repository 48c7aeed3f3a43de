using System.Diagnostics;

namespace Genkan.Tests.Administration;

/// <summary>"I forgot my password", from the picture to the new password, with a mail server the test plays.</summary>
[Requirement("ST-07", "ST-08", "CF-30", "SP-08")]
public sealed class ForgottenPasswordTests : ShopWithMail
{
    private const string NewPassword = "an entirely new password";

    [Fact]
    public async Task A_link_is_mailed_that_sets_a_new_password_once_and_ends_every_sign_in()
    {
        await using var stream = await Shop.Nora.Listen();
        await Passwords.Forget(Shop, "Nora@Shop.example");
        var letter = (await Post.For("nora@shop.example")).Single();
        letter.Text.ShouldContain("https://chat.example/console/reset#");
        (await Shop.Stored("SELECT token FROM administration_resets")).ShouldAllBe(kept => !kept.Contains(letter.Token, StringComparison.Ordinal));

        // Programs that open links, and people who look before they leap, change nothing.
        var somebody = new AgentClient(Shop.Server.Url);
        (await somebody.Post("/api/passwords/look", new { token = letter.Token })).Should(200)["signInName"]!.GetValue<string>().ShouldBe("nora@shop.example");
        (await somebody.Post("/api/passwords/look", new { token = letter.Token })).Should(200);
        (await somebody.Post("/api/passwords/reset", new { token = letter.Token, password = "short" })).Should(422);
        (await Shop.Nora.Get("/api/session")).Should(200);

        (await somebody.Post("/api/passwords/reset", new { token = letter.Token, password = NewPassword })).Should(204);
        (await Shop.Nora.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        await stream.Next("closed");
        (await Shop.TriesToSignIn(new { email = "nora@shop.example", password = Shop.Password })).ShouldRefuse(401, "sign_in_failed");
        (await Shop.TriesToSignIn(new { email = "nora@shop.example", password = NewPassword })).Should(200);
        (await somebody.Post("/api/passwords/reset", new { token = letter.Token, password = "yet another password" })).ShouldRefuse(404, "reset_invalid");
        (await somebody.Post("/api/passwords/look", new { token = letter.Token })).ShouldRefuse(404, "reset_invalid");

        (await Post.For("nora@shop.example", 2))[1].Subject.ShouldBe("Your password was changed");
    }

    [Fact]
    public async Task The_answer_is_the_same_whether_or_not_the_address_exists()
    {
        var times = new Dictionary<string, TimeSpan>();
        var answers = new List<string>();
        foreach (var email in new[] { "nora@shop.example", "nobody@shop.example" })
        {
            var (challenge, code) = await Passwords.PictureCode(Shop);
            var watch = Stopwatch.StartNew();
            var answer = (await new AgentClient(Shop.Server.Url).Post("/api/passwords/forgotten", new { email, challenge, code })).Should(202);
            times[email] = watch.Elapsed;
            answers.Add(string.Join('|', answer.Headers.Where(h => h.Key != "Date").Select(h => $"{h.Key}={string.Join(',', h.Value)}")) + answer.Text);
        }

        answers[0].ShouldBe(answers[1]);
        times.Values.ShouldAllBe(time => time >= TimeSpan.FromMilliseconds(490));
        await Post.For("nora@shop.example");
        Post.Letters.ShouldAllBe(l => l.To == "nora@shop.example");
    }

    [Fact]
    public async Task Without_the_digits_of_the_picture_nothing_is_sent()
    {
        var somebody = new AgentClient(Shop.Server.Url);
        var (challenge, code) = await Passwords.PictureCode(Shop);
        var wrong = (await somebody.Post("/api/passwords/forgotten", new { email = "nora@shop.example", challenge, code = code == "000000" ? "111111" : "000000" })).Should(422);
        wrong["errors"]!["code"]![0]!["code"]!.GetValue<string>().ShouldBe("code_wrong");
        (await somebody.Post("/api/passwords/forgotten", new { email = "nora@shop.example", challenge, code })).Should(422);
        (await somebody.Post("/api/passwords/forgotten", new { email = "nora@shop.example", challenge = "x", code })).Should(422);
        (await somebody.Post("/api/passwords/forgotten", new { email = "nora@shop.example" })).Should(422);

        await Passwords.Forget(Shop, "nora@shop.example");
        (await Post.For("nora@shop.example")).Count.ShouldBe(1);
        Post.Letters.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_letter_speaks_the_accounts_language_and_leads_to_the_public_address_whatever_the_request_says()
    {
        (await Shop.Nora.Patch("/api/me", new { language = "ja" })).Should(200);
        var (challenge, code) = await Passwords.PictureCode(Shop);
        var evil = new AgentClient(Shop.Server.Url);
        evil.Headers["Host"] = "evil.example";
        evil.Headers["Accept-Language"] = "tr";
        (await evil.Post("/api/passwords/forgotten", new { email = "nora@shop.example", challenge, code })).Should(202);
        var letter = (await Post.For("nora@shop.example")).Single();
        letter.Subject.ShouldBe("パスワードの再設定");
        letter.Raw.ShouldNotContain("evil.example");
        letter.Text.ShouldContain("https://chat.example/console/reset#");
    }

    [Fact]
    public async Task A_link_runs_out_after_half_an_hour_and_using_one_ends_the_others()
    {
        await Passwords.Forget(Shop, "nora@shop.example");
        await Passwords.Forget(Shop, "nora@shop.example");
        var letters = await Post.For("nora@shop.example", 2);
        var somebody = new AgentClient(Shop.Server.Url);
        (await somebody.Post("/api/passwords/reset", new { token = letters[0].Token, password = NewPassword })).Should(204);
        (await somebody.Post("/api/passwords/reset", new { token = letters[1].Token, password = "yet another password" })).ShouldRefuse(404, "reset_invalid");

        await Passwords.Forget(Shop, "nora@shop.example");
        var late = (await Post.For("nora@shop.example", 4)).Last(l => l.Token.Length > 0);
        Shop.Clock.Advance(TimeSpan.FromMinutes(30));
        (await somebody.Post("/api/passwords/reset", new { token = late.Token, password = "yet another password" })).ShouldRefuse(404, "reset_invalid");
    }

    [Fact]
    public async Task One_account_gets_at_most_three_letters_an_hour()
    {
        for (var i = 0; i < 5; i++)
        {
            await Passwords.Forget(Shop, "nora@shop.example");
        }

        Shop.Clock.Advance(TimeSpan.FromMinutes(61));
        await Passwords.Forget(Shop, "nora@shop.example");
        (await Post.For("nora@shop.example", 4)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Who_is_disabled_or_only_invited_gets_none()
    {
        var walt = await Shop.Walt();
        (await Shop.Nora.Patch($"/api/agents/{walt.Id}", new { disabled = true })).Should(200);
        await Shop.Nora.Invites("ivy", "ivy@shop.example");
        await Passwords.Forget(Shop, "walt@shop.example");
        await Passwords.Forget(Shop, "ivy@shop.example");
        await Passwords.Forget(Shop, "nora@shop.example");
        await Post.For("nora@shop.example");
        Post.Letters.ShouldAllBe(l => l.To == "nora@shop.example");
    }

    [Fact, Requirement("CF-31", "ST-01")]
    public async Task Where_user_names_sign_in_they_are_what_the_page_asks_for()
    {
        (await Shop.Nora.Put("/api/settings/signin", new { by = "userName" })).Should(200);
        (await new AgentClient(Shop.Server.Url).Get("/api/signin")).Should(200)["by"]!.GetValue<string>().ShouldBe("userName");
        await Passwords.Forget(Shop, "nora@shop.example");
        var (challenge, code) = await Passwords.PictureCode(Shop);
        (await new AgentClient(Shop.Server.Url).Post("/api/passwords/forgotten", new { organisation = Shop.Nora.OrganisationSlug, userName = "nora", challenge, code })).Should(202);
        await Post.For("nora@shop.example");
        Post.Letters.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_mail_server_it_is_not_offered()
    {
        await using var off = await Shop.Open();
        var ways = (await new AgentClient(off.Server.Url).Get("/api/signin")).Should(200);
        ways["reset"]!.GetValue<bool>().ShouldBeFalse();
        var (challenge, code) = await Passwords.PictureCode(off);
        (await new AgentClient(off.Server.Url).Post("/api/passwords/forgotten", new { email = "nora@shop.example", challenge, code })).ShouldRefuse(409, "mail_not_set_up");
    }
}
