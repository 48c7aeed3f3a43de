using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Operations;

/// <summary>Backup while busy, restore into nothing, check: promise 6.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("genkan-backups-").FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string File(string name = "backup.tar.gz") => Path.Combine(_folder, name);

    [Fact]
    public async Task What_was_acknowledged_before_a_backup_of_a_busy_server_began_is_there_after_the_restore()
    {
        await using var shop = await Shop.Open();
        var talkers = new List<VisitorClient>();
        for (var i = 0; i < 3; i++)
        {
            talkers.Add(await shop.NoraIsTalkingToAVisitor());
        }

        using var enough = new CancellationTokenSource();
        var acknowledged = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var talking = talkers.Select(visitor => TalksUntil(visitor, acknowledged, enough.Token)).ToArray();
        await Until(() => acknowledged.Count >= 60);
        var before = acknowledged.ToArray();
        (await Operator.Types(shop.Server.Store, "backup", [File()])).Should(0).Output.ShouldContain("read back and compared");
        var during = acknowledged.Count;
        await Until(() => acknowledged.Count > during);
        await enough.CancelAsync();
        await Task.WhenAll(talking);
        await using var stream = await talkers[0].Listen();
        await stream.Next("hello");

        await using var restored = await Restored();

        foreach (var talker in talkers)
        {
            var then = new VisitorClient(restored.Url, talker.Site) { Token = talker.Token };
            var messages = await AllMessages(then, talker.Conversation);
            messages.Select(m => m["seq"]!.GetValue<long>()).ShouldBe(Enumerable.Range(1, messages.Count).Select(n => (long)n));
            var there = messages.ToDictionary(m => m["id"]!.GetValue<string>(), m => m["seq"]!.GetValue<long>(), StringComparer.Ordinal);
            foreach (var (id, seq) in before.Where(b => b.Key.StartsWith(talker.Conversation, StringComparison.Ordinal)))
            {
                there.ShouldContainKeyAndValue(id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..], seq);
            }
        }

        // A window that slept through the restore: its cursor counts other events now.
        var sleeper = new VisitorClient(restored.Url, talkers[0].Site) { Token = talkers[0].Token };
        await using var resumed = await sleeper.Listen(stream.Cursor, stream.Epoch);
        (await resumed.Next("reset")).Data["epoch"]?.GetValue<string>().ShouldNotBe(stream.Epoch);
        (await Operator.Types(restored.Store, "check")).Should(0).Output.ShouldContain("all hold");
    }

    [Fact]
    public async Task A_backup_restores_to_the_other_engine_too()
    {
        await using var shop = await Shop.Open();
        var visitor = await shop.NoraIsTalkingToAVisitor();
        (await visitor.Says("İyi günler 玄関")).Should(201);
        (await Operator.Types(shop.Server.Store, "backup", [File()])).Should(0);

        // From SQLite the way leads to PostgreSQL only where there is one.
        var other = new TestStore(Directory.CreateTempSubdirectory("genkan-test-").FullName, null);
        (await Operator.Types(other, "restore", [File()])).Should(0);
        await using var restored = await GenkanServer.StartOn(other);
        var then = new VisitorClient(restored.Url, visitor.Site) { Token = visitor.Token };
        (await AllMessages(then, visitor.Conversation))[^1]["text"]!.GetValue<string>().ShouldBe("İyi günler 玄関");
        if (Engine.IsPostgres)
        {
            // And back again.
            (await Operator.Types(other, "backup", [File("second.tar.gz")])).Should(0);
            await using var back = await Engine.NewPostgresStore();
            (await Operator.Types(back, "restore", [File("second.tar.gz")])).Should(0).Output.ShouldContain("all hold");
        }
    }

    [Fact]
    public async Task A_damaged_backup_changes_nothing()
    {
        await using var shop = await Shop.Open();
        (await Operator.Types(shop.Server.Store, "backup", [File()])).Should(0);
        var sound = await System.IO.File.ReadAllBytesAsync(File());
        await using var empty = await Engine.NewStore();
        for (var part = 1; part < 20; part++)
        {
            var bytes = sound.ToArray();
            // Many bytes, because a packed run of zeros unpacks to the same from several single ones.
            foreach (ref var one in bytes.AsSpan(bytes.Length * part / 20, 100))
            {
                one ^= 0xff;
            }

            await System.IO.File.WriteAllBytesAsync(File(), bytes);
            (await Operator.Types(empty, "restore", [File()])).Should(1).Errors.ShouldContain("damaged");
        }

        await System.IO.File.WriteAllBytesAsync(File(), sound[..(sound.Length / 2)]);
        (await Operator.Types(empty, "restore", [File()])).Should(1).Errors.ShouldContain("damaged");
        Directory.EnumerateFileSystemEntries(empty.Folder).ShouldBeEmpty();
        (await Operator.Types(empty, "check")).Should(1);
    }

    [Fact]
    public async Task A_restore_replaces_only_what_it_is_told_to_and_never_under_a_running_server()
    {
        await using var shop = await Shop.Open();
        var visitor = await shop.NoraIsTalkingToAVisitor();
        (await Operator.Types(shop.Server.Store, "backup", [File()])).Should(0);
        (await Operator.Types(shop.Server.Store, "backup", [File()])).Should(1).Errors.ShouldContain("there already");
        (await Operator.Types(shop.Server.Store, "restore", [File(), "--replace", "--yes"])).Should(1);

        await using var restored = await Restored();
        await restored.Stop();
        (await Operator.Types(restored.Store, "restore", [File()])).Should(1).Errors.ShouldContain("--replace");
        (await Operator.Types(restored.Store, "restore", [File(), "--replace"])).Should(1).Errors.ShouldContain("--yes");
        (await Operator.Types(restored.Store, "restore", [File(), "--replace"], typed: "no\n", interactive: true)).Should(1).Output.ShouldContain("Nothing was changed");
        (await Operator.Types(restored.Store, "restore", [File(), "--replace"], typed: "yes\n", interactive: true)).Should(0);
        Directory.EnumerateFileSystemEntries(restored.Folder, "genkan.db.before-restore-*").Any().ShouldBe(!Engine.IsPostgres);
        await restored.Restart();
        (await new VisitorClient(restored.Url, visitor.Site) { Token = visitor.Token }.Get($"/visitor/conversations/{visitor.Conversation}")).Should(200);
    }

    [Fact]
    public async Task Without_keys_it_restores_only_beside_the_keys_kept_apart()
    {
        await using var shop = await Shop.Open();
        (await Operator.Types(shop.Server.Store, "backup", [File(), "--without-keys"])).Should(0).Output.ShouldContain("without the keys");
        await using var empty = await Engine.NewStore();
        (await Operator.Types(empty, "restore", [File()])).Should(1).Errors.ShouldContain("without keys");
        Directory.CreateDirectory(Path.Combine(empty.Folder, "keys"));
        foreach (var key in Directory.EnumerateFiles(Path.Combine(shop.Server.Folder, "keys")))
        {
            System.IO.File.Copy(key, Path.Combine(empty.Folder, "keys", Path.GetFileName(key)));
        }

        (await Operator.Types(empty, "restore", [File()])).Should(0);
    }

    [Fact]
    public async Task Into_a_folder_they_get_names_with_the_time_and_the_oldest_go()
    {
        await using var shop = await Shop.Open();
        System.IO.File.WriteAllText(File("genkan-20200101-000000.tar.gz"), "old");
        System.IO.File.WriteAllText(File("genkan-20200102-000000.tar.gz"), "less old");
        System.IO.File.WriteAllText(File("holiday.tar.gz"), "not ours");
        (await Operator.Types(shop.Server.Store, "backup", [_folder, "--keep", "2"])).Should(0);
        Directory.EnumerateFiles(_folder).Count().ShouldBe(3);
        System.IO.File.Exists(File("genkan-20200101-000000.tar.gz")).ShouldBeFalse();
        System.IO.File.Exists(File("holiday.tar.gz")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_check_tells_a_hole_in_a_talk_from_a_sound_store()
    {
        await using var shop = await Shop.Open();
        var visitor = await shop.NoraIsTalkingToAVisitor();
        (await visitor.Says("One")).Should(201);
        (await visitor.Says("Two")).Should(201);
        (await Operator.Types(shop.Server.Store, "check")).Should(0);
        await shop.Server.Services.GetRequiredService<IStorage>().WriteInstallation(tx =>
            tx.Run("DELETE FROM conversations_messages WHERE organisation IS NOT NULL AND seq = 2"));
        var said = (await Operator.Types(shop.Server.Store, "check")).Should(3);
        said.Output.ShouldContain("count from 1 without holes");
        said.Output.ShouldContain(visitor.Conversation);
        (await Operator.Types(shop.Server.Store, "backup", [File()])).Should(1).Errors.ShouldContain("not sound");
    }

    [Fact]
    public async Task A_row_of_no_organisation_is_found()
    {
        await using var shop = await Shop.Open();
        await shop.Server.Services.GetRequiredService<IStorage>().WriteInstallation(tx =>
            tx.Run("UPDATE sites_sites SET organisation = @other WHERE organisation IS NOT NULL", new { other = Guid.CreateVersion7() }));
        (await Operator.Types(shop.Server.Store, "check")).Should(3).Output.ShouldContain("Every row of sites_sites");
    }

    private async Task<GenkanServer> Restored()
    {
        var store = await Engine.NewStore();
        (await Operator.Types(store, "restore", [File()])).Should(0).Output.ShouldContain("all hold");
        return await GenkanServer.StartOn(store);
    }

    private static async Task TalksUntil(VisitorClient visitor, ConcurrentDictionary<string, long> acknowledged, CancellationToken enough)
    {
        for (var n = 0; !enough.IsCancellationRequested; n++)
        {
            var id = Ids.New();
            var sent = await visitor.Says($"Word {n}", id);
            if ((int)sent.Status == 201)
            {
                acknowledged[$"{visitor.Conversation}/{id}"] = sent["seq"]!.GetValue<long>();
            }
        }
    }

    private static async Task<List<JsonNode>> AllMessages(VisitorClient visitor, string conversation)
    {
        var all = new List<JsonNode>();
        while (true)
        {
            var after = all.Count == 0 ? 0 : all[^1]["seq"]!.GetValue<long>();
            var page = (await visitor.Get($"/visitor/conversations/{conversation}/messages?after={after}&limit=200")).Should(200)["items"]!.AsArray();
            if (page.Count == 0)
            {
                return all;
            }

            all.AddRange(page.Select(m => m!));
        }
    }

    private static async Task Until(Func<bool> happened)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!happened())
        {
            await Task.Delay(5, patience.Token);
        }
    }
}
