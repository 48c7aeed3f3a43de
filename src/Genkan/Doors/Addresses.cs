using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Genkan.Doors;

/// <summary>What counts as one address.</summary>
public static class Addresses
{
    /// <summary>The IPv4 address, or the /64 of an IPv6 one: a customer holds at least that much, the single address means nothing.</summary>
    public static (ulong High, ulong Low) KeyOf(IPAddress? address)
    {
        address ??= IPAddress.None;
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? (6UL, BinaryPrimitives.ReadUInt64BigEndian(bytes))
            : (4UL, BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }
}
