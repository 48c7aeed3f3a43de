using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Genkan.Tests.Operations;

/// <summary>
/// The one file <c>bin/publish</c> makes (<c>GENKAN_PUBLISHED</c> names it), alone in an empty folder, run without any variable
/// and, where the tests may, by a user without a home. Only SQLite: the engines are tested elsewhere.
/// </summary>
[Trait("Outside", "yes")]
public sealed class PublishedProgramTests : IDisposable
{
    // The figure is one second on a quiet machine (docs/deploy.md); tests share theirs with everything else.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("genkan-alone-").FullName;
    private readonly string _program;
    private readonly int _port = FreePort();
    private Process? _server;

    public PublishedProgramTests()
    {
        _program = Path.Combine(_folder, "genkan");
        File.Copy(Environment.GetEnvironmentVariable("GENKAN_PUBLISHED") ?? throw new InvalidOperationException("GENKAN_PUBLISHED is not set; run this through bin/test"), _program);
        // The stranger who runs it owns nothing but this folder.
        Process.Start("chmod", ["-R", "a+rwX", _folder]).WaitForExit();
        Process.Start("chmod", ["755", _program]).WaitForExit();
    }

    public void Dispose()
    {
        _server?.Kill(entireProcessTree: true);
        _server?.WaitForExit();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_serves_keeps_and_restores_alone_in_an_empty_folder()
    {
        var watch = Stopwatch.StartNew();
        _server = Start("--urls", $"http://127.0.0.1:{_port}", "--data", "data");
        await Ready();
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"ready after {watch.ElapsedMilliseconds} ms"));

        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        (await http.GetStringAsync("/console/")).ShouldContain("<html");
        (await http.GetStringAsync("/widget.js")).Length.ShouldBeGreaterThan(1000);
        (await http.GetStringAsync("/api/setup")).ShouldContain("true");

        (await Run("backup", "kept.tar.gz", "--data", "data")).ShouldBe(0);
        (await Run("check", "--data", "data")).ShouldBe(0);
        (await Run("restore", "kept.tar.gz", "--data", "again")).ShouldBe(0);
        (await Run("check", "--data", "again")).ShouldBe(0);
        (await Run("--version")).ShouldBe(0);
        (await Run("--data", "data")).ShouldBe(1, "a second server on the same folder");
        Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).ShouldBe(["genkan", "data", "again", "kept.tar.gz"], ignoreOrder: true);
    }

    private async Task Ready()
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(Patience);
        while (!patience.IsCancellationRequested)
        {
            try
            {
                if ((await http.GetAsync($"http://127.0.0.1:{_port}/readyz", patience.Token)).StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!_server!.HasExited)
            {
                await Task.Delay(10, CancellationToken.None);
            }
        }

        throw new TimeoutException("The published program did not become ready");
    }

    private async Task<int> Run(params string[] args)
    {
        using var process = Start(args);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private Process Start(params string[] args)
    {
        // env -i: no HOME, no TMPDIR, nothing; 65534 is nobody, whose home is not there.
        string[] stranger = Environment.UserName == "root" ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
        string[] line = [.. stranger, "env", "-i", _program, .. args];
        return Process.Start(new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = _folder, RedirectStandardOutput = false })!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
