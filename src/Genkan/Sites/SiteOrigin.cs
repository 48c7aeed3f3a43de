using System.Diagnostics.CodeAnalysis;

namespace Genkan.Sites;

/// <summary>The origin of a page in the form browsers send it: scheme, host in ASCII, port unless it is the usual one.</summary>
internal static class SiteOrigin
{
    // A host has at most 253 characters; scheme and port stand around it.
    private const int Longest = 280;

    public static bool TryNormalise(string? typed, [NotNullWhen(true)] out string? origin)
    {
        origin = null;
        var text = typed?.Trim() ?? "";
        if (text.Length > Longest || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || !IsBare(text, uri))
        {
            return false;
        }

        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        var port = uri.IsDefaultPort ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $":{uri.Port}");
        origin = $"{uri.Scheme}://{host.ToLowerInvariant()}{port}";
        return true;
    }

    /// <summary>Nothing but an origin, and one place only: a path would be ignored by browsers, a wildcard would admit neighbours.</summary>
    private static bool IsBare(string text, Uri uri) =>
        (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
        && text.IndexOfAny(['*', '\\', '?', '#', '@', ',']) < 0
        && uri.AbsolutePath == "/"
        && text.Count(c => c == '/') <= 3;
}
