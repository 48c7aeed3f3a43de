namespace Genkan.Journeys.Stage;

/// <summary>
/// The demo: a real server with its organisation and its shop on another site (<c>localhost</c> against <c>127.0.0.1</c>:
/// two ports of one host would be the same site), reached over a wire that can be cut.
/// </summary>
internal sealed class House : IAsyncDisposable
{
    private readonly TestStore? _store;

    private House(ServerProcess server, Wire wire, string shop, TestStore? store) => (Server, Wire, Shop, _store) = (server, wire, shop, store);

    public ServerProcess Server { get; }
    public Wire Wire { get; }

    /// <summary>The shop's address, without a slash at the end.</summary>
    public string Shop { get; }

    /// <summary>The server's address over the wire.</summary>
    public string Url => $"http://127.0.0.1:{Wire.Port}";

    public string Password => File.ReadAllText(Path.Combine(Server.Folder, "data", "demo-password.txt")).Trim();

    /// <summary>PostgreSQL where the suite was started with one and it is asked for.</summary>
    public static async Task<House> Open(bool postgres = false)
    {
        var store = postgres ? await Engine.NewPostgresStore() : null;
        var port = ServerProcess.FreePort();
        var wire = new Wire(port);
        var shop = $"http://localhost:{ServerProcess.FreePort()}";
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GENKAN_PUBLIC_URL"] = $"http://127.0.0.1:{wire.Port}",
            ["GENKAN_DEMO_URLS"] = shop,
        };
        if (store?.Database is { } database)
        {
            settings["GENKAN_DATABASE"] = database;
        }

        return new House(await ServerProcess.Start(port, ["--demo"], settings), wire, shop, store);
    }

    /// <summary>Elif, the owner, by API: to set the stage and to read what is stored.</summary>
    public async Task<AgentClient> Elif(string status) => await new AgentClient(Server.Url).SignIn("elif@saka.example", Password, status);

    /// <summary>The PostgreSQL database; null on SQLite.</summary>
    public string? Database => _store?.Database;

    /// <summary>Changes the demo's site.</summary>
    public async Task ChangeSite(object change)
    {
        var elif = await Elif("offline");
        var site = (await elif.Get("/api/sites")).Should(200)["items"]![0]!["id"]!.GetValue<string>();
        (await elif.Patch($"/api/sites/{site}", change)).Should(200);
    }

    public async ValueTask DisposeAsync()
    {
        await Wire.DisposeAsync();
        await Server.DisposeAsync();
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }
}
