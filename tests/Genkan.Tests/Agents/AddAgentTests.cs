namespace Genkan.Tests.Agents;

public sealed class AddAgentTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("AD-03", "AD-04", "AD-06", "AD-11")]
    public async Task An_agent_added_with_a_password_signs_in_and_colleagues_hear_of_it()
    {
        var walt = await shop.Walt();
        await using var stream = await walt.Listen();
        await stream.Next("hello");
        var body = New("mira", nickname: "Mira from the shop");

        var added = (await shop.Nora.Post("/api/agents", body)).Should(201)["agent"]!;

        added["nickname"]!.GetValue<string>().ShouldBe("Mira from the shop");
        added["invited"]!.GetValue<bool>().ShouldBeFalse();
        var heard = await stream.Next("agent.added");
        heard["agent"]!["name"]!.GetValue<string>().ShouldBe("mira");
        // Colleagues learn who she is, not how she signs in.
        heard["agent"]!.AsObject().Select(p => p.Key).ShouldBe(["id", "name", "nickname", "avatar", "status", "disabled", "removed", "departments"], ignoreOrder: true);
        (await shop.TriesToSignIn(new { email = "mira@shop.example", password = Shop.Password })).Should(200);
    }

    [Fact]
    public async Task A_repeat_adds_once_and_other_content_under_the_same_id_is_refused()
    {
        var body = New("twice");
        (await shop.Nora.Post("/api/agents", body)).Should(201);
        (await shop.Nora.Post("/api/agents", body)).Should(200)["agent"]!["id"]!.GetValue<string>().ShouldBe(body.id);
        (await shop.Nora.Post("/api/agents", body with { name = "Somebody else" })).ShouldRefuse(409, "id_taken");
        // An id another organisation uses is taken too, and tells nothing more.
        var rivals = await shop.TheRivals();
        (await rivals.Rita.Post("/api/agents", New("ruth", "ruth@rivals.example") with { id = body.id })).ShouldRefuse(409, "id_taken");
    }

    [Fact]
    public async Task User_names_are_unique_inside_an_organisation_whatever_the_case()
    {
        (await shop.Nora.Post("/api/agents", New("ali"))).Should(201);
        foreach (var same in new[] { "ALI", "ALİ", "Ali" })
        {
            FieldCode(await shop.Nora.Post("/api/agents", New(same, $"{Guid.NewGuid():N}@shop.example")), "userName").ShouldBe("user_name_taken");
        }

        var rivals = await shop.TheRivals();
        (await rivals.Rita.Post("/api/agents", New("ali", "ali@rivals.example"))).Should(201);
    }

    [Fact]
    public async Task Of_two_who_take_one_name_at_once_one_gets_it()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(n => shop.Nora.Post("/api/agents", New("racer", $"racer{n}@shop.example"))));
        answers.Count(answer => (int)answer.Status == 201).ShouldBe(1);
        answers.Where(answer => (int)answer.Status != 201).ShouldAllBe(answer => FieldCode(answer, "userName") == "user_name_taken");
    }

    [Fact]
    public async Task A_mail_address_is_unique_on_the_installation()
    {
        (await shop.Nora.Post("/api/agents", New("max", "max@shop.example"))).Should(201);
        FieldCode(await shop.Nora.Post("/api/agents", New("max2", "MAX@shop.example")), "email").ShouldBe("email_taken");
        FieldCode(await shop.Nora.Post("/api/agents", New("max3", "MAX@shop.example") with { password = null }), "email").ShouldBe("email_taken");
        // Another organisation cannot set the password of an account that is not its own.
        var rivals = await shop.TheRivals();
        FieldCode(await rivals.Rita.Post("/api/agents", New("max", "max@shop.example")), "email").ShouldBe("email_has_account");
        (await rivals.Rita.Post("/api/agents", New("max", "max@shop.example") with { password = null })).Should(201);
    }

    [Fact]
    public async Task Without_a_mail_address_one_signs_in_by_user_name_and_cannot_be_invited()
    {
        (await shop.Nora.Post("/api/agents", New("nomail") with { email = null })).Should(201);
        (await shop.TriesToSignIn(new { organisation = shop.Nora.OrganisationSlug, userName = "nomail", password = Shop.Password })).Should(200);
        FieldCode(await shop.Nora.Post("/api/agents", New("nomail2") with { email = null, password = null }), "email").ShouldBe("required");
    }

    [Fact, Requirement("AD-20", "CF-32")]
    public async Task There_is_no_limit_to_how_many_agents_an_organisation_has()
    {
        await using var other = await Shop.Open();
        for (var n = 0; n < 120; n++)
        {
            await other.Nora.Invites($"agent{n}", $"agent{n}@shop.example");
        }

        (await other.Nora.Get("/api/agents")).Should(200)["items"]!.AsArray().Count.ShouldBe(121);
    }

    [Fact]
    public async Task Wrong_fields_are_named()
    {
        var refused = (await shop.Nora.Post("/api/agents", new { id = Ids.New(), name = "", userName = "with space", email = "x", password = "short", role = "boss", permissions = new[] { "everything" } })).ShouldRefuse(422, "invalid");
        refused["errors"]!.AsObject().Select(field => field.Key).ShouldBe(["name", "userName", "email", "password", "role", "permissions"], ignoreOrder: true);
        FieldCode(await shop.Nora.Post("/api/agents", new { name = "x", userName = "x", email = "x@shop.example" }), "id").ShouldBe("required");
    }

    internal static string? FieldCode(Answer answer, string field) =>
        answer.ShouldRefuse(422, "invalid")["errors"]![field]?[0]?["code"]?.GetValue<string>();

    private static NewAgent New(string userName, string? email = null, string? nickname = null) =>
        new(Ids.New(), userName, userName, email ?? $"{userName}@shop.example", Shop.Password, nickname);

    private sealed record NewAgent(string id, string name, string userName, string? email, string? password, string? nickname);
}
