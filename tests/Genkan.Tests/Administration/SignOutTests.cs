namespace Genkan.Tests.Administration;

public sealed class SignOutTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("ST-22", "ST-15")]
    public async Task Signing_out_ends_the_session_and_its_streams_and_colleagues_see_it()
    {
        var walt = await shop.Walt();
        var thief = new AgentClient(shop.Server.Url);
        thief.Headers["Cookie"] = walt.Cookie;
        (await thief.Get("/api/session")).Should(200);
        await using var his = await walt.Listen();
        await his.Next("hello");
        await using var hers = await shop.Nora.Listen();
        await hers.Next("hello");

        (await walt.Delete("/api/session")).Should(204);

        (await his.Next("closed"))["reason"]!.GetValue<string>().ShouldBe("signed_out");
        await his.Ends();
        (await thief.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        var status = await hers.Next("agent.status", frame => frame["agent"]!.GetValue<string>() == walt.Id);
        status["status"]!.GetValue<string>().ShouldBe("offline");
    }

    [Fact, Requirement("ST-22")]
    public async Task Who_is_signed_in_elsewhere_too_stays()
    {
        var desk = await shop.Agent("tom");
        var phone = await shop.Agent("tom", "busy");
        await using var atDesk = await desk.Listen();
        await atDesk.Next("hello");

        (await phone.Delete("/api/session")).Should(204);

        (await desk.Get("/api/session")).Should(200)["agent"]!["status"]!.GetValue<string>().ShouldBe("busy");
        await desk.Status("online");
        await atDesk.HearsNo("closed", before: "agent.status");
    }

    [Fact, Requirement("ST-25")]
    public async Task Sign_ins_sign_outs_and_changes_of_status_are_kept_with_their_time()
    {
        await using var other = await Shop.Open();
        var walt = await other.Walt("away");
        var before = other.Clock.Now;
        await walt.Status("online");
        await walt.Status("online");
        (await walt.Delete("/api/session")).Should(204);

        var kept = await other.Stored($"SELECT kind || ' ' || status FROM agents_history WHERE agent = '{walt.Id}' ORDER BY number");
        kept.ShouldBe(["signIn away", "status away", "status online", "signOut offline", "status offline"]);
        var times = await other.Stored($"SELECT CAST(at AS text) FROM agents_history WHERE agent = '{walt.Id}' AND kind = 'signOut'");
        long.Parse(times[0], System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(before, other.Clock.Now);
    }

    [Fact]
    public async Task A_session_nobody_uses_for_a_month_is_over_and_its_member_goes_offline()
    {
        await using var other = await Shop.Open();
        var walt = await other.Walt();
        for (var week = 0; week < 4; week++)
        {
            other.Clock.Advance(TimeSpan.FromDays(7));
            (await other.Nora.Get("/api/session")).Should(200);
        }

        other.Clock.Advance(TimeSpan.FromDays(3));

        (await walt.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        (await other.Nora.Get("/api/session")).Should(200);
    }

    [Fact]
    public async Task However_much_it_is_used_a_session_ends_after_ninety_days()
    {
        await using var other = await Shop.Open();
        for (var day = 0; day < 88; day += 22)
        {
            (await other.Nora.Get("/api/session")).Should(200);
            other.Clock.Advance(TimeSpan.FromDays(22));
        }

        (await other.Nora.Get("/api/session")).Should(200);
        other.Clock.Advance(TimeSpan.FromDays(3));
        (await other.Nora.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
    }

    [Fact]
    public async Task A_new_password_ends_every_other_sign_in()
    {
        var desk = await shop.Agent("ute");
        var phone = await shop.Agent("ute");
        await using var onPhone = await phone.Listen();
        const string changed = "a much better password";

        (await desk.Put("/api/me/password", new { current = "not the password", password = changed })).ShouldRefuse(422, "invalid");
        (await desk.Put("/api/me/password", new { current = Shop.Password, password = "ute" })).ShouldRefuse(422, "invalid");
        (await phone.Get("/api/session")).Should(200);
        (await desk.Put("/api/me/password", new { current = Shop.Password, password = changed })).Should(204);

        (await onPhone.Next("closed"))["reason"]!.GetValue<string>().ShouldBe("signed_out");
        (await phone.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        (await desk.Get("/api/session")).Should(200);
        (await shop.TriesToSignIn(new { email = "ute@shop.example", password = Shop.Password })).ShouldRefuse(401, "sign_in_failed");
        (await shop.TriesToSignIn(new { email = "ute@shop.example", password = changed })).Should(200);
    }
}
