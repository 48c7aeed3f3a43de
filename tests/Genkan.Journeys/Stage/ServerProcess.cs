using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Genkan.Journeys.Stage;

/// <summary>The built server as a process of its own, so that it can be killed in the middle of a word and started again.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private static readonly ConcurrentDictionary<int, byte> Given = new();
    private readonly ConcurrentQueue<string> _said = new();
    private readonly Dictionary<string, string> _settings;
    private readonly string[] _arguments;
    private Process? _process;

    private ServerProcess(string folder, int port, string[] arguments, Dictionary<string, string> settings)
    {
        Folder = folder;
        Port = port;
        (_arguments, _settings) = (arguments, settings);
    }

    public string Folder { get; }
    public string Data => Path.Combine(Folder, "data");
    public int Port { get; }
    public Uri Url => new($"http://127.0.0.1:{Port}");

    /// <summary>Everything it has printed, over all its lives.</summary>
    public string Said => string.Join('\n', _said);

    /// <param name="port">Where it listens.</param>
    /// <param name="arguments">Further arguments, as on the command line.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="data">What is in the data folder already, by path.</param>
    public static async Task<ServerProcess> Start(int port, string[] arguments, Dictionary<string, string>? settings = null, IReadOnlyDictionary<string, byte[]>? data = null)
    {
        var folder = Directory.CreateTempSubdirectory("genkan-journey-").FullName;
        var server = new ServerProcess(folder, port, arguments, settings ?? []);
        foreach (var (path, content) in data ?? new Dictionary<string, byte[]>())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(server.Data, path))!);
            await File.WriteAllBytesAsync(Path.Combine(server.Data, path), content);
        }

        await server.Start();
        return server;
    }

    public static Task<ServerProcess> Start(string[] arguments, Dictionary<string, string>? settings = null) => Start(FreePort(), arguments, settings);

    /// <summary>kill -9: no goodbye, no flush, in whatever it was doing.</summary>
    public void Kill()
    {
        var process = _process ?? throw new InvalidOperationException("not running");
        _process = null;
        process.Kill(entireProcessTree: false);
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>Starts, also again on the same port and data.</summary>
    public async Task Start()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        foreach (var argument in (string[])[ServerFile, "--urls", $"http://127.0.0.1:{Port}", "--data", Data, .. _arguments])
        {
            start.ArgumentList.Add(argument);
        }

        // It lives for seconds: no time to learn from.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        await Until.True(IsReady, () => $"the server answers on {Url}; it said:\n{Said}");
    }

    public ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            Kill();
        }

        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A port nobody listens on and no other journey was given: what the system offers as free it offers twice.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (Given.TryAdd(port, 0))
            {
                return port;
            }
        }
    }

    private static string ServerFile => Environment.GetEnvironmentVariable("GENKAN_SERVER") ?? Project.Path("artifacts/server/genkan.dll");

    private async Task<bool> IsReady()
    {
        if (_process is { HasExited: true })
        {
            throw new InvalidOperationException($"The server did not start; it said:\n{Said}");
        }

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
