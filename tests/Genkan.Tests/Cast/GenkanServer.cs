using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Genkan.Tests.Cast;

/// <summary>
/// The real server, in this process, on a free port of 127.0.0.1, over a store of its own. Its clock is ours, and passwords
/// are hashed with little work (<see cref="Administration.PasswordHashTests"/> hold what the product itself does).
/// </summary>
internal sealed class GenkanServer : IAsyncDisposable
{
    private readonly TestStore _store;
    private readonly string[] _settings;
    private Action<WebApplicationBuilder> _also = _ => { };
    private WebApplication? _app;

    private GenkanServer(TestStore store, string[] settings) => (_store, _settings) = (store, settings);

    public Uri Url { get; private set; } = null!;

    /// <summary>Every address it listens at.</summary>
    public IEnumerable<Uri> Urls => _app!.Urls.Select(u => new Uri(u));

    public FakeClock Clock { get; private init; } = new();
    public TestStore Store => _store;
    public string Folder => _store.Folder;
    public string? Database => _store.Database;
    public IServiceProvider Services => _app!.Services;

    /// <summary>Everything the server has logged, for tests of what it must not say.</summary>
    public LogBook Log { get; } = new();

    /// <param name="settings">Further arguments, as on the command line.</param>
    public static async Task<GenkanServer> Start(params string[] settings)
    {
        var server = new GenkanServer(await MigratedStore.New(), settings);
        await server.Start();
        return server;
    }

    /// <summary>On a store that is there already: a restored one. It goes with the server.</summary>
    public static Task<GenkanServer> StartOn(TestStore store, params string[] settings) => StartOn(store, _ => { }, settings);

    /// <param name="store">Where it keeps everything.</param>
    /// <param name="also">What this server has beside the clock and the log book.</param>
    /// <param name="settings">Further arguments, as on the command line.</param>
    public static async Task<GenkanServer> StartOn(TestStore store, Action<WebApplicationBuilder> also, params string[] settings)
    {
        var server = new GenkanServer(store, settings) { _also = also };
        await server.Start();
        return server;
    }

    /// <summary>A second node on the same database and clock: a data folder of its own, with the same keys in it.</summary>
    public async Task<GenkanServer> AnotherNode()
    {
        var node = new GenkanServer(_store.ForAnotherNode(), _settings) { Clock = Clock };
        await node.Start();
        return node;
    }

    /// <summary>Stops and starts again on the same store and port, as after an update.</summary>
    public async Task Restart()
    {
        await Stop();
        await Start();
    }

    /// <summary>Does something to the store while no server runs on it: looks at its files, meddles with its rows, changes its keys.</summary>
    public async Task WhileStopped(Func<Task> work)
    {
        await Stop();
        await work();
        await Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await _store.DisposeAsync();
    }

    private string[] DatabaseSetting => Database is { } database ? ["--GENKAN_DATABASE", database] : [];

    private async Task Start()
    {
        var port = Url?.Port ?? 0;
        string[] args = ["--urls", $"http://127.0.0.1:{port}", "--data", _store.Folder, .. DatabaseSetting, .. _settings];
        _app = GenkanHost.Build(args, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(Clock);
            builder.Services.AddSingleton(_ => new Genkan.Administration.Passwords(iterations: 1_000));
            builder.Logging.ClearProviders().AddProvider(Log);
            _also(builder);
        });
        await _app.StartAsync();
        Services.HoldsWhatIsRememberedAgainstTheStore();
        Url = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async Task Stop()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }
}
