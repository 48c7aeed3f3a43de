namespace Genkan.Doors;

/// <summary>The headers no page of ours goes out without, beside its own policy for what may run in it.</summary>
public static class PageHeaders
{
    /// <summary>What no page of ours uses; a script that got in all the same could ask for none of it.</summary>
    private const string NoPowers = "accelerometer=(), bluetooth=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), "
        + "microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()";

    /// <summary>Adds them.</summary>
    public static void Harden(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["X-Robots-Tag"] = "noindex";
        headers["Permissions-Policy"] = NoPowers;
        // No other window may hold a handle on this one. In a frame it has no effect.
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
