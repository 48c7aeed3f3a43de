using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Genkan.Tests.History;

/// <summary>The server as a process of its own, on a store of its own, so that it can be killed in the middle of a word.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly ConcurrentQueue<string> _said = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private int _below;
    private readonly string _folder;
    private readonly string? _database;
    private readonly Dictionary<string, string> _environment;
    private Process? _process;

    public RealServer(string folder, string? database, Dictionary<string, string>? environment = null)
    {
        (_folder, _database, _environment) = (folder, database, environment ?? []);
        Port = FreePort();
    }

    public int Port { get; }

    public Uri Url => new($"http://127.0.0.1:{Port}");

    /// <summary>What it printed, over all its lives.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>The first faults nobody expected, with what stands below each.</summary>
    public string Faults => string.Join('\n', _faults);

    /// <summary>kill -9: no goodbye, no flush, in whatever it was doing.</summary>
    public void Kill()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    /// <summary>Starts, also again on the same port and store, and waits until it is ready.</summary>
    public async Task Start()
    {
        _process = Process.Start(Command())!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var waited = Stopwatch.StartNew(); !await IsReady(); await Task.Delay(15))
        {
            if (_process.HasExited || waited.Elapsed > Patience)
            {
                throw new InvalidOperationException($"The server did not start; it said:\n{Said}");
            }
        }
    }

    /// <summary>Below the range outgoing connections take theirs from: while the server is dead nobody else may get its port.</summary>
    public static int FreePort()
    {
        while (true)
        {
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, Random.Shared.Next(12_000, 32_000));
                probe.Start();
                return ((IPEndPoint)probe.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken: another.
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }

    private static string ServerFile => Environment.GetEnvironmentVariable("GENKAN_SERVER") ?? Path.Combine(AppContext.BaseDirectory, "genkan.dll");

    private ProcessStartInfo Command()
    {
        string[] database = _database is null ? [] : ["--GENKAN_DATABASE", _database];
        string[] setUp = ["--GENKAN_SETUP_EMAIL", "nora@shop.example", "--GENKAN_SETUP_PASSWORD", Shop.Password];
        var start = new ProcessStartInfo("dotnet", [ServerFile, "--urls", Url.ToString(), "--data", _folder, .. database, .. setUp])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        // Few people, far busier than people are: what paces a visitor or an address would be all that is tested.
        start.Environment["GENKAN_LIMITS"] = "off";
        foreach (var (setting, _) in Genkan.Doors.LimitTable.All())
        {
            start.Environment[setting] = "off";
        }

        // It lives for seconds: no time to learn from.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>The last words are what explains a failure.</summary>
    private void Keep(string? line)
    {
        _said.Enqueue(line ?? "");
        _below = line?.Contains("Unexpected fault", StringComparison.Ordinal) is true ? 30 : _below - 1;
        if (_below > 0 && _faults.Count < 120)
        {
            _faults.Enqueue(line ?? "");
        }

        while (_said.Count > 400)
        {
            _said.TryDequeue(out _);
        }
    }

    private async Task<bool> IsReady()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Url, "/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
