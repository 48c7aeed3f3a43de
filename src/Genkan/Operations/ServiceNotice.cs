using System.Net.Sockets;
using System.Text;

namespace Genkan.Operations;

/// <summary>Tells systemd (sd_notify(3), <c>Type=notify</c>) when the server is ready and when it stops, so that what comes after it waits for the right moment.</summary>
internal sealed class ServiceNotice(IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 } socket)
        {
            lifetime.ApplicationStarted.Register(() => Tell(socket, "READY=1"));
            lifetime.ApplicationStopping.Register(() => Tell(socket, "STOPPING=1"));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Tell(string path, string state)
    {
        // A name that begins with @ is an abstract one, written with a zero byte.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path));
    }
}
