using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Genkan.Tests.Cast;

/// <summary>
/// A piece of network to one port that can be cut, go dead in one direction without a word, or be slow. Cutting drops the open connections without
/// a word to either side's program and lets no new one through, as a lost radio link does; that is truer for a stream than a browser's own
/// "offline" switch, which spares connections already open.
/// </summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Pair, byte> _pairs = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile bool _cut;

    public Cable(int target)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Accept(target);
    }

    public int Port { get; }

    /// <summary>Each piece of data waits this long, milliseconds.</summary>
    public int Delay { get; set; }

    /// <summary>Drops what is open; the next connection gets through.</summary>
    public void Drop()
    {
        foreach (var pair in _pairs.Keys)
        {
            pair.Close();
        }
    }

    /// <summary>Drops what is open and lets nothing through until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        _cut = true;
        Drop();
    }

    public void Mend() => _cut = false;

    /// <summary>What is open stays open and swallows what comes: answers, or requests. New connections work.</summary>
    public void GoDead(bool answers)
    {
        foreach (var pair in _pairs.Keys)
        {
            pair.DeadAnswers |= answers;
            pair.DeadRequests |= !answers;
        }
    }

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
        var pair = new Pair(near, far);
        _pairs[pair] = 0;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, target);
            if (!_cut)
            {
                await Task.WhenAny(Copy(near, far, () => pair.DeadRequests), Copy(far, near, () => pair.DeadAnswers));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side is down: this one sees a closed connection.
        }
        finally
        {
            _pairs.TryRemove(pair, out _);
            pair.Close();
        }
    }

    private async Task Copy(Socket from, Socket to, Func<bool> dead)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                if (Delay > 0)
                {
                    await Task.Delay(Delay);
                }

                for (var sent = 0; sent < count && !dead();)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private sealed class Pair(Socket near, Socket far)
    {
        public volatile bool DeadAnswers;
        public volatile bool DeadRequests;

        public void Close()
        {
            near.Close(0);
            far.Close(0);
        }
    }
}
