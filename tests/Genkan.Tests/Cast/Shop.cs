using System.Text.Json.Nodes;

namespace Genkan.Tests.Cast;

/// <summary>
/// The standing scene: an organisation with its owner Nora (admin), the agents Walt and Ada, and one site. A server
/// and a store of its own, so shops never disturb each other. As a class fixture (one shop for all tests of a class)
/// or opened by one test: <c>await using var shop = await Shop.Open();</c>
/// </summary>
public sealed class Shop : IAsyncLifetime
{
    public const string Password = "correct horse battery staple";
    private readonly string[] _settings;
    private GenkanServer? _server;

    // The one the fixture mechanism calls.
    public Shop()
        : this([])
    {
    }

    private Shop(string[] settings) => _settings = settings;

    internal GenkanServer Server => _server!;
    internal FakeClock Clock => Server.Clock;

    /// <summary>Owner of the organisation and of the installation; admin; signed in, away until she says otherwise.</summary>
    internal AgentClient Nora { get; private set; } = null!;

    /// <summary>The site's id and public key.</summary>
    internal string Site { get; private set; } = "";
    internal string SiteKey { get; private set; } = "";

    internal static async Task<Shop> Open(params string[] settings)
    {
        var shop = new Shop(settings);
        await shop.InitializeAsync();
        return shop;
    }

    public async ValueTask InitializeAsync()
    {
        _server = await GenkanServer.Start(
            ["--GENKAN_SETUP_EMAIL", "nora@shop.example", "--GENKAN_SETUP_PASSWORD", Password, .. _settings]);
        Nora = await new AgentClient(Server.Url).SignIn("nora@shop.example", Password, "away");
        await Server.WaitsInThePool(Nora.Organisation);
        (Site, SiteKey) = await NewSite("Shop");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>Walt, an agent, made on first use and signed in.</summary>
    internal Task<AgentClient> Walt(string status = "online") => Agent("walt", status);

    /// <summary>Ada, another agent.</summary>
    internal Task<AgentClient> Ada(string status = "online") => Agent("ada", status);

    /// <summary>An agent of this user name: hired when new, then signed in.</summary>
    internal async Task<AgentClient> Agent(string userName, string status = "online", string role = "agent")
    {
        var email = $"{userName}@shop.example";
        var known = (await Nora.Get("/api/agents")).Should(200)["items"]!.AsArray();
        if (!known.Any(agent => agent!["userName"]!.GetValue<string>() == userName))
        {
            var name = char.ToUpperInvariant(userName[0]) + userName[1..];
            (await Nora.Post("/api/agents", new { id = Ids.New(), name, userName, email, password = Password, role })).Should(201);
        }

        return await new AgentClient(Server.Url).SignIn(email, Password, status);
    }

    /// <summary>A further site with the settings given; answers its id and key.</summary>
    internal async Task<(string Id, string Key)> NewSite(string name, object? settings = null)
    {
        var body = new JsonObject { ["id"] = Ids.New(), ["name"] = name };
        foreach (var (field, value) in System.Text.Json.JsonSerializer.SerializeToNode(settings ?? new { })!.AsObject())
        {
            body[field] = value?.DeepClone();
        }

        var site = (await Nora.Post("/api/sites", body)).Should(201);
        return (site.Id, site["key"]!.GetValue<string>());
    }

    /// <summary>A department; answers its id.</summary>
    internal async Task<string> ADepartment(string name, long order = 0)
    {
        var id = Ids.New();
        (await Nora.Post("/api/departments", new { id, name, order })).Should(201);
        return id;
    }

    /// <summary>A status of the organisation's own that lets nothing through but what is said; answers its key.</summary>
    internal async Task<string> AStatus(string name, bool automatic = false, bool pick = false, bool accept = false, bool transfer = false)
    {
        var id = Ids.New();
        (await Nora.Post("/api/statuses", new { id, name, automatic, pick, accept, transfer })).Should(201);
        return id;
    }

    /// <summary>Nora is online and pages say so, which they do a moment after she.</summary>
    internal async Task NoraIsHere()
    {
        await Nora.Status("online");
        var passerBy = new Browser(Server.Url);
        await Until.True(async () =>
        {
            await passerBy.Open($"/plain/{SiteKey}");
            return passerBy.HasForm("/start");
        });
    }

    /// <summary>A visitor whose chat window is open; nothing said yet.</summary>
    internal Task<VisitorClient> AVisitor(string? siteKey = null, string? language = null) =>
        new VisitorClient(Server.Url, siteKey ?? SiteKey).Visits("https://shop.example/shoes", language, "Shoes");

    /// <summary>Somebody is there to answer, a visitor has started and said "Hello?", nobody has accepted.</summary>
    internal async Task<VisitorClient> AVisitorIsWaiting(string? siteKey = null, string? language = null)
    {
        await Nora.Status("online");
        var visitor = await AVisitor(siteKey, language);
        (await visitor.Starts(language: language)).Should(201);
        (await visitor.Says("Hello?")).Should(201);
        return visitor;
    }

    /// <summary>Nora has accepted a visitor.</summary>
    internal async Task<VisitorClient> NoraIsTalkingToAVisitor(string? siteKey = null, string? language = null)
    {
        var visitor = await AVisitorIsWaiting(siteKey, language);
        (await Nora.Accept(visitor.Conversation)).Should(200);
        return visitor;
    }

    /// <summary>Another organisation on the same installation, with an owner, a site and a visitor of its own.</summary>
    internal async Task<Rivals> TheRivals()
    {
        const string email = "rita@rivals.example";
        var known = (await Nora.Get("/api/organisations")).Should(200)["items"]!.AsArray();
        if (!known.Any(organisation => organisation!["name"]!.GetValue<string>() == "Rivals"))
        {
            (await Nora.Post("/api/organisations", new { name = "Rivals", owner = new { name = "Rita", email, password = Password } })).Should(201);
        }

        var rita = await new AgentClient(Server.Url).SignIn(email, Password);
        var site = (await rita.Post("/api/sites", new { id = Ids.New(), name = "Rivals" })).Should(201);
        return new Rivals(rita, site.Id, site["key"]!.GetValue<string>());
    }

    /// <summary>A visitor on a page of <paramref name="rivals"/>.</summary>
    internal Task<VisitorClient> AVisitorOf(Rivals rivals) => new VisitorClient(Server.Url, rivals.SiteKey).Visits("https://rivals.example/");
}

/// <summary>The other organisation: its owner Rita and its site.</summary>
internal sealed record Rivals(AgentClient Rita, string Site, string SiteKey);
