using System.Net;
using System.Net.Sockets;
using Genkan.Doors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Genkan.Tests.Doors;

public sealed class PromptListenersTests
{
    private static readonly PromptListeners Listeners = new(Options.Create(new SocketTransportOptions { Backlog = 4 }), NullLoggerFactory.Instance);

    [Fact, Requirement("RT-30")]
    public async Task A_crowd_is_taken_in_while_the_server_has_no_time_for_any_of_it()
    {
        await using var listener = await Listeners.BindAsync(new IPEndPoint(IPAddress.Loopback, 0), TestContext.Current.CancellationToken);
        var crowd = Enumerable.Range(0, 300).Select(_ => new Socket(SocketType.Stream, ProtocolType.Tcp)).ToList();
        try
        {
            // Nobody asks for connections, and the system's queue holds four: without a thread of its own most would knock again for seconds.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            foreach (var one in crowd)
            {
                await one.ConnectAsync(listener.EndPoint, patience.Token);
            }

            for (var taken = 0; taken < crowd.Count; taken++)
            {
                var connection = (await listener.AcceptAsync(patience.Token)).ShouldNotBeNull();
                connection.Abort();
                await connection.DisposeAsync();
            }
        }
        finally
        {
            crowd.ForEach(one => one.Dispose());
        }
    }

    [Fact]
    public async Task After_unbinding_nobody_is_taken_in_and_the_place_is_free()
    {
        var listener = await Listeners.BindAsync(new IPEndPoint(IPAddress.Loopback, 0), TestContext.Current.CancellationToken);
        await Should.ThrowAsync<AddressInUseException>(async () => await Listeners.BindAsync(listener.EndPoint, TestContext.Current.CancellationToken));

        await listener.UnbindAsync(TestContext.Current.CancellationToken);

        (await listener.AcceptAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
        await listener.DisposeAsync();
        await using var again = await Listeners.BindAsync(listener.EndPoint, TestContext.Current.CancellationToken);
        again.EndPoint.ShouldBe(listener.EndPoint);
    }
}
