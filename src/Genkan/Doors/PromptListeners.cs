using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Genkan.Doors;

/// <summary>
/// Takes connections in on a thread of its own. The usual listener does it on the pool, behind the work of those already
/// in: when ten thousand come back at once, the system's queue (4,096 at most) runs over meanwhile, and whom it did not
/// hold knocks again only after 1, 3, 7, 15 seconds (RFC 6298 5.5).
/// </summary>
internal sealed class PromptListeners(IOptions<SocketTransportOptions> options, ILoggerFactory logs) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>Addresses; pipes and handed-over sockets are the usual listener's.</summary>
    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint;

    /// <exception cref="AddressInUseException">Somebody else listens there.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket socket;
        try
        {
            socket = options.Value.CreateBoundListenSocket(endpoint);
            socket.Listen(options.Value.Backlog);
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(fault.Message, fault);
        }

        return ValueTask.FromResult<IConnectionListener>(new PromptListener(socket, options.Value, logs));
    }
}

/// <summary>One address listened on.</summary>
internal sealed class PromptListener : IConnectionListener
{
    /// <summary>Taken in and not yet begun; beyond it the system's queue holds them, and beyond that they try again.</summary>
    private const int MostWaiting = 16_384;

    /// <summary>Connections begun in one go.</summary>
    private const int Together = 16;

    /// <summary>With no file descriptor left, trying again at once would only burn a processor.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Channel<Socket> waiting = Channel.CreateBounded<Socket>(new BoundedChannelOptions(MostWaiting) { SingleWriter = true });
    private readonly Socket socket;
    private readonly SocketTransportOptions options;
    private readonly SocketConnectionContextFactory connections;
    private readonly ILogger log;
    private volatile bool closed;
    private int begun;

    public PromptListener(Socket socket, SocketTransportOptions options, ILoggerFactory logs)
    {
        this.socket = socket;
        this.options = options;
        log = logs.CreateLogger<PromptListener>();
        EndPoint = socket.LocalEndPoint!;
        connections = new SocketConnectionContextFactory(OptionsFor(options), logs.CreateLogger("Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets"));
        new Thread(TakeIn) { IsBackground = true, Name = $"accepts {EndPoint}" }.Start();
    }

    public EndPoint EndPoint { get; }

    /// <summary>Null once nobody more is taken in.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        if (++begun % Together == 0)
        {
            // Behind the work of those begun before: a crowd begun all at once would hold a page of memory each until its turn comes.
            await Task.Yield();
        }

        while (await waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            while (waiting.Reader.TryRead(out var arrived))
            {
                if (Begin(arrived) is { } connection)
                {
                    return connection;
                }
            }
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        closed = true;
        // Wakes the thread that waits in Accept.
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        while (waiting.Reader.TryRead(out var left))
        {
            left.Dispose();
        }

        connections.Dispose();
    }

    /// <summary>Null where the other side had gone before it was its turn.</summary>
    private ConnectionContext? Begin(Socket arrived)
    {
        try
        {
            arrived.NoDelay = options.NoDelay;
            return connections.Create(arrived);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            arrived.Dispose();
            return null;
        }
    }

    private static SocketConnectionFactoryOptions OptionsFor(SocketTransportOptions options)
    {
        try
        {
            return FromTransport(options);
        }
        catch (MissingMethodException)
        {
            return new SocketConnectionFactoryOptions
            {
                IOQueueCount = options.IOQueueCount,
                WaitForDataBeforeAllocatingBuffer = options.WaitForDataBeforeAllocatingBuffer,
                MaxReadBufferSize = options.MaxReadBufferSize,
                MaxWriteBufferSize = options.MaxWriteBufferSize,
                UnsafePreferInlineScheduling = options.UnsafePreferInlineScheduling,
            };
        }
    }

    /// <summary>
    /// Brings the server's own pool of buffers along, for which there is no public way: with the shared one each open stream
    /// keeps the 4 KiB alive in which it wrote last.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern SocketConnectionFactoryOptions FromTransport(SocketTransportOptions options);

    private void TakeIn()
    {
        while (!closed)
        {
            try
            {
                var arrived = socket.Accept();
                while (!waiting.Writer.TryWrite(arrived))
                {
                    if (closed)
                    {
                        arrived.Dispose();
                        break;
                    }

                    Thread.Sleep(1);
                }
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // Reset while it stood in the queue, or we closed. Without descriptors it is worth a word.
                if (!closed && fault is SocketException { SocketErrorCode: SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable })
                {
                    log.LogWarning("No connection could be taken in: {Reason}", fault.Message);
                    Thread.Sleep(Pause);
                }
            }
        }

        waiting.Writer.TryComplete();
    }
}
