using Genkan.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Genkan.Tests.Audit;

/// <summary>The trails as <c>genkan check</c> sees them, and what a restore does to them.</summary>
[Requirement("SP-14")]
public sealed class CheckedTrailTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("genkan-trails-").FullName;
    private Shop _shop = null!;

    private string File => Path.Combine(_folder, "backup.tar.gz");

    public async ValueTask InitializeAsync() => _shop = await Shop.Open();

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_check_goes_through_the_trail_of_every_organisation()
    {
        var rivals = await _shop.TheRivals();
        await Anchor();
        var said = (await Checked()).Should(0).Output;
        foreach (var slug in new[] { _shop.Nora.OrganisationSlug, rivals.Rita.OrganisationSlug })
        {
            said.ShouldMatch($@"Audit trail of {slug}: \d+ entries, whole\. Newest seal [0-9A-F]{{64}}");
        }

        await _shop.Server.MeddleWithTheTrail($"UPDATE audit_entries SET said = '[]' WHERE seq = 3 AND organisation = (SELECT id FROM administration_organisations WHERE slug = '{_shop.Nora.OrganisationSlug}')");
        said = (await Checked()).Should(3).Output;
        said.ShouldContain($"Audit trail of {_shop.Nora.OrganisationSlug}: tampered with at entry 3: it was changed");
        said.ShouldMatch($@"Audit trail of {rivals.Rita.OrganisationSlug}: \d+ entries, whole");
        // Who tampers with a trail must not be able to stop the backups by it.
        (await Operator.Types(_shop.Server.Store, "backup", [File])).Should(0);
    }

    [Fact]
    public async Task A_trail_that_is_gone_with_its_head_is_missed()
    {
        await Anchor();
        await _shop.Server.MeddleWithTheTrail("DELETE FROM audit_entries", "DELETE FROM audit_heads");
        (await Checked()).Should(3).Output.ShouldContain($"Audit trail of {_shop.Nora.OrganisationSlug}: tampered with at entry 1: from there on entries were removed");
    }

    [Fact]
    public async Task A_restore_is_no_tampering_and_stands_in_the_trail()
    {
        await SomeChanges();
        await Anchor(hoursAgo: 1);
        (await Operator.Types(_shop.Server.Store, "backup", [File])).Should(0);
        await SomeChanges();
        _shop.Clock.Advance(TimeSpan.FromSeconds(5));
        await Anchor();

        var said = await Restored();

        said.Should(0).Output.ShouldContain("1 of the notes in audit-anchors.log speak of entries newer than the backup");
        var aside = Directory.GetFiles(_shop.Server.Folder, "audit-anchors.log.before-restore-*").Single();
        said.Output.ShouldContain(aside);
        (await System.IO.File.ReadAllLinesAsync(aside)).Length.ShouldBe(2);
        (await System.IO.File.ReadAllLinesAsync(Path.Combine(_shop.Server.Folder, "audit-anchors.log"))).Length.ShouldBe(1);
        (await Checked()).Should(0);
        var nora = await new AgentClient(_shop.Server.Url).SignIn("nora@shop.example", Shop.Password);
        (await nora.Get("/api/audit/check")).Should(200)["whole"]!.GetValue<bool>().ShouldBeTrue();
        var entry = (await nora.Get("/api/audit?kind=backup")).Should(200)["items"]!.AsArray().Single()!;
        entry["kind"]!.GetValue<string>().ShouldBe("backup.restored");
        entry["actor"]!["type"]!.GetValue<string>().ShouldBe("system");
        entry["changes"]!.AsArray().Single()!["after"]!.GetValue<string>().ShouldEndWith("UTC");
    }

    [Fact]
    public async Task What_was_cut_off_before_the_backup_was_made_shows_after_its_restore_too()
    {
        await SomeChanges();
        await Anchor(hoursAgo: 1);
        var head = (await _shop.Nora.Get("/api/audit/check")).Should(200)["entries"]!.GetValue<long>();
        await _shop.Server.MeddleWithTheTrail(
            $"DELETE FROM audit_entries WHERE seq > {head - 3}",
            $"UPDATE audit_heads SET seq = {head - 3}, mac = (SELECT mac FROM audit_entries WHERE seq = {head - 3})");
        (await Operator.Types(_shop.Server.Store, "backup", [File])).Should(0);

        (await Restored()).Should(3).Output.ShouldContain("tampered with at entry");
        (await Checked()).Should(3);
    }

    private Task<Said> Checked() => Operator.Types(_shop.Server.Store, "check");

    /// <summary>Over what is there.</summary>
    private async Task<Said> Restored()
    {
        Said? said = null;
        await _shop.Server.WhileStopped(async () => said = await Operator.Types(_shop.Server.Store, "restore", [File, "--replace", "--yes"]));
        return said!;
    }

    /// <summary>Notes down outside the database where the trails stand.</summary>
    private async Task Anchor(int hoursAgo = 0)
    {
        _shop.Clock.Jump(TimeSpan.FromHours(-hoursAgo));
        await _shop.Server.Services.GetServices<IHostedService>().OfType<AnchorHourly>().Single().AnchorAll();
        _shop.Clock.Jump(TimeSpan.FromHours(hoursAgo));
    }

    private async Task SomeChanges()
    {
        for (var i = 0; i < 4; i++)
        {
            (await _shop.Nora.Patch($"/api/sites/{_shop.Site}", new { name = $"Shop {Guid.NewGuid():N}" })).Should(200);
        }
    }
}
