using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Genkan.Load;

/// <summary>What is to be measured could not be: says why in a sentence.</summary>
internal sealed class FloodException(string message) : Exception(message);

/// <summary>A server of its own process, with its memory and processor time as Linux tells them (proc(5)).</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process? process;
    private readonly int? pid;

    private ServerProcess(IPEndPoint address, Process? process, int? pid) => (Address, this.process, this.pid) = (address, process, pid);

    public IPEndPoint Address { get; }

    /// <summary>From the start of the program to the first answer that it is ready.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>Starts a program that listens where <paramref name="arguments"/> says, and waits until it is ready.</summary>
    public static async Task<ServerProcess> Start(string program, Func<string, IEnumerable<string>> arguments, params (string Name, string? Value)[] variables)
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePort());
        var isLibrary = program.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isLibrary ? "dotnet" : program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (isLibrary ? [program] : Array.Empty<string>()).Concat(arguments($"http://{address}")))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var since = Stopwatch.GetTimestamp();
        var started = Process.Start(start) ?? throw new FloodException($"{program} could not be started.");
        var server = new ServerProcess(address, started, started.Id);
        server.Drain();
        await server.WaitUntilReady(since);
        return server;
    }

    /// <summary>One that runs already.</summary>
    public static ServerProcess Running(Uri url, int? pid)
    {
        var host = Dns.GetHostAddresses(url.Host, AddressFamily.InterNetwork).FirstOrDefault() ?? throw new FloodException($"{url.Host} has no address.");
        return new ServerProcess(new IPEndPoint(host, url.Port), null, pid);
    }

    /// <summary>Resident bytes; 0 where the process is not known.</summary>
    public long Resident() => pid is null ? 0 : Status("VmRSS:") * 1024;

    /// <summary>Processor time of all its threads, user and system.</summary>
    public TimeSpan Processor()
    {
        if (pid is null)
        {
            return TimeSpan.Zero;
        }

        // Fields 14 and 15 of /proc/PID/stat, in ticks of 10 ms; the name in brackets may hold blanks.
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromMilliseconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * 10);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
        {
            return;
        }

        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private long Status(string name) => File.ReadLines($"/proc/{pid}/status")
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))
        .First();

    /// <summary>A full pipe would stop it; the last words are kept for when it does not start.</summary>
    private void Drain()
    {
        void Take(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is { Length: > 0 } words)
            {
                lastWords = words;
            }
        }

        process!.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private string lastWords = "";

    private async Task WaitUntilReady(long since)
    {
        var request = Sockets.Call.Request(Address, "GET", "/readyz", "");
        while (Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(60))
        {
            if (process!.HasExited)
            {
                break;
            }

            try
            {
                using var call = new Sockets.Call(Address);
                if ((await call.Send(request)).Status == 200)
                {
                    ReadyAfter = Stopwatch.GetElapsedTime(since);
                    return;
                }
            }
            catch (Exception fault) when (fault is SocketException or IOException)
            {
                // Not yet.
            }

            await Task.Delay(10);
        }

        throw new FloodException($"The server did not become ready: {lastWords}");
    }
}
