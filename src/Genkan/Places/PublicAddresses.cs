using System.Net;
using System.Net.Sockets;

namespace Genkan.Places;

/// <summary>Which addresses can be somewhere at all (IANA's special-purpose registries, RFC 6890 and its updates).</summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Nowhere =
    [
        // This network, private, shared by carriers (RFC 6598), loopback, link-local, protocol assignments, documentation, benchmarks, multicast, reserved.
        .. Networks("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16"),
        .. Networks("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        // Documentation.
        .. Networks("2001:db8::/32", "3fff::/20"),
    ];

    // All that was ever given out of IPv6 for the open network; unique-local, link-local, loopback and multicast lie outside.
    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    /// <summary>The address to look up; an IPv4 one that came mapped into IPv6 is itself. Null where it can be nowhere.</summary>
    public static IPAddress? Of(IPAddress? address)
    {
        if (address is null)
        {
            return null;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var open = address.AddressFamily == AddressFamily.InterNetwork || GlobalV6.Contains(address);
        return open && !Array.Exists(Nowhere, network => network.Contains(address)) ? address : null;
    }

    private static IEnumerable<IPNetwork> Networks(params string[] texts) => texts.Select(text => IPNetwork.Parse(text));
}
