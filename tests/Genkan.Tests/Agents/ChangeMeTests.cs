namespace Genkan.Tests.Agents;

public sealed class ChangeMeTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("AD-06")]
    public async Task Name_nickname_language_and_sound_are_ones_own_to_choose()
    {
        var walt = await shop.Walt();
        await using var stream = await shop.Nora.Listen();
        await stream.Next("hello");

        var session = (await walt.Patch("/api/me", new { nickname = "Wally", language = "tr", sound = false })).Should(200);

        session["agent"]!["nickname"]!.GetValue<string>().ShouldBe("Wally");
        session["language"]!.GetValue<string>().ShouldBe("tr");
        session["sound"]!.GetValue<bool>().ShouldBeFalse();
        (await stream.Next("agent.changed"))["agent"]!["nickname"]!.GetValue<string>().ShouldBe("Wally");

        session = (await walt.Patch("/api/me", "{\"language\":null,\"nickname\":null}")).Should(200);
        session["language"].ShouldBeNull();
        session["agent"]!["nickname"].ShouldBeNull();
        session["sound"]!.GetValue<bool>().ShouldBeFalse();
        session["agent"]!["name"]!.GetValue<string>().ShouldBe("Walt");
    }

    [Theory]
    [InlineData("{\"language\":\"klingon\"}", 422, "invalid")]
    [InlineData("{\"name\":\"  \"}", 422, "invalid")]
    [InlineData("{\"role\":\"admin\"}", 400, "unknown_field")]
    [InlineData("{\"email\":\"other@shop.example\"}", 400, "unknown_field")]
    public async Task What_is_not_ones_own_is_refused(string body, int status, string code) =>
        (await (await shop.Walt()).Patch("/api/me", body)).ShouldRefuse(status, code);

    [Fact, Requirement("ST-10")]
    public async Task The_initial_status_is_one_that_exists()
    {
        (await shop.Nora.Get("/api/settings/agents")).Should(200)["initialStatus"]!.GetValue<string>().ShouldBe("away");
        (await shop.Nora.Put("/api/settings/agents", new { initialStatus = "asleep" })).ShouldRefuse(422, "invalid");
        (await shop.Nora.Put("/api/settings/agents", new { })).ShouldRefuse(422, "invalid");
    }
}
