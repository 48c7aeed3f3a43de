namespace Genkan.Doors;

/// <summary>Our own pages: the address a request came by, or the public one (behind a proxy that is not named the two differ).</summary>
public static class OwnOrigin
{
    /// <summary>Is this <c>Origin</c> header one of our own pages?</summary>
    public static bool Is(HttpContext context, string origin) =>
        string.Equals(origin, $"{context.Request.Scheme}://{context.Request.Host}", StringComparison.OrdinalIgnoreCase)
        || (context.RequestServices.GetRequiredService<GenkanSettings>().PublicUrl is { } publicUrl
            && Uri.TryCreate(publicUrl, UriKind.Absolute, out var address)
            && string.Equals(origin, address.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase));
}
