namespace Genkan.Tests.Operations;

/// <summary>The page of whom the installation belongs to.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task The_owner_sees_how_the_installation_is_and_nobody_else_does()
    {
        await using var shop = await Shop.Open();
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await using var stream = await visitor.ListenFromVisit();
        await stream.Next("hello");
        (await visitor.Says("Counted")).Should(201);

        var status = (await shop.Nora.Get("/api/installation/status")).Should(200);
        status["engine"]!.GetValue<string>().ShouldStartWith(Engine.IsPostgres ? "PostgreSQL 1" : "SQLite 3.");
        status["databaseBytes"]!.GetValue<long>().ShouldBeGreaterThan(10_000);
        status["freeBytes"]!.GetValue<long>().ShouldBeGreaterThan(0);
        status["organisations"]!.GetValue<long>().ShouldBe(1);
        status["visitorStreams"]!.GetValue<int>().ShouldBe(1);
        status["messagesPerMinute"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(1);
        status["overdueJobs"]!.GetValue<long>().ShouldBe(0);
        status["lastBackup"].ShouldBeNull();
        Warnings(status).ShouldContain("no_backup");
        Warnings(status).ShouldContain("no_https");
        Warnings(status).ShouldNotContain("limits_off");

        var backup = Path.Combine(Path.GetTempPath(), $"genkan-status-{Guid.NewGuid():N}.tar.gz");
        (await Operator.Types(shop.Server.Store, "backup", [backup])).Should(0);
        File.Delete(backup);
        status = (await shop.Nora.Get("/api/installation/status")).Should(200);
        status["lastBackup"]!["bytes"]!.GetValue<long>().ShouldBeGreaterThan(1000);
        Warnings(status).ShouldNotContain("no_backup");
        shop.Clock.Advance(TimeSpan.FromDays(3));
        Warnings((await shop.Nora.Get("/api/installation/status")).Should(200)).ShouldContain("backup_old");

        (await (await shop.Walt()).Get("/api/installation/status")).Should(403);
        (await (await shop.TheRivals()).Rita.Get("/api/installation/status")).Should(403);
        (await visitor.Get("/api/installation/status")).Should(401);
    }

    [Fact]
    public async Task It_warns_of_lifted_limits_and_not_of_https_where_there_is_some()
    {
        await using var shop = await Shop.Open("--GENKAN_LIMITS", "off", "--GENKAN_PUBLIC_URL", "https://chat.example");
        var warnings = Warnings((await shop.Nora.Get("/api/installation/status")).Should(200));
        warnings.ShouldContain("limits_off");
        warnings.ShouldNotContain("no_https");
    }

    [Fact]
    public async Task It_warns_where_letters_are_needed_and_there_is_no_mail_server()
    {
        await using var shop = await Shop.Open();
        Warnings((await shop.Nora.Get("/api/installation/status")).Should(200)).ShouldContain("no_mail");
        (await shop.Nora.Patch("/api/installation", new { registration = true })).Should(200);
        var warnings = Warnings((await shop.Nora.Get("/api/installation/status")).Should(200)).ToList();
        warnings.ShouldContain("no_mail_registration");
        warnings.ShouldNotContain("no_mail");

        using var post = new PostBox();
        await using var other = await Shop.Open(post.Settings());
        (await other.Nora.Patch("/api/installation", new { registration = true })).Should(200);
        Warnings((await other.Nora.Get("/api/installation/status")).Should(200)).ShouldAllBe(warning => !warning.StartsWith("no_mail"));
    }

    private static IEnumerable<string> Warnings(Answer status) => status["warnings"]!.AsArray().Select(w => w!.GetValue<string>());
}
