using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Genkan.Administration;

/// <summary>What a person recognises a sign-in by: the browser, the system, the address without its last part.</summary>
internal sealed record ClientName(string? Browser, string? System, string? Address)
{
    // The order matters: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Macintosh", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static ClientName Of(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        return new ClientName(NameIn(agent, Browsers), NameIn(agent, Systems), Rough(context.Connection.RemoteIpAddress));
    }

    private static string? NameIn(string agent, (string Mark, string Name)[] names) =>
        names.FirstOrDefault(n => agent.Contains(n.Mark, StringComparison.Ordinal)).Name;

    /// <summary>203.0.113.x, 2001:db8:1:x: enough to tell home from abroad, not enough to be followed home.</summary>
    private static string? Rough(IPAddress? address)
    {
        if (address is null)
        {
            return null;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes[0]}.{bytes[1]}.{bytes[2]}.x")
            : string.Join(':', Enumerable.Range(0, 3).Select(i => ((bytes[2 * i] << 8) | bytes[(2 * i) + 1]).ToString("x", CultureInfo.InvariantCulture))) + ":x";
    }
}
