using System.Diagnostics;

namespace Genkan.Tests.History;

/// <summary>
/// No room on the disk (SQLite) or no database (PostgreSQL): what can be read is read, what would have to be written is answered
/// with an honest 503 that says when to come again, and everything returns by itself.
/// </summary>
[Requirement("RT-29", "RT-30")]
public sealed class StoreGoneTests
{
    private const string Wanted = "Do you have these in red?";

    [Fact]
    public async Task While_nothing_can_be_written_reading_goes_on_and_then_everything_returns_by_itself()
    {
        await using var trouble = Engine.IsPostgres ? (ITrouble)await NoDatabase.Open() : await FullDisk.Open();
        await using var server = new RealServer(trouble.Store.Folder, trouble.Store.Database, trouble.Environment);
        await server.Start();
        var nora = await new AgentClient(server.Url).SignIn("nora@shop.example", Shop.Password, "online");
        var site = (await nora.Post("/api/sites", new { id = Ids.New(), name = "Shop" })).Should(201)["key"]!.GetValue<string>();
        var visitor = await new VisitorClient(server.Url, site).Visits();
        (await visitor.Starts()).Should(201);
        (await visitor.Says("Hello?")).Should(201);
        (await nora.Accept(visitor.Conversation)).Should(200);
        await using var stream = await visitor.Listen((await visitor.Snapshot())["cursor"]!.GetValue<string>());

        await trouble.Begin();
        var id = Ids.New();
        Unavailable(await visitor.Says(Wanted, id));
        Unavailable(await nora.Say(visitor.Conversation, "Yes."));
        Unavailable(await new VisitorClient(server.Url, site).Post("/visitor/visits", new { site }));
        Unavailable(await new AgentClient(server.Url).Post("/api/session", new { email = "nora@shop.example", password = Shop.Password }));
        Unavailable(await nora.Put("/api/me/status", new { status = "busy" }));
        Unavailable(await visitor.Post("/visitor/leftmessages", new { id = Ids.New(), name = "Mina", email = "mina@example.com", text = "Call me" }));
        await Reads(trouble, nora, visitor);
        (await nora.Get("/healthz")).Should(200);
        (await nora.Get("/openapi/v1.json")).Should(200);

        await trouble.End();
        await UntilSaid(visitor, id);
        (await visitor.Says(Wanted, id)).Should(200);
        (await visitor.Messages()).Should(200)["items"]!.AsArray().Count(m => m!["text"]!.GetValue<string>() == Wanted).ShouldBe(1);
        (await nora.Put("/api/me/status", new { status = "busy" })).Should(200);
        if (trouble.ReadingGoesOn)
        {
            // The very stream from before the trouble.
            await stream.Next("message.sent", frame => frame["message"]!["id"]!.GetValue<string>() == id);
        }

        await using var again = await visitor.Listen((await visitor.Snapshot())["cursor"]!.GetValue<string>());
        (await nora.Say(visitor.Conversation, "Yes, we do.")).Should(201);
        await again.Next("message.sent");
        server.Said.ShouldNotContain("Unexpected fault");
    }

    /// <summary>The true thing: a file system of a few megabytes. It takes what still fits into pages the database has, so one writes until it refuses.</summary>
    [Fact]
    public async Task On_a_full_file_system_what_was_acknowledged_is_there_and_what_was_refused_can_be_sent_again()
    {
        await using var store = await Engine.NewStore();
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", store.Folder), "needs the right to mount");
        try
        {
            await FillAndSayUntilRefused(store);
        }
        finally
        {
            Run("umount", "-l", store.Folder);
        }
    }

    [Fact]
    public async Task Nothing_is_acknowledged_before_the_disk_has_said_that_it_is_there()
    {
        if (Engine.IsPostgres)
        {
            // Its own tests show that COMMIT waits; what we add is that we wait for COMMIT, which the other engine's run shows.
            await using var settings = new Npgsql.NpgsqlConnection(Environment.GetEnvironmentVariable("GENKAN_TEST_POSTGRES") + ";Pooling=false");
            await settings.OpenAsync();
            await using var ask = new Npgsql.NpgsqlCommand("SHOW synchronous_commit", settings);
            (await ask.ExecuteScalarAsync()).ShouldBe("on");
            return;
        }

        Assert.SkipUnless(Faults.Available, "needs a C compiler");
        using var faults = new Faults();
        await using var store = await Engine.NewStore();
        await using var server = new RealServer(store.Folder, null, faults.Environment);
        await server.Start();
        var nora = await new AgentClient(server.Url).SignIn("nora@shop.example", Shop.Password, "online");

        var before = faults.Syncs;
        for (var time = 0; time < 10; time++)
        {
            (await nora.Put("/api/me/status", new { status = time % 2 == 0 ? "busy" : "online" })).Should(200);
        }

        (faults.Syncs - before).ShouldBeGreaterThanOrEqualTo(10);
        faults.SyncFails = true;
        Unavailable(await nora.Put("/api/me/status", new { status = "busy" }));
        faults.SyncFails = false;
        (await nora.Put("/api/me/status", new { status = "busy" })).Should(200);
    }

    private static async Task FillAndSayUntilRefused(TestStore store)
    {
        await using var server = new RealServer(store.Folder, store.Database);
        await server.Start();
        var nora = await new AgentClient(server.Url).SignIn("nora@shop.example", Shop.Password, "online");
        var site = (await nora.Post("/api/sites", new { id = Ids.New(), name = "Shop" })).Should(201)["key"]!.GetValue<string>();
        var visitor = await new VisitorClient(server.Url, site).Visits();
        (await visitor.Starts()).Should(201);
        var filler = Path.Combine(store.Folder, "filler");
        Fill(filler);
        if (Engine.IsPostgres)
        {
            // Only the data folder is full; the database is elsewhere and does not mind.
            (await visitor.Says("Hello?")).Should(201);
            return;
        }

        var (said, refused) = (new List<string>(), "");
        while (refused.Length == 0)
        {
            said.Count.ShouldBeLessThan(5_000);
            var id = Ids.New();
            var answer = await visitor.Says(new string('x', 4000), id);
            if ((int)answer.Status == 201)
            {
                said.Add(id);
                continue;
            }

            Unavailable(answer);
            refused = id;
        }

        (await visitor.Snapshot()).Should(200);
        File.Delete(filler);
        (await visitor.Says(new string('x', 4000), refused)).Should(201);
        server.Kill();
        await server.Start();
        var kept = new HashSet<string>(StringComparer.Ordinal);
        for (var after = 0L; (await visitor.Messages($"?after={after}&limit=200")).Should(200)["items"]!.AsArray() is { Count: > 0 } page; after = page[^1]!["seq"]!.GetValue<long>())
        {
            kept.UnionWith(page.Select(m => m!["id"]!.GetValue<string>()));
        }

        said.Append(refused).Except(kept, StringComparer.Ordinal).ShouldBeEmpty();
    }

    private static void Fill(string path)
    {
        using var filler = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                filler.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static async Task Reads(ITrouble trouble, AgentClient nora, VisitorClient visitor)
    {
        Answer[] answers =
        [
            await nora.Desk(), await nora.Conversation(visitor.Conversation), await nora.Messages(visitor.Conversation), await nora.Get("/api/sites"),
            await nora.Get("/api/session"), await visitor.Snapshot(), await visitor.Messages(), await visitor.Post("/visitor/visits", new { site = visitor.Site }),
        ];
        foreach (var answer in answers)
        {
            if (trouble.ReadingGoesOn)
            {
                answer.Should(200);
            }
            else if ((int)answer.Status != 200)
            {
                // What is remembered may still be answered; what is not says so.
                Unavailable(answer);
            }
        }

        if (trouble.ReadingGoesOn)
        {
            await using var opened = await nora.Listen();
            await opened.Next("hello");
            return;
        }

        (await Should.ThrowAsync<StreamRefusedException>(() => nora.Listen())).Status.ShouldBe(System.Net.HttpStatusCode.ServiceUnavailable);
    }

    private static void Unavailable(Answer answer)
    {
        answer.Should(503);
        answer.Code.ShouldBeOneOf(["cannot_write", "outcome_unknown"], answer.ToString());
        answer.Headers.RetryAfter?.Delta.ShouldNotBeNull(answer.ToString());
    }

    /// <summary>The widget's way: the same again until it is there.</summary>
    private static async Task UntilSaid(VisitorClient visitor, string id)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(20); await Task.Delay(50))
        {
            if ((int)(await visitor.Says(Wanted, id)).Status is 200 or 201)
            {
                return;
            }
        }

        throw new TimeoutException("The store did not come back by itself.");
    }

    private interface ITrouble : IAsyncDisposable
    {
        TestStore Store { get; }

        Dictionary<string, string> Environment { get; }

        bool ReadingGoesOn { get; }

        Task Begin();

        Task End();
    }

    /// <summary>Nothing can be written: ENOSPC.</summary>
    private sealed class FullDisk(TestStore store, Faults faults) : ITrouble
    {
        public TestStore Store => store;

        public Dictionary<string, string> Environment => faults.Environment;

        public bool ReadingGoesOn => true;

        public static async Task<FullDisk> Open()
        {
            Assert.SkipUnless(Faults.Available, "needs a C compiler");
            return new FullDisk(await Engine.NewStore(), new Faults());
        }

        public Task Begin()
        {
            faults.DiskFull = true;
            return Task.CompletedTask;
        }

        public Task End()
        {
            faults.DiskFull = false;
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            faults.Dispose();
            return store.DisposeAsync();
        }
    }

    /// <summary>A PostgreSQL of its own, stopped and started again.</summary>
    private sealed class NoDatabase(TestStore store, string cluster, int port) : ITrouble
    {
        private static readonly string Programs = Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).First() + "/bin/";

        public TestStore Store => store;

        public Dictionary<string, string> Environment => [];

        public bool ReadingGoesOn => false;

        public static Task<NoDatabase> Open()
        {
            var cluster = Directory.CreateTempSubdirectory("genkan-postgres-").FullName;
            if (System.Environment.UserName == "root")
            {
                Run("chown", "postgres", cluster);
            }

            var port = RealServer.FreePort();
            AsPostgres("initdb", "-D", cluster + "/data", "-U", "genkan", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync").ShouldBeTrue();
            var folder = Directory.CreateTempSubdirectory("genkan-test-").FullName;
            var opened = new NoDatabase(new TestStore(folder, $"Host=127.0.0.1;Port={port};Username=genkan;Database=postgres;Timeout=3"), cluster, port);
            return opened.End().ContinueWith(_ => opened, TaskScheduler.Default);
        }

        public Task Begin()
        {
            AsPostgres("pg_ctl", "-D", cluster + "/data", "-m", "immediate", "-w", "stop").ShouldBeTrue();
            return Task.CompletedTask;
        }

        public Task End()
        {
            AsPostgres("pg_ctl", "-D", cluster + "/data", "-w", "-l", cluster + "/log", "-o", $"-h 127.0.0.1 -p {port} -k {cluster}", "start").ShouldBeTrue();
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            AsPostgres("pg_ctl", "-D", cluster + "/data", "-m", "immediate", "stop");
            Run("rm", "-rf", cluster, store.Folder);
            return ValueTask.CompletedTask;
        }

        /// <summary>It refuses to run as root.</summary>
        private static bool AsPostgres(string program, params string[] arguments) => System.Environment.UserName == "root"
            ? Run("runuser", ["-u", "postgres", "--", Programs + program, .. arguments])
            : Run(Programs + program, arguments);
    }

    private static bool Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        // Its children keep the pipes open: nobody reads them to the end.
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
