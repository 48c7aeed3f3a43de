namespace Genkan.Tests.PlainPages;

[Requirement("LP-11")]
public sealed class PlainPagesTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task A_talk_without_script_from_the_first_word_to_the_last()
    {
        await shop.NoraIsHere();
        var mina = await Talking();
        (await mina.Submit("/say", ("text", "Do these run small?\nI wear 38 😀"))).Should(200);

        var waiting = (await shop.Nora.Desk())["waiting"]!.AsArray()[^1]!;
        var id = waiting["id"]!.GetValue<string>();
        waiting["nickname"]!.GetValue<string>().ShouldBe("Mina");
        waiting["lastText"]!.GetValue<string>().ShouldBe("Do these run small?\nI wear 38 😀");
        (await shop.Nora.Accept(id)).Should(200);
        (await shop.Nora.Say(id, "A little <b>small</b>, see https://shop.example/sizes?a=1&b=2.")).Should(201);

        var talk = (await mina.Open($"{Address}/talk?lang=en")).Should(200).Text;
        talk.ShouldContain("Do these run small?<br>I wear 38 ");
        talk.ShouldContain("A little &lt;b&gt;small&lt;/b&gt;, see <a href=\"https://shop.example/sizes?a=1&amp;b=2\"");
        talk.ShouldContain("http-equiv=\"refresh\"");
        var marks = (await shop.Nora.Conversation(id)).Should(200);
        marks["marks"]!["visitorRead"]!.GetValue<long>().ShouldBe(marks["lastSeq"]!.GetValue<long>());

        await mina.Open($"{Address}?lang=en&end=1");
        (await mina.Submit("/end")).Should(200);
        (await shop.Nora.Conversation(id))["state"]!.GetValue<string>().ShouldBe("endedByVisitor");
        (await mina.Open($"{Address}/talk")).Text.ShouldNotContain("http-equiv=\"refresh\"");
    }

    [Fact, Requirement("W-22", "LP-01")]
    public async Task It_speaks_the_visitors_language_and_changes_it_without_losing_the_talk()
    {
        await shop.NoraIsHere();
        var mina = new Browser(shop.Server.Url);
        (await mina.Get(Address, ("Accept-Language", "ja,en;q=0.5"))).Should(200);
        mina.Page.ShouldContain("<html lang=\"ja\">");
        mina.Page.ShouldContain("チャットを始める");

        await mina.Open($"{Address}?lang=tr");
        mina.Page.ShouldContain("Sohbeti başlat");
        await mina.Submit("/start", ("nickname", "Mina"));
        mina.Page.ShouldContain("<html lang=\"tr\">");
        await mina.Submit("/say", ("text", "Merhaba"));

        await mina.Open($"{Address}?lang=zh-Hant");
        mina.Page.ShouldContain("<html lang=\"zh-Hant\">");
        (await mina.Open($"{Address}/talk?lang=zh-Hant")).Text.ShouldContain("Merhaba");
    }

    [Fact, Requirement("W-10", "W-11", "E-18", "E-19", "E-20", "AD-43")]
    public async Task Whom_to_talk_to_is_chosen_from_the_list_with_its_lights()
    {
        await using var house = await RoutingScene.Distributing();
        var (walt, ada) = (await house.Walt(), await house.Ada("away"));
        (await walt.Patch("/api/me", new { nickname = "Wally <3" })).Should(200);
        (await ada.Patch("/api/me", new { nickname = "Addie" })).Should(200);
        var sales = await house.Department("Sales", walt, ada);
        var listed = new { designation = "agents", agents = new[] { ada.Id, walt.Id }, listMode = true };
        (await house.Nora.Put($"/api/sites/{house.Site}/routing", listed)).Should(200);
        var mina = new Browser(house.Server.Url);
        (await mina.Open($"/plain/{house.SiteKey}?lang=en")).Should(200);
        mina.Page.ShouldContain("Whom would you like to talk to?");
        mina.Page.ShouldContain("Wally &lt;3");
        mina.Page.ShouldContain("Sales");
        mina.Page.ShouldContain($"value=\"{walt.Id}\">", customMessage: "can be chosen");
        mina.Page.ShouldContain($"value=\"{ada.Id}\" disabled>", customMessage: "is listed, and away");

        // Chosen while there, gone when the form arrives: said at the list, with the name that was typed.
        await ada.Status("online");
        await walt.Status("away");
        await Until.True(async () => (await mina.Open($"/plain/{house.SiteKey}?lang=en")).Text.Contains($"value=\"{walt.Id}\" disabled>", StringComparison.Ordinal));
        (await mina.Submit("/start", ("nickname", "Mina"), ("choiceOf", "agents"), ("choice", walt.Id))).Should(422);
        mina.Page.ShouldContain("This is not offered here any more. Please choose again.");
        mina.Page.ShouldContain("value=\"Mina\"");
        (await mina.Submit("/start", ("nickname", "Mina"), ("choiceOf", "agents"), ("choice", Ids.New()))).Should(422);
        (await mina.Submit("/start", ("nickname", "Mina"), ("choiceOf", "agents"), ("choice", ada.Id))).Should(200);
        var talk = (await house.Nora.Get("/api/conversations")).Should(200)["items"]![0]!;
        talk["agent"]!.GetValue<string>().ShouldBe(ada.Id);

        (await house.Nora.Put($"/api/sites/{house.Site}/routing", new { designation = "departments", departments = new[] { sales }, listMode = true })).Should(200);
        var other = new Browser(house.Server.Url);
        await Until.True(async () => (await other.Open($"/plain/{house.SiteKey}?lang=en")).Text.Contains("What is it about?", StringComparison.Ordinal));
        (await other.Submit("/start", ("nickname", "Cem"), ("choiceOf", "departments"), ("choice", sales))).Should(200);
        (await house.Nora.Get("/api/conversations")).Should(200)["items"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_form_sent_twice_is_one_message()
    {
        await shop.NoraIsHere();
        var mina = await Talking();

        (await mina.Press("/say", ("text", "Only once"))).Should(303);
        (await mina.Press("/say", ("text", "Only once"))).Should(303);

        var talk = (await mina.Open($"{Address}/talk")).Text;
        talk.Split("Only once").Length.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_refused_is_still_there_with_the_reason_beside_it()
    {
        await shop.NoraIsHere();
        var mina = new Browser(shop.Server.Url);
        await mina.Open($"{Address}?lang=en");
        (await mina.Submit("/start", ("nickname", " "))).Should(422);
        mina.Page.ShouldContain("class=\"bad\" aria-invalid=\"true\"");

        await mina.Submit("/start", ("nickname", "Mina"));
        var tooLong = "</textarea><script>alert(1)</script>" + new string('x', 4000);
        (await mina.Submit("/say", ("text", tooLong))).Should(422);
        mina.Page.ShouldContain("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;xxx");
        mina.Page.ShouldContain("At most 4000 characters, please.");
        (await mina.Submit("/say", ("text", "   "))).Should(422);
    }

    [Fact]
    public async Task Words_sent_after_the_end_are_kept_on_the_page()
    {
        await shop.NoraIsHere();
        var mina = await Talking();
        var id = (await shop.Nora.Desk())["waiting"]!.AsArray()[^1]!["id"]!.GetValue<string>();
        (await shop.Nora.Accept(id)).Should(200);
        (await shop.Nora.End(id)).Should(200);

        (await mina.Submit("/say", ("text", "One more thing"))).Should(409);

        mina.Page.ShouldContain("One more thing");
        mina.HasForm("/say").ShouldBeFalse();
        mina.Page.ShouldContain("new=1");
    }

    [Fact, Requirement("E-14")]
    public async Task Nobody_here_leaves_a_message()
    {
        await using var own = await Shop.Open();
        await own.Nora.Status("away");
        var mina = new Browser(own.Server.Url);
        await mina.Open($"/plain/{own.SiteKey}?lang=tr");
        mina.HasForm("/start").ShouldBeFalse();

        (await mina.Submit("/leave", ("name", "Ayşe \"Yılmaz\""), ("text", "Satır 1\nSatır 2"))).Should(422);
        mina.Page.ShouldContain("value=\"Ayşe &quot;Yılmaz&quot;\"");
        mina.Page.ShouldContain("Satır 1&#xA;Satır 2");
        (await mina.Submit("/leave", ("name", "Ayşe"), ("phone", "0212 555 00 11"), ("text", "Satır 1\nSatır 2"))).Should(200);

        var left = (await own.Nora.Get("/api/leftmessages")).Should(200)["items"]!.AsArray().ShouldHaveSingleItem()!;
        left["text"]!.GetValue<string>().ShouldBe("Satır 1\nSatır 2");
        left["language"]!.GetValue<string>().ShouldBe("tr");
    }

    [Fact, Requirement("E-14", "CF-17", "OM-02", "Q-38")]
    public async Task A_popup_says_that_nobody_is_here_and_leads_to_the_form()
    {
        await using var own = await Shop.Open();
        await own.Nora.Status("away");
        var (_, key) = await own.NewSite("Popup", new { nobody = new { first = "popup", text = new { en = "Back at <nine>." } } });
        (await own.Nora.Patch($"/api/sites/{own.Site}", new { nobody = new { first = "window" } })).ShouldRefuse(422, "invalid")["errors"]!["nobody.first"].ShouldNotBeNull();
        (await own.AVisitor(key)).Visit["site"]!["nobodyFirst"]!.GetValue<string>().ShouldBe("popup");
        var mina = new Browser(own.Server.Url);
        await mina.Open($"/plain/{key}?lang=en");
        mina.Page.ShouldContain("Back at &lt;nine&gt;.");
        mina.HasForm("/leave").ShouldBeFalse();

        await mina.Open($"/plain/{key}?lang=en&leave=1");
        (await mina.Submit("/leave", ("name", "Mina"), ("email", "mina@example.com"))).Should(422);
        mina.HasForm("/leave").ShouldBeTrue();
        (await mina.Submit("/leave", ("name", "Mina"), ("email", "mina@example.com"), ("text", "Hello?"))).Should(200);

        (await own.Nora.Get("/api/leftmessages")).Should(200)["items"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact, Requirement("E-14")]
    public async Task Who_is_writing_a_message_is_told_that_somebody_came_and_takes_every_word_along()
    {
        await using var own = await Shop.Open();
        await own.Nora.Status("away");
        var mina = new Browser(own.Server.Url);
        await mina.Open($"/plain/{own.SiteKey}?lang=en");
        var here = (await new Browser(own.Server.Url).Get($"/plain/{own.SiteKey}/here?lang=en")).Should(200);
        here.Text.ShouldNotContain("Somebody is here now");
        here.Headers.GetValues("Refresh").ShouldBe(["10"]);
        (await mina.Submit("/leave", ("look", "1"), ("name", "Mina"), ("text", "Line 1\nLine 2"))).Should(200);
        mina.HasForm("/leave").ShouldBeTrue();
        mina.Page.ShouldContain("Line 1&#xA;Line 2");
        (await own.Nora.Get("/api/leftmessages")).Should(200)["items"]!.AsArray().ShouldBeEmpty();

        await own.NoraIsHere();
        (await new Browser(own.Server.Url).Get($"/plain/{own.SiteKey}/here?lang=en")).Should(200).Text.ShouldContain("Somebody is here now");
        (await mina.Submit("/leave", ("look", "1"), ("name", "Mina"), ("text", "Line 1\nLine 2"))).Should(200);
        (await mina.Submit("/start", ("nickname", "Mina"), ("text", "Line 1\nLine 2"))).Should(200);

        mina.HasForm("/say").ShouldBeTrue();
        var talk = (await own.Nora.Desk())["waiting"]!.AsArray().ShouldHaveSingleItem()!;
        talk["lastText"]!.GetValue<string>().ShouldBe("Line 1\nLine 2");
    }

    [Fact, Requirement("OM-09")]
    public async Task An_answer_stands_on_the_page_at_the_next_visit_and_counts_as_seen()
    {
        await using var own = await Shop.Open();
        await own.Nora.Status("away");
        var mina = new Browser(own.Server.Url);
        await mina.Open($"/plain/{own.SiteKey}?lang=en");
        (await mina.Submit("/leave", ("name", "Mina"), ("phone", "0212 555 00 11"), ("text", "Is <it> in stock?"))).Should(200);
        var left = (await own.Nora.Get("/api/leftmessages"))["items"]![0]!["id"]!.GetValue<string>();
        (await own.Nora.Post($"/api/leftmessages/{left}/reply", new { id = Ids.New(), text = "It <is>.\nBoth." })).Should(201);

        (await mina.Get($"/plain/{own.SiteKey}?lang=en", ("Sec-Purpose", "prefetch"))).Should(200);
        (await own.Nora.Get($"/api/leftmessages/{left}"))["message"]!["reply"]!["seenAt"].ShouldBeNull();
        await mina.Open($"/plain/{own.SiteKey}?lang=en");

        mina.Page.ShouldContain("Is &lt;it&gt; in stock?");
        mina.Page.ShouldContain("It &lt;is&gt;.");
        mina.HasForm("/leave").ShouldBeTrue();
        (await own.Nora.Get($"/api/leftmessages/{left}"))["message"]!["reply"]!["seenAt"].ShouldNotBeNull();
        (await new Browser(own.Server.Url).Open($"/plain/{own.SiteKey}?lang=en")).Text.ShouldNotContain("in stock");
    }

    [Fact, Requirement("E-12", "E-13", "E-22")]
    public async Task Consent_is_asked_in_the_same_form_and_needed()
    {
        await shop.NoraIsHere();
        var (_, key) = await shop.NewSite("Consenting", new { consent = new { enabled = true, text = new { en = "We keep <your> words." } } });
        var mina = new Browser(shop.Server.Url);
        await mina.Open($"/plain/{key}?lang=en");
        mina.Page.ShouldContain("We keep &lt;your&gt; words.");

        (await mina.Submit("/start", ("nickname", "Mina"))).Should(422);
        mina.Page.ShouldContain("value=\"Mina\"");
        (await mina.Submit("/start", ("nickname", "Mina"), ("consent", "yes"))).Should(200);

        mina.HasForm("/say").ShouldBeTrue();
        (await shop.Nora.Desk())["waiting"]!.AsArray()[^1]!["consentAt"].ShouldNotBeNull();
    }

    [Fact, Requirement("E-02")]
    public async Task Opening_the_nickname_screen_is_counted_and_looking_ahead_is_not()
    {
        await shop.NoraIsHere();
        var (id, key) = await shop.NewSite("Counted");
        var mina = new Browser(shop.Server.Url);
        await mina.Get($"/plain/{key}", ("Sec-Purpose", "prefetch"));
        await mina.Send(HttpMethod.Head, $"/plain/{key}");
        await mina.Open($"/plain/{key}");

        (await shop.Nora.Get($"/api/sites/{id}/entries")).Should(200)["items"]!.AsArray().ShouldHaveSingleItem()!["opened"]!.GetValue<long>().ShouldBe(1);
    }

    [Fact]
    public async Task Looking_gives_no_cookie_and_the_first_deed_a_strict_one()
    {
        await shop.NoraIsHere();
        var mina = new Browser(shop.Server.Url);
        await mina.Open(Address);
        mina.SetCookies.ShouldBeEmpty();

        await mina.Submit("/start", ("nickname", "Mina"));

        var cookie = mina.SetCookies.ShouldHaveSingleItem().ToLowerInvariant();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldContain("path=/plain");
    }

    [Fact]
    public async Task A_form_on_somebody_elses_page_does_nothing()
    {
        await shop.NoraIsHere();
        var mina = await Talking();
        var (action, fields) = mina.FormOf("/say");
        FormUrlEncodedContent Form(string proof) => new(new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = fields["id"], ["proof"] = proof, ["text"] = "Forged" });

        (await mina.Send(HttpMethod.Post, action, Form(fields["proof"]), new() { ["Sec-Fetch-Site"] = "cross-site" })).ShouldRefuse(403, "cross_site");
        (await mina.Send(HttpMethod.Post, action, Form(fields["proof"]), new() { ["Origin"] = "https://evil.example" })).ShouldRefuse(403, "cross_site");
        (await mina.Send(HttpMethod.Post, action, Form("")))
            .Should(401); // an old browser sends neither header: the proof is missing
        (await mina.Open($"{Address}/talk")).Text.ShouldNotContain("Forged");
    }

    [Fact]
    public async Task The_first_step_from_another_site_is_stepped_again_so_that_the_cookie_comes_along()
    {
        var mina = new Browser(shop.Server.Url);

        var first = (await mina.Get($"{Address}?lang=en", ("Sec-Fetch-Site", "cross-site"))).Should(200);

        first.Text.ShouldContain($"http-equiv=\"refresh\" content=\"0;url={Address}?lang=en&amp;here=1\"");
        (await mina.Get($"{Address}?lang=en&here=1", ("Sec-Fetch-Site", "cross-site"))).Text.ShouldNotContain("http-equiv=\"refresh\"");
    }

    [Fact]
    public async Task No_plain_page_runs_or_allows_script()
    {
        await shop.NoraIsHere();
        var mina = await Talking();
        await mina.Submit("/say", ("text", "<script>alert(1)</script> javascript:alert(1)"));

        foreach (var path in new[] { Address, $"{Address}/talk", $"{Address}?new=1", $"{Address}?left=1", $"{Address}?end=1" })
        {
            var page = (await mina.Open(path)).Should(200);
            page.Text.ShouldNotContain("<script");
            page.Text.ShouldNotContain("href=\"javascript");
            var policy = page.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldStartWith("default-src 'none'");
            policy.ShouldNotContain("script-src");
            policy.ShouldNotContain("unsafe");
        }
    }

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("%3Cscript%3E")]
    public async Task A_key_nobody_has_shows_a_page_that_says_so(string key)
    {
        var stranger = new Browser(shop.Server.Url);

        (await stranger.Open($"/plain/{key}")).Should(404).Text.ShouldNotContain("<script");
        (await stranger.Send(HttpMethod.Post, $"/plain/{key}/say", new FormUrlEncodedContent([]))).Should(404);
    }

    [Fact, Requirement("SP-07")]
    public async Task A_token_of_another_site_opens_nothing_here()
    {
        await shop.NoraIsHere();
        var mina = await Talking();
        await mina.Submit("/say", ("text", "Ours alone"));
        var rivals = await shop.TheRivals();
        var token = mina.SetCookies.Single().Split(';')[0].Split('=', 2)[1];

        var spy = new Browser(shop.Server.Url) { Headers = { ["Cookie"] = $"genkan-plain-{rivals.SiteKey}={token}" } };

        (await spy.Open($"/plain/{rivals.SiteKey}/talk")).Should(200).Text.ShouldNotContain("Ours alone");
        spy.Headers["Cookie"] = $"genkan-plain-{shop.SiteKey}=forged";
        (await spy.Open($"{Address}/talk")).Should(200).Text.ShouldNotContain("Ours alone");
        spy.Headers["Cookie"] = $"genkan-plain-{shop.SiteKey}={token}";
        (await spy.Open($"{Address}/talk")).Should(200).Text.ShouldContain("Ours alone", customMessage: "the right key does open it");
    }

    [Fact]
    public async Task What_is_no_form_is_refused()
    {
        await shop.NoraIsHere();
        var mina = await Talking();

        (await mina.Post($"{Address}/say", """{"text": "json"}""")).ShouldRefuse(415, "unsupported_media");
        (await mina.Submit("/say", ("text", "nothing \0 here"))).ShouldRefuse(400, "malformed");
        (await mina.Send(HttpMethod.Post, $"{Address}/say", new FormUrlEncodedContent([KeyValuePair.Create("text", new string('x', 70_000))]))).Should(413);
    }

    private string Address => $"/plain/{shop.SiteKey}";

    private async Task<Browser> Talking()
    {
        var mina = new Browser(shop.Server.Url);
        await mina.Open($"{Address}?lang=en");
        (await mina.Submit("/start", ("nickname", "Mina"))).Should(200);
        return mina;
    }
}
