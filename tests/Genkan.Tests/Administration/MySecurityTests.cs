using System.Text.Json.Nodes;

namespace Genkan.Tests.Administration;

public sealed class MySecurityTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task One_sees_where_one_is_signed_in_and_ends_it_there()
    {
        await shop.Walt();
        var desk = await SignIn("walt", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0");
        var phone = await SignIn("walt", "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36", remember: true);
        await using var onPhone = await phone.Listen();
        await onPhone.Next("hello");

        var seen = await Security(desk);
        var mine = seen["sessions"]!.AsArray();
        mine[0]!["current"]!.GetValue<bool>().ShouldBeTrue();
        mine[0]!["browser"]!.GetValue<string>().ShouldBe("Firefox");
        mine[0]!["system"]!.GetValue<string>().ShouldBe("Linux");
        mine[0]!["address"]!.GetValue<string>().ShouldBe("127.0.0.x");
        mine.Count(session => session!["current"]!.GetValue<bool>()).ShouldBe(1);
        var other = mine.Single(session => session!["browser"]?.GetValue<string>() == "Chrome")!;
        other["system"]!.GetValue<string>().ShouldBe("Android");
        other["remembered"]!.GetValue<bool>().ShouldBeTrue();

        (await desk.Delete($"/api/me/sessions/{other["id"]}")).Should(204);
        (await onPhone.Next("closed"))["reason"]!.GetValue<string>().ShouldBe("signed_out");
        await onPhone.Ends();
        (await phone.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        (await phone.Post("/api/session/device", new { })).ShouldRefuse(401, "device_unknown");
        (await desk.Get("/api/session")).Should(200);
        (await desk.Delete($"/api/me/sessions/{other["id"]}")).ShouldRefuse(404, "not_found");
    }

    [Fact]
    public async Task All_others_end_at_once_and_the_own_browser_stays_remembered()
    {
        await shop.Ada();
        var desk = await SignIn("ada", "Firefox/145.0 Linux", remember: true);
        var phone = await SignIn("ada", "Chrome/142.0 Android", remember: true);
        var gone = await SignIn("ada", "Chrome/142.0 Windows", remember: true);
        (await gone.Delete("/api/session")).Should(204);
        (await Security(desk))["devices"]!.AsArray().ShouldHaveSingleItem()!["system"]!.GetValue<string>().ShouldBe("Windows");
        await using var onPhone = await phone.Listen();
        await onPhone.Next("hello");

        (await desk.Delete("/api/me/sessions")).Should(204);

        await onPhone.Next("closed");
        (await phone.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        (await gone.Post("/api/session/device", new { })).ShouldRefuse(401, "device_unknown");
        var left = await Security(desk);
        left["sessions"]!.AsArray().ShouldHaveSingleItem();
        left["devices"]!.AsArray().ShouldBeEmpty();
        (await desk.Delete("/api/session")).Should(204);
        (await desk.Post("/api/session/device", new { })).Should(200);
    }

    [Fact]
    public async Task A_new_password_forgets_the_other_browsers_too()
    {
        await shop.Agent("tom");
        var desk = await SignIn("tom", "Firefox/145.0 Linux", remember: true);
        var phone = await SignIn("tom", "Chrome/142.0 Android", remember: true);

        (await desk.Put("/api/me/password", new { current = Shop.Password, password = "a much better password" })).Should(204);

        (await phone.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
        (await phone.Post("/api/session/device", new { })).ShouldRefuse(401, "device_unknown");
        (await desk.Post("/api/session/device", new { })).Should(200);
    }

    [Fact]
    public async Task An_admin_ends_a_members_sessions_and_the_streams_with_them()
    {
        var ute = await shop.Agent("ute");
        await using var stream = await ute.Listen();
        await stream.Next("hello");
        (await shop.Nora.Get($"/api/agents/{ute.Id}/security")).Should(200)["sessions"]!.AsArray().ShouldHaveSingleItem();

        (await shop.Nora.Delete($"/api/agents/{ute.Id}/sessions")).Should(204);

        await stream.Next("closed");
        await stream.Ends();
        (await ute.Get("/api/session")).ShouldRefuse(401, "not_signed_in");
    }

    [Fact]
    public async Task Nobody_ends_anothers()
    {
        var zoe = await shop.Agent("zoe");
        var mia = await SignIn("zoe", "Firefox/145.0 Linux", remember: true);
        var session = (await Security(mia))["sessions"]![0]!["id"]!.GetValue<string>();
        var tom = await shop.Agent("tim");

        (await tom.Delete($"/api/me/sessions/{session}")).ShouldRefuse(404, "not_found");
        (await tom.Delete("/api/me/sessions")).Should(204);
        (await mia.Get("/api/session")).Should(200);
        (await zoe.Get("/api/session")).Should(200);
    }

    private static async Task<Answer> Security(AgentClient person) => (await person.Get("/api/me/security")).Should(200);

    private async Task<AgentClient> SignIn(string userName, string browser, bool remember = false)
    {
        var client = new AgentClient(shop.Server.Url);
        client.Headers["User-Agent"] = browser;
        var body = new JsonObject { ["email"] = $"{userName}@shop.example", ["password"] = Shop.Password, ["remember"] = remember };
        return client.Become((await client.Post("/api/session", body.ToJsonString())).Should(200));
    }
}
