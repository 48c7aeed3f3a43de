namespace Genkan.Tests.Administration;

/// <summary>Whoever did not change an account's security learns by mail that somebody did; a mail server the test plays.</summary>
public sealed class SecurityNoticeTests : ShopWithMail
{
    private const string Chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    [Fact]
    public async Task Each_change_is_told_once_in_the_members_language_with_what_it_was_done_by()
    {
        var walt = await Shop.Walt();
        (await walt.Patch("/api/me", new { language = "tr" })).Should(200);
        walt.Headers["User-Agent"] = Chrome;
        walt.Headers["Accept-Language"] = "ja";

        await walt.SetsUpASecondFactor(Shop);
        (await walt.Post("/api/me/recovery-codes")).Should(200);
        using var key = new SecurityKey("https://chat.example");
        var asked = (await walt.Post("/api/me/passkeys/options")).Should(200);
        var added = (await walt.Post("/api/me/passkeys", new { name = "Walt's telephone", ticket = asked["ticket"]!.GetValue<string>(), credential = key.Make(asked["options"]!) })).Should(201);
        (await walt.Delete($"/api/me/passkeys/{added.Id}")).Should(204);
        (await walt.Delete("/api/me/second-factor")).Should(204);
        // Off already: nothing was done, and nothing is told.
        (await walt.Delete("/api/me/second-factor")).Should(204);
        (await walt.Put("/api/me/password", new { current = Shop.Password, password = "another password 71" })).Should(204);

        var letters = await Post.For("walt@shop.example", 6);
        string[] subjects =
        [
            "İki adımlı doğrulama açıldı", "Yeni kurtarma kodları oluşturuldu", "Geçiş anahtarı eklendi", "Geçiş anahtarı kaldırıldı", "İki adımlı doğrulama kapatıldı", "Parolanız değiştirildi",
        ];
        letters.Select(letter => letter.Subject).ShouldBe(subjects, ignoreOrder: true);
        letters.ShouldAllBe(letter => letter.Text.Contains("Chrome (Windows)") && letter.Text.Contains("127.0.0.x") && letter.Text.Contains("https://chat.example/console/"));
        letters.Single(letter => letter.Subject == "Geçiş anahtarı eklendi").Text.ShouldContain("Walt's telephone");
        letters.Single(letter => letter.Subject == "Parolanız değiştirildi").Text.ShouldContain("Diğer tüm cihazlardaki");
    }

    [Fact]
    public async Task What_an_admin_took_away_is_told_to_whom_it_was_taken_from()
    {
        var ada = await Shop.Ada();
        await ada.SetsUpASecondFactor(Shop);
        Shop.Nora.Headers["User-Agent"] = Chrome;
        (await Shop.Nora.Delete($"/api/agents/{ada.Id}/second-factor")).Should(204);

        var letters = await Post.For("ada@shop.example", 2);
        // Not with what the admin sat at.
        letters.Single(letter => letter.Subject == "Your second factor was reset").Text.ShouldNotContain("Chrome");
        Post.Letters.ShouldAllBe(letter => letter.To == "ada@shop.example");
    }

    [Fact]
    public async Task A_refused_change_is_told_to_nobody()
    {
        (await Shop.Nora.Put("/api/me/password", new { current = "not the password", password = "another password 71" })).ShouldRefuse(422, "invalid");
        (await Shop.Nora.Delete("/api/me/second-factor")).ShouldRefuse(403, "proof_needed");
        (await Shop.Nora.Put("/api/me/password", new { current = Shop.Password, password = "another password 71" })).Should(204);
        (await Post.For("nora@shop.example")).Single().Subject.ShouldBe("Your password was changed");
    }
}
