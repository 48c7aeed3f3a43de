namespace Genkan.Tests.Administration;

public sealed class SecondFactorTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task Who_set_up_a_second_factor_needs_a_code_after_the_password_and_each_code_counts_once()
    {
        var walt = await shop.Agent("walt");
        var (app, codes) = await walt.SetsUpASecondFactor(shop);
        codes.Length.ShouldBe(10);
        codes.Distinct().Count().ShouldBe(10);

        var door = new AgentClient(shop.Server.Url);
        var ticket = await door.TakesTheFirstStep("walt@shop.example");
        (await door.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        (await door.Post("/api/session/second", new { ticket, code = app.WrongCode() })).ShouldRefuse(422, "invalid")["errors"]!["code"]![0]!["code"]!.GetValue<string>().ShouldBe("code_wrong");
        var code = app.Code();
        var session = (await door.Post("/api/session/second", new { ticket, code })).Should(200);
        session["agent"]!["id"]!.GetValue<string>().ShouldBe(walt.Id);
        (await door.Get("/api/session")).Should(200);

        // The same code over somebody's shoulder.
        var thief = new AgentClient(shop.Server.Url);
        var again = await thief.TakesTheFirstStep("walt@shop.example");
        (await thief.Post("/api/session/second", new { ticket = again, code })).ShouldRefuse(422, "invalid");
        (await thief.Post("/api/session/second", new { ticket, code })).ShouldRefuse(422, "invalid");
        shop.Clock.Advance(TimeSpan.FromSeconds(30));
        (await thief.Post("/api/session/second", new { ticket = again, code = app.Code() })).Should(200);
    }

    [Fact]
    public async Task A_recovery_code_stands_in_once_however_it_is_typed()
    {
        var ada = await shop.Agent("ada");
        var (_, codes) = await ada.SetsUpASecondFactor(shop);
        var door = new AgentClient(shop.Server.Url);

        var ticket = await door.TakesTheFirstStep("ada@shop.example");
        (await door.Post("/api/session/second", new { ticket, code = codes[0].ToUpperInvariant().Replace('-', ' ') })).Should(200);
        (await new AgentClient(shop.Server.Url).Post("/api/session/second", new { ticket, code = codes[0] })).ShouldRefuse(422, "invalid");
        (await ada.Get("/api/me/security")).Should(200)["secondFactor"]!["recoveryCodesLeft"]!.GetValue<int>().ShouldBe(9);

        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        (await ada.Post("/api/me/recovery-codes")).ShouldRefuse(403, "proof_needed");
        await ada.ProvesThemselves();
        var fresh = SecurityScenes.CodesOf((await ada.Post("/api/me/recovery-codes")).Should(200));
        ticket = await door.TakesTheFirstStep("ada@shop.example");
        (await door.Post("/api/session/second", new { ticket, code = codes[1] })).ShouldRefuse(422, "invalid");
        (await door.Post("/api/session/second", new { ticket, code = fresh[1] })).Should(200);
    }

    [Fact]
    public async Task It_counts_only_once_a_code_was_given_and_goes_only_with_the_password_in_hand()
    {
        var tom = await shop.Agent("tom");
        (await tom.Post("/api/me/second-factor")).ShouldRefuse(403, "proof_needed");
        (await tom.Post("/api/me/proof", new { password = "not the password" })).ShouldRefuse(422, "invalid");
        (await tom.Post("/api/me/second-factor")).ShouldRefuse(403, "proof_needed");
        await tom.ProvesThemselves();
        (await tom.Post("/api/me/second-factor")).Should(200);
        (await shop.TriesToSignIn(new { email = "tom@shop.example", password = Shop.Password })).Should(200);

        await tom.SetsUpASecondFactor(shop);
        (await tom.Post("/api/me/second-factor")).ShouldRefuse(409, "second_factor_on");
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        (await tom.Delete("/api/me/second-factor")).ShouldRefuse(403, "proof_needed");
        await tom.ProvesThemselves();
        (await tom.Delete("/api/me/second-factor")).Should(204);
        (await shop.TriesToSignIn(new { email = "tom@shop.example", password = Shop.Password })).Should(200);
    }

    [Fact]
    public async Task Wrong_codes_are_counted_apart_from_wrong_passwords()
    {
        await using var other = await Shop.Open("--GENKAN_PROXIES", "127.0.0.1");
        var walt = await other.Walt();
        var (app, _) = await walt.SetsUpASecondFactor(other);
        // Somebody has the password and guesses codes from elsewhere.
        var thief = other.From("203.0.113.7");
        var ticket = await thief.TakesTheFirstStep("walt@shop.example");
        for (var i = 0; i < 5; i++)
        {
            (await thief.Post("/api/session/second", new { ticket, code = app.WrongCode() })).ShouldRefuse(422, "invalid");
        }

        (await thief.Post("/api/session/second", new { ticket, code = app.Code() })).ShouldRefuse(429, "too_many");
        // The owner takes both steps undisturbed.
        var door = new AgentClient(other.Server.Url);
        var own = await door.TakesTheFirstStep("walt@shop.example");
        (await door.Post("/api/session/second", new { ticket = own, code = app.Code() })).Should(200);
    }

    [Fact]
    public async Task Where_the_organisation_wants_it_those_without_are_led_to_set_it_up()
    {
        await using var other = await Shop.Open();
        await other.Walt();
        var laptop = new AgentClient(other.Server.Url);
        (await laptop.Post("/api/session", new { email = "walt@shop.example", password = Shop.Password, remember = true })).Should(200);
        (await other.Nora.Put("/api/settings/security", new { secondFactorRequired = true })).Should(200);
        (await other.Nora.Get("/api/settings/security")).Should(200)["secondFactorRequired"]!.GetValue<bool>().ShouldBeTrue();

        // No door is weaker: a remembered browser is led there too.
        (await laptop.Post("/api/session/device", new { })).ShouldRefuse(401, "second_factor_setup");
        var door = new AgentClient(other.Server.Url);
        var ticket = await door.TakesTheFirstStep("walt@shop.example", "second_factor_setup");
        (await door.Post("/api/session/second", new { ticket, code = "123456" })).ShouldRefuse(401, "ticket_over");
        var begun = (await door.Post("/api/session/second/setup", new { ticket })).Should(200);
        begun["address"]!.GetValue<string>().ShouldStartWith("otpauth://totp/Genkan:walt%40shop.example?secret=");
        begun["qr"]!["path"]!.GetValue<string>().ShouldStartWith("M");
        var app = new Authenticator(begun["secret"]!.GetValue<string>(), other.Clock);
        (await door.Post("/api/session/second/confirm", new { ticket, code = app.WrongCode() })).ShouldRefuse(422, "invalid");
        var entered = (await door.Post("/api/session/second/confirm", new { ticket, code = app.Code() })).Should(200);
        SecurityScenes.CodesOf(entered).Length.ShouldBe(10);
        (await door.Get("/api/session")).Should(200);

        await door.ProvesThemselves();
        (await door.Delete("/api/me/second-factor")).ShouldRefuse(409, "second_factor_required");
        (await other.Nora.Put("/api/settings/security", new { secondFactorRequired = false })).Should(200);
        (await door.Delete("/api/me/second-factor")).Should(204);
    }

    [Fact]
    public async Task The_ticket_for_the_second_step_ends_with_the_password_the_membership_and_the_time()
    {
        await using var other = await Shop.Open();
        var walt = await other.Walt();
        var (app, _) = await walt.SetsUpASecondFactor(other);
        var door = new AgentClient(other.Server.Url);

        var ticket = await door.TakesTheFirstStep("walt@shop.example");
        other.Clock.Advance(TimeSpan.FromMinutes(11));
        (await door.Post("/api/session/second", new { ticket, code = app.Code() })).ShouldRefuse(401, "ticket_over");

        ticket = await door.TakesTheFirstStep("walt@shop.example");
        (await other.Nora.Patch($"/api/agents/{walt.Id}", new { disabled = true })).Should(200);
        (await door.Post("/api/session/second", new { ticket, code = app.Code() })).ShouldRefuse(401, "sign_in_failed");
        (await other.Nora.Patch($"/api/agents/{walt.Id}", new { disabled = false, password = "another good password" })).Should(200);
        (await door.Post("/api/session/second", new { ticket, code = app.Code() })).ShouldRefuse(401, "ticket_over");
        foreach (var forged in new[] { "", "x", "g1.1.AAAA", ticket[..^4] + "AAAA", new string('A', 500), new string('A', 5000) })
        {
            (await door.Post("/api/session/second", new { ticket = forged, code = app.Code() })).ShouldRefuse(401, "ticket_over");
        }
    }

    [Fact]
    public async Task An_invitation_is_no_way_around_it()
    {
        await using var other = await Shop.Open();
        var rivals = await other.TheRivals();
        var walt = await other.Walt();
        await walt.SetsUpASecondFactor(other);
        var (_, token) = await rivals.Rita.Invites("walt", "walt@shop.example");
        var door = new AgentClient(other.Server.Url);

        (await door.Post("/api/invitations/accept", new { token, name = "Walt", password = Shop.Password })).ShouldRefuse(401, "second_factor");
        (await door.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
    }

    [Fact]
    public async Task An_admin_sees_who_has_one_and_takes_a_lost_one_away()
    {
        await using var other = await Shop.Open();
        var walt = await other.Walt();
        await using var stream = await walt.Listen();
        await walt.SetsUpASecondFactor(other);

        var seen = (await other.Nora.Get("/api/security/members")).Should(200)["items"]!.AsArray();
        seen.Single(m => m!["agent"]!.GetValue<string>() == walt.Id)!["secondFactor"]!.GetValue<bool>().ShouldBeTrue();
        seen.Single(m => m!["agent"]!.GetValue<string>() == other.Nora.Id)!["secondFactor"]!.GetValue<bool>().ShouldBeFalse();
        (await other.Nora.Get($"/api/agents/{walt.Id}/security")).Should(200)["mayReset"]!.GetValue<bool>().ShouldBeTrue();

        (await other.Nora.Delete($"/api/agents/{walt.Id}/second-factor")).Should(204);
        (await stream.Next("closed"))["reason"]!.GetValue<string>().ShouldBe("signed_out");
        (await other.TriesToSignIn(new { email = "walt@shop.example", password = Shop.Password })).Should(200);
        // One's own goes with the password only; nobody takes it from who may more, nor from an account used elsewhere.
        (await other.Nora.Delete($"/api/agents/{other.Nora.Id}/second-factor")).ShouldRefuse(403, "not_allowed");
        var helper = await other.Agent("helper");
        (await other.Nora.Patch($"/api/agents/{helper.Id}", new { permissions = new[] { "agents.manage" } })).Should(200);
        (await helper.Delete($"/api/agents/{walt.Id}/second-factor")).ShouldRefuse(403, "not_allowed");
        (await helper.Delete($"/api/agents/{walt.Id}/sessions")).ShouldRefuse(403, "not_allowed");
        var rivals = await other.TheRivals();
        await rivals.Rita.Invites("walt", "walt@shop.example");
        (await other.Nora.Delete($"/api/agents/{walt.Id}/second-factor")).ShouldRefuse(409, "account_elsewhere");
        (await rivals.Rita.Delete($"/api/agents/{walt.Id}/second-factor")).ShouldRefuse(404, "not_found");
    }

    [Fact, Requirement("SP-12")]
    public async Task Neither_secret_nor_codes_are_readable_in_the_store_and_a_key_has_no_say()
    {
        var ute = await shop.Agent("ute");
        await ute.ProvesThemselves();
        var secret = (await ute.Post("/api/me/second-factor")).Should(200)["secret"]!.GetValue<string>();
        var app = new Authenticator(secret, shop.Clock);
        var codes = SecurityScenes.CodesOf((await ute.Post("/api/me/second-factor/confirm", new { code = app.Code() })).Should(200));

        (await shop.Stored("SELECT secret FROM administration_factors")).ShouldAllBe(stored => !stored.Contains(secret, StringComparison.Ordinal) && stored.StartsWith("g1."));
        var stored = await shop.Stored("SELECT code FROM administration_recovery");
        stored.Count.ShouldBeGreaterThanOrEqualTo(10);
        stored.ShouldNotContain(codes[0]);
        stored.ShouldNotContain(codes[0].Replace("-", "", StringComparison.Ordinal));

        var program = new AgentClient(shop.Server.Url) { Key = (await ute.Post("/api/keys", new { name = "program" })).Should(201)["key"]!.GetValue<string>() };
        (await program.Post("/api/me/proof", new { password = Shop.Password })).ShouldRefuse(403, "not_allowed");
        (await program.Delete("/api/me/second-factor")).ShouldRefuse(403, "not_allowed");
        (await program.Get("/api/me/security")).ShouldRefuse(403, "not_allowed");
        (await program.Delete("/api/me/sessions")).ShouldRefuse(403, "not_allowed");
    }
}
