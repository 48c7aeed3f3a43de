using System.Diagnostics;

namespace Genkan.Tests.Administration;

public sealed class SignInTests(Shop shop) : IClassFixture<Shop>
{
    [Theory, Requirement("ST-01")]
    [InlineData("walt@shop.example", null)]
    [InlineData(" WALT@Shop.Example ", null)]
    [InlineData(null, "walt")]
    [InlineData(null, "WALT")]
    public async Task One_signs_in_by_mail_address_or_user_name_in_any_case(string? email, string? userName)
    {
        var walt = await shop.Walt();
        object body = email is not null
            ? new { email, password = Shop.Password }
            : new { organisation = walt.OrganisationSlug, userName, password = Shop.Password };

        var session = (await shop.TriesToSignIn(body)).Should(200);

        session["agent"]!["id"]!.GetValue<string>().ShouldBe(walt.Id);
        session["organisation"]!["id"]!.GetValue<string>().ShouldBe(walt.Organisation);
        session["installationOwner"]!.GetValue<bool>().ShouldBeFalse();
        session["seq"]!.GetValue<long>().ShouldBeGreaterThan(0);
        session["epoch"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact, Requirement("ST-01")]
    public async Task Turkish_and_English_capitals_open_the_same_door()
    {
        await using var other = await Shop.Open();
        await other.Agent("isil");

        foreach (var userName in new[] { "ISIL", "İSİL", "ısıl" })
        {
            (await other.TriesToSignIn(new { userName, password = Shop.Password })).Should(200);
        }
    }

    [Fact]
    public async Task Every_reason_to_refuse_gets_the_same_answer_and_takes_its_time()
    {
        var tom = await shop.Agent("tom");
        (await shop.Nora.Patch($"/api/agents/{tom.Id}", new { disabled = true })).Should(200);
        await shop.Walt();

        var answers = new List<string>();
        foreach (var body in new object[]
        {
            new { email = "nobody@shop.example", password = Shop.Password },
            new { email = "walt@shop.example", password = "not the password" },
            new { email = "tom@shop.example", password = Shop.Password },
            new { email = "walt@shop.example", password = Shop.Password, organisation = "elsewhere" },
            new { organisation = "nowhere", userName = "walt", password = Shop.Password },
        })
        {
            var watch = Stopwatch.StartNew();
            answers.Add((await shop.TriesToSignIn(body)).ShouldRefuse(401, "sign_in_failed").Text);
            watch.ElapsedMilliseconds.ShouldBeGreaterThan(380);
        }

        answers.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_for_five_minutes_and_say_nothing_of_it()
    {
        await using var other = await Shop.Open();
        await other.Walt();
        var wrong = new { email = "walt@shop.example", password = "not the password" };
        var right = new { email = "walt@shop.example", password = Shop.Password };

        var guesses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => other.TriesToSignIn(wrong)));
        guesses.ShouldAllBe(answer => answer.Code == "sign_in_failed");
        var locked = (await other.TriesToSignIn(right)).ShouldRefuse(401, "sign_in_failed");
        locked.Text.ShouldBe(guesses[0].Text);

        other.Clock.Advance(TimeSpan.FromMinutes(4));
        (await other.TriesToSignIn(right)).ShouldRefuse(401, "sign_in_failed");
        other.Clock.Advance(TimeSpan.FromMinutes(2));
        (await other.TriesToSignIn(right)).Should(200);
    }

    [Fact]
    public async Task A_right_password_sets_the_count_back()
    {
        await using var other = await Shop.Open();
        await other.Walt();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                (await other.TriesToSignIn(new { email = "walt@shop.example", password = "not the password" })).ShouldRefuse(401, "sign_in_failed");
            }

            (await other.TriesToSignIn(new { email = "walt@shop.example", password = Shop.Password })).Should(200);
        }
    }

    [Fact]
    public async Task Who_fails_too_often_with_many_names_is_sent_away_for_a_while()
    {
        await using var other = await Shop.Open();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(n => other.TriesToSignIn(new { email = $"name{n}@shop.example", password = "password one two" })));

        var refused = (await other.TriesToSignIn(new { email = "nora@shop.example", password = Shop.Password })).ShouldRefuse(429, "too_many");
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 300);

        other.Clock.Advance(TimeSpan.FromMinutes(6));
        (await other.TriesToSignIn(new { email = "nora@shop.example", password = Shop.Password })).Should(200);
    }

    [Fact, Requirement("ST-10")]
    public async Task Without_a_choice_one_is_away_until_the_organisation_says_otherwise()
    {
        await using var other = await Shop.Open();
        var walt = new AgentClient(other.Server.Url);
        await other.Walt();

        await walt.SignIn("walt@shop.example", Shop.Password, status: null);
        (await walt.Get("/api/session")).Should(200)["agent"]!["status"]!.GetValue<string>().ShouldBe("away");
        await walt.SignIn("walt@shop.example", Shop.Password, status: "busy");
        (await walt.Get("/api/session")).Should(200)["agent"]!["status"]!.GetValue<string>().ShouldBe("busy");

        (await other.Nora.Put("/api/settings/agents", new { initialStatus = "online" })).Should(200);
        await walt.SignIn("walt@shop.example", Shop.Password, status: null);
        (await walt.Get("/api/session")).Should(200)["agent"]!["status"]!.GetValue<string>().ShouldBe("online");
        (await shop.TriesToSignIn(new { email = "nora@shop.example", password = Shop.Password, status = "asleep" })).ShouldRefuse(422, "invalid");
    }

    [Fact]
    public async Task Who_belongs_to_several_organisations_chooses()
    {
        await using var other = await Shop.Open();
        var second = (await other.Nora.Post("/api/organisations", new
        {
            name = "Second",
            owner = new { name = "Nora", email = "nora@shop.example", password = Shop.Password },
        })).Should(201);
        var body = new { email = "nora@shop.example", password = Shop.Password };

        var refused = (await other.TriesToSignIn(body)).ShouldRefuse(409, "choose_organisation");
        refused["organisations"]!.AsArray().Select(o => o!["slug"]!.GetValue<string>()).ShouldBe([other.Nora.OrganisationSlug, "second"], ignoreOrder: true);
        // Told only to who has the password.
        (await other.TriesToSignIn(new { email = "nora@shop.example", password = "not the password" })).ShouldRefuse(401, "sign_in_failed");

        var session = (await other.TriesToSignIn(new { body.email, body.password, organisation = "second" })).Should(200);
        session["organisation"]!["id"]!.GetValue<string>().ShouldBe(second.Id);
    }

    [Fact]
    public async Task The_cookie_cannot_be_read_by_scripts_nor_sent_from_elsewhere()
    {
        var answer = await shop.TriesToSignIn(new { email = "nora@shop.example", password = Shop.Password });

        var cookie = answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldStartWith("genkan=");
        foreach (var word in new[] { "httponly", "samesite=lax", "path=/" })
        {
            cookie.ShouldContain(word, Case.Insensitive);
        }

        cookie.ShouldNotContain("domain", Case.Insensitive);
    }

    [Fact]
    public async Task On_https_the_cookie_is_bound_to_this_host_and_to_https()
    {
        await using var other = await Shop.Open("--GENKAN_PROXIES", "127.0.0.1");
        var client = new AgentClient(other.Server.Url);
        client.Headers["X-Forwarded-Proto"] = "https";

        var answer = (await client.Post("/api/session", new { email = "nora@shop.example", password = Shop.Password })).Should(200);

        var cookie = answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldStartWith("__Host-genkan=");
        cookie.ShouldContain("secure", Case.Insensitive);
        (await client.Get("/api/session")).Should(200);
        client.Headers.Remove("X-Forwarded-Proto");
        (await client.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
    }

    [Fact, Requirement("SP-12")]
    public async Task Passwords_and_tokens_are_stored_as_hashes_only()
    {
        var walt = await shop.Walt();
        var passwords = await shop.Stored("SELECT password FROM administration_accounts WHERE password IS NOT NULL");
        passwords.Count.ShouldBeGreaterThan(1);
        passwords.ShouldAllBe(stored => !stored.Contains(Shop.Password) && stored.Length > 60);
        // All of them have the same password: salted, no two hashes are alike.
        passwords.Distinct().Count().ShouldBe(passwords.Count);

        var tokens = await shop.Stored("SELECT token FROM administration_sessions");
        tokens.ShouldNotBeEmpty();
        tokens.ShouldNotContain(walt.Cookie.Split('=')[1]);
        tokens.ShouldAllBe(token => token.Length == 64);
    }

    [Fact]
    public async Task Nothing_personal_is_logged()
    {
        await shop.Walt();
        await shop.TriesToSignIn(new { email = "walt@shop.example", password = "a very telling password" });

        shop.Server.Log.Lines.ShouldNotBeEmpty();
        shop.Server.Log.Lines.ShouldAllBe(line => !line.Contains("walt@shop.example") && !line.Contains("telling") && !line.Contains(Shop.Password));
    }

    [Theory]
    [InlineData("{}", 422, "invalid")]
    [InlineData("null", 400, "malformed")]
    [InlineData("{\"email\":5,\"password\":\"x\"}", 400, "malformed")]
    [InlineData("{\"email\":\"a@b.example\",\"password\":\"xxxxxxxxxx\",\"admin\":true}", 400, "unknown_field")]
    [InlineData("{\"email\":\"a\\u0000@b.example\",\"password\":\"xxxxxxxxxx\"}", 422, "invalid")]
    [InlineData("{\"email\":\"a@b.example\",\"password\":\"\\ud800xxxxxxxxx\"}", 400, "malformed")]
    [InlineData("{\"email\":\"a@b.example\",\"password\":\"xxxxxxxxxx\",\"organisation\":\"\\u0000\"}", 422, "invalid")]
    public async Task Bad_input_is_told_apart(string body, int status, string code) =>
        (await new AgentClient(shop.Server.Url).Post("/api/session", body)).ShouldRefuse(status, code);
}
