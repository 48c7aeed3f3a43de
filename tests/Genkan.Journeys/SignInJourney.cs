using Genkan.Administration;

namespace Genkan.Journeys;

/// <summary>Coming in safely: the second step, a browser that is remembered, a passkey, in a real browser.</summary>
public sealed class SignInJourney(Browsers browsers) : NorasShop
{
    // Passkeys belong to names: browsers take none for a bare address.
    private string Console => $"http://localhost:{Server.Port}/console/";

    [Fact, Requirement("ST-03", "ST-04")]
    public async Task With_an_app_for_the_second_step_and_a_browser_that_is_remembered()
    {
        var words = Words.In("en");
        await using var desk = await Desk.AtTheDoor(browsers, Console, words);
        var page = desk.Page;
        await SignsIn(page, words);
        await Assertions.Expect(desk.List).ToBeVisibleAsync();
        var secret = await SetsUpTheApp(page, words);

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(Console);
        await page.GetByLabel(words["console.sign_in_automatically"]).CheckAsync();
        await Assertions.Expect(page.GetByLabel(words["console.remember_me"])).ToBeCheckedAsync();
        await page.Shoot("sign-in/1-door");
        await page.ShouldBeAccessible("the sign-in page");
        await SignsIn(page, words);
        var code = page.GetByRole(AriaRole.Textbox, new() { Name = words["console.code"] });
        await code.FillAsync("000000");
        await Press(page, words["console.go_on"]);
        await Assertions.Expect(page.GetByText(words["field.code_wrong"])).ToBeVisibleAsync();
        await page.Shoot("sign-in/2-second-step");
        await page.ShouldBeAccessible("the second step");
        await code.FillAsync(Code(secret, 1));
        await Press(page, words["console.go_on"]);
        await Assertions.Expect(desk.List).ToBeVisibleAsync();

        // The browser is closed and opened: what ends with it is gone.
        await page.Context.ClearCookiesAsync(new() { Name = "genkan" });
        await page.GotoAsync(Console);
        await Assertions.Expect(desk.List).ToBeVisibleAsync();

        // Signed out by hand it waits for a click, and needs no password.
        await page.EvaluateAsync("() => fetch('/api/session', { method: 'DELETE' })");
        await page.GotoAsync(Console);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = words["console.forget_browser"] })).ToBeVisibleAsync();
        await page.Shoot("sign-in/3-remembered");
        await page.ShouldBeAccessible("the page of a remembered browser");
        await Press(page, words["console.go_on"]);
        await Assertions.Expect(desk.List).ToBeVisibleAsync();

        await page.GotoAsync($"{Console}manage/security");
        await page.GetByRole(AriaRole.Switch, new() { Name = words["manage.second_factor_for_all"] }).CheckAsync();
        await Press(page, words["manage.save"]);
        await Assertions.Expect(page.GetByText(words["manage.second_factor_has"], new() { Exact = true })).ToBeVisibleAsync();
        await page.Shoot("sign-in/4-organisation");
        await page.ShouldBeAccessible("the organisation's sign-in security");
    }

    [Fact]
    public async Task With_a_passkey_alone()
    {
        var words = Words.In("en");
        await using var desk = await Desk.AtTheDoor(browsers, Console, words);
        var page = desk.Page;
        await AddsAnAuthenticator(page);
        await SignsIn(page, words);
        await Assertions.Expect(desk.List).ToBeVisibleAsync();
        await page.GotoAsync($"{Console}me/security");
        await page.GetByLabel(words["manage.passkey_name"]).FillAsync("My telephone");
        await Press(page, words["manage.passkey_add"]);
        await Proves(page, words);
        await Assertions.Expect(page.GetByText("My telephone")).ToBeVisibleAsync();

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(Console);
        await Press(page, words["console.sign_in_passkey"]);
        await Assertions.Expect(desk.List).ToBeVisibleAsync();

        // It proves its owner again, here to let it go.
        await page.GotoAsync($"{Console}me/security");
        await Press(page, words["manage.passkey_remove_named"].Replace("{name}", "My telephone", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = words["manage.remove"], Exact = true }).ClickAsync();
        await Press(page, words["manage.proof_passkey"]);
        await Assertions.Expect(page.GetByText("My telephone")).ToHaveCountAsync(0);
    }

    /// <summary>Chromium's own authenticator (WebAuthn automation, level 3 section 11), with a finger always on it.</summary>
    private static async Task AddsAnAuthenticator(IPage page)
    {
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["options"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private static async Task SignsIn(IPage page, Words words)
    {
        await page.GetByRole(AriaRole.Textbox, new() { Name = words["console.email"], Exact = true }).FillAsync(Email);
        await page.Locator("input[type=password]").FillAsync(Password);
        await Press(page, words["console.sign_in"]);
    }

    private async Task<string> SetsUpTheApp(IPage page, Words words)
    {
        await page.GotoAsync($"{Console}me/security");
        await Press(page, words["manage.second_factor_set_up"]);
        await Proves(page, words);
        var secret = page.Locator("code");
        await Assertions.Expect(secret).ToBeVisibleAsync();
        var plain = (await secret.InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.Shoot("sign-in/5-app");
        await page.ShouldBeAccessible("setting the app up");
        await page.GetByRole(AriaRole.Textbox, new() { Name = words["console.code"] }).FillAsync(Code(plain, 0));
        await Press(page, words["console.setup_second_do"]);
        await Assertions.Expect(page.GetByRole(AriaRole.List, new() { Name = words["console.recovery_codes"] }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(10);
        await page.Shoot("sign-in/6-recovery-codes");
        await Press(page, words["console.recovery_codes_kept"]);
        await Assertions.Expect(page.GetByText(words["manage.second_factor_turn_off"])).ToBeVisibleAsync();
        await page.Shoot("sign-in/7-security");
        await page.ShouldBeAccessible("one's own security");
        return plain;
    }

    private static async Task Proves(IPage page, Words words)
    {
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = words["manage.proof_title"] });
        await dialog.Locator("input[type=password]").FillAsync(Password);
        await dialog.GetByRole(AriaRole.Button, new() { Name = words["console.go_on"], Exact = true }).ClickAsync();
    }

    private static Task Press(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    private static string Code(string secret, int steps) => Totp.CodeAt(Totp.Read(secret), Totp.StepAt(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()) + steps);
}
