namespace Genkan.Doors;

/// <summary>The address a call came from, as the proxies we were told of say.</summary>
public static class CallerAddress
{
    /// <summary>An IPv4 address that came over an IPv6 socket is written as what it is.</summary>
    public static string? Of(HttpContext context) => context.Connection.RemoteIpAddress is not { } address ? null
        : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
