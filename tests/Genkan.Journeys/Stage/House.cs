namespace Genkan.Journeys.Stage;

/// <summary>
/// The demo: a real server with its organisation and its shop on another site (<c>localhost</c> against <c>127.0.0.1</c>:
/// two ports of one host would be the same site), reached over a cable that can be cut.
/// </summary>
internal sealed class House : IAsyncDisposable
{
    // Founding takes three password hashes, slow on purpose: one house does it, and what it left is where those on SQLite begin.
    private static readonly Lazy<Task<IReadOnlyDictionary<string, byte[]>>> Founded = new(Found);
    private readonly TestStore? _store;

    private House(ServerProcess server, Cable cable, string shop, TestStore? store) => (Server, Cable, Shop, _store) = (server, cable, shop, store);

    public ServerProcess Server { get; }
    public Cable Cable { get; }

    /// <summary>The shop's address, without a slash at the end.</summary>
    public string Shop { get; }

    /// <summary>The server's address over the cable.</summary>
    public string Url => $"http://127.0.0.1:{Cable.Port}";

    public string Password => File.ReadAllText(Path.Combine(Server.Data, "demo-password.txt")).Trim();

    /// <summary>PostgreSQL where the suite was started with one and it is asked for; mail where there are post boxes; behind a proxy guests come from addresses of their own.</summary>
    public static async Task<House> Open(bool postgres = false, PostBoxes? post = null, bool behindProxy = false)
    {
        var store = postgres ? await Engine.NewPostgresStore() : null;
        var port = ServerProcess.FreePort();
        var cable = new Cable(port);
        var shop = $"http://localhost:{ServerProcess.FreePort()}";
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GENKAN_PUBLIC_URL"] = $"http://127.0.0.1:{cable.Port}",
            ["GENKAN_DEMO_URLS"] = shop,
        };
        if (behindProxy)
        {
            // What a guest says of its address is believed, as it would be of a proxy.
            settings["GENKAN_PROXIES"] = "127.0.0.1";
        }

        if (store?.Database is { } database)
        {
            settings["GENKAN_DATABASE"] = database;
        }

        var data = store is null ? await Founded.Value : null;
        string[] arguments = ["--demo", .. post?.Arguments(settings["GENKAN_PUBLIC_URL"]) ?? []];
        return new House(await ServerProcess.Start(port, arguments, settings, data), cable, shop, store);
    }

    private static async Task<IReadOnlyDictionary<string, byte[]>> Found()
    {
        await using var first = await ServerProcess.Start(["--demo"], new() { ["GENKAN_DEMO_URLS"] = $"http://localhost:{ServerProcess.FreePort()}" });
        first.Kill();
        return Directory.EnumerateFiles(first.Data, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)) // shared memory: means nothing to another file
            .ToDictionary(file => Path.GetRelativePath(first.Data, file), File.ReadAllBytes, StringComparer.Ordinal);
    }

    /// <summary>Elif, the owner, by API: to set the stage and to read what is stored.</summary>
    public async Task<AgentClient> Elif(string status) => await new AgentClient(Server.Url).SignIn("elif@saka.example", Password, status);

    /// <summary>The PostgreSQL database; null on SQLite.</summary>
    public string? Database => _store?.Database;

    /// <summary>Visitors wait until somebody takes them.</summary>
    public async Task WaitsInThePool() => (await (await Elif("offline")).Put("/api/settings/routing", new { chat = "pool" })).Should(200);

    /// <summary>Changes the demo's site.</summary>
    public async Task ChangeSite(object change)
    {
        var elif = await Elif("offline");
        var site = (await elif.Get("/api/sites")).Should(200)["items"]![0]!["id"]!.GetValue<string>();
        (await elif.Patch($"/api/sites/{site}", change)).Should(200);
    }

    public async ValueTask DisposeAsync()
    {
        await Cable.DisposeAsync();
        await Server.DisposeAsync();
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }
}
