using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Genkan.Journeys.Stage;

/// <summary>
/// A piece of network between browser and server that can be cut. Cutting drops the open connections without a word
/// to either side's program and lets no new one through, as a lost radio link does; that is truer for a stream than the
/// browser's own "offline" switch, which spares connections already open.
/// </summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _sockets = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile bool _cut;

    /// <param name="target">Port of the server.</param>
    public Wire(int target)
    {
        _listener.Start();
        _accepting = Accept(target);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut()
    {
        _cut = true;
        foreach (var socket in _sockets.Keys)
        {
            socket.Close(0);
        }
    }

    public void Mend() => _cut = false;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task Accept(int target)
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(_stop.Token);
                if (_cut)
                {
                    near.Close(0);
                    continue;
                }

                _ = Carry(near, target);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Carry(Socket near, int target)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        _sockets[near] = 0;
        _sockets[far] = 0;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, target);
            if (!_cut)
            {
                await Task.WhenAny(Copy(near, far), Copy(far, near));
            }
        }
        catch (SocketException)
        {
            // The server is down: the browser sees a closed connection.
        }
        finally
        {
            _sockets.TryRemove(near, out _);
            _sockets.TryRemove(far, out _);
            near.Close(0);
            far.Close(0);
        }
    }

    private static async Task Copy(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }
}
