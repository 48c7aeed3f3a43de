using System.Collections.Concurrent;
using System.Net;
using Genkan.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Genkan.Doors;

/// <summary>
/// How many connections one address may hold: a crowd that opens them and sends its headers letter by letter is bounded
/// before a request exists. Proxies that were named hold as many as they need.
/// </summary>
public sealed class ConnectionLimit
{
    /// <summary>An office of 200 with its streams (each a connection on HTTP/1.1) and six more per browser.</summary>
    private const int Usual = 3000;

    private readonly ConcurrentDictionary<(ulong High, ulong Low), int> open = new();
    private readonly ForwardedHeadersOptions proxies;
    private readonly ILogger<ConnectionLimit> log;
    private readonly int most;
    private int warned;

    /// <summary>Reads <c>GENKAN_CONNECTIONS_PER_ADDRESS</c>.</summary>
    public ConnectionLimit(GenkanSettings settings, IOptions<ForwardedHeadersOptions> proxies, ILogger<ConnectionLimit> log)
    {
        this.proxies = proxies.Value;
        this.log = log;
        most = settings.LimitsOff ? int.MaxValue : settings.ConnectionsPerAddress ?? Usual;
    }

    /// <summary>Lets a connection in, or ends it before it is read.</summary>
    public ConnectionDelegate Hold(ConnectionDelegate next) => async connection =>
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (address is null || IsProxy(address))
        {
            await next(connection);
            return;
        }

        var key = Addresses.KeyOf(address);
        try
        {
            if (open.AddOrUpdate(key, 1, static (_, before) => before + 1) <= most)
            {
                await next(connection);
            }
            else
            {
                Refuse(connection);
            }
        }
        finally
        {
            if (open.AddOrUpdate(key, 0, static (_, before) => before - 1) <= 0)
            {
                open.TryRemove(KeyValuePair.Create(key, 0));
            }
        }
    };

    private void Refuse(ConnectionContext connection)
    {
        if (Interlocked.Exchange(ref warned, 1) == 0)
        {
            log.LogWarning("One address holds {Most} connections and gets no more. If that is a proxy, name it in GENKAN_PROXIES", most);
        }

        connection.Abort(new ConnectionAbortedException("Too many connections from one address."));
    }

    private bool IsProxy(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return proxies.KnownProxies.Contains(plain) || proxies.KnownIPNetworks.Any(network => network.Contains(plain));
    }
}
