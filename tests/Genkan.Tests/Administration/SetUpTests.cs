using Genkan.Storage;

namespace Genkan.Tests.Administration;

public sealed class SetUpTests
{
    [Fact]
    public async Task The_printed_code_founds_the_first_organisation_once()
    {
        await using var server = await GenkanServer.Start();
        var nora = new AgentClient(server.Url);
        (await nora.Get("/api/setup")).Should(200)["needed"]!.GetValue<bool>().ShouldBeTrue();
        (await nora.Post("/api/setup", Wanted("00000-00000-00000-00000"))).ShouldRefuse(403, "setup_code_wrong");
        (await nora.Post("/api/setup", Wanted(null))).ShouldRefuse(403, "setup_code_wrong");

        var code = CodeOf(server);
        // As people type it: small letters, without the hyphens.
        var session = (await nora.Post("/api/setup", Wanted(code.ToLowerInvariant()))).Should(201);

        session["installationOwner"]!.GetValue<bool>().ShouldBeTrue();
        session["agent"]!["role"]!.GetValue<string>().ShouldBe("admin");
        session["organisation"]!["slug"]!.GetValue<string>().ShouldBe("isik-ayakkabi");
        (await nora.Get("/api/agents")).Should(200);
        (await nora.Get("/api/setup")).Should(200)["needed"]!.GetValue<bool>().ShouldBeFalse();
        (await nora.Post("/api/setup", Wanted(code))).ShouldRefuse(409, "setup_done");
        File.Exists(CodeFile(server)).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_two_who_set_up_at_once_one_wins()
    {
        await using var server = await GenkanServer.Start();
        var code = CodeOf(server);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(n =>
            new AgentClient(server.Url).Post("/api/setup", Wanted(code, $"owner{n}@shop.example"))));

        answers.Count(answer => (int)answer.Status == 201).ShouldBe(1);
        answers.Where(answer => (int)answer.Status != 201).ShouldAllBe(answer => answer.Code == "setup_done" || answer.Code == "setup_code_wrong");
        var winner = new AgentClient(server.Url);
        var email = answers.Single(answer => (int)answer.Status == 201)["agent"]!["email"]!.GetValue<string>();
        await winner.SignIn(email, Shop.Password);
        (await winner.Get("/api/organisations")).Should(200)["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_restart_before_the_set_up_keeps_the_code_where_only_the_server_reads_it()
    {
        await using var server = await GenkanServer.Start();
        var code = CodeOf(server);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(CodeFile(server)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await server.Restart();

        CodeOf(server).ShouldBe(code);
        (await new AgentClient(server.Url).Post("/api/setup", Wanted(code))).Should(201);
    }

    [Fact]
    public async Task The_code_cannot_be_tried_out()
    {
        await using var server = await GenkanServer.Start();
        var client = new AgentClient(server.Url);
        await Task.WhenAll(Enumerable.Range(0, 30).Select(n => client.Post("/api/setup", Wanted($"0000000000000000{n + 1000}"))));

        (await client.Post("/api/setup", Wanted(CodeOf(server)))).ShouldRefuse(429, "too_many");
    }

    [Fact]
    public async Task Wrong_fields_are_named_and_found_nothing()
    {
        await using var server = await GenkanServer.Start();
        var client = new AgentClient(server.Url);

        var refused = (await client.Post("/api/setup", new { code = CodeOf(server), organisation = " ", name = "Nora", email = "nora", password = "short", language = "xx" }))
            .ShouldRefuse(422, "invalid");

        refused["errors"]!.AsObject().Select(field => field.Key).ShouldBe(["organisation", "email", "password", "language"], ignoreOrder: true);
        (await client.Get("/api/setup")).Should(200)["needed"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_weak_password_in_the_variables_is_told_in_a_sentence_that_does_not_show_it() =>
        (await Should.ThrowAsync<StartRefusedException>(() => GenkanServer.Start("--GENKAN_SETUP_EMAIL", "nora@shop.example", "--GENKAN_SETUP_PASSWORD", "hunter2")))
            .Message.ShouldSatisfyAllConditions(text => text.ShouldContain("GENKAN_SETUP_PASSWORD"), text => text.ShouldNotContain("hunter2"));

    private static object Wanted(string? code, string email = "nora@shop.example") =>
        new { code, organisation = "Işık Ayakkabı", name = "Nora", email, password = Shop.Password, language = "tr" };

    private static string CodeFile(GenkanServer server) => Path.Combine(server.Folder, "setup-code");

    private static string CodeOf(GenkanServer server) => File.ReadAllText(CodeFile(server)).Trim();
}
