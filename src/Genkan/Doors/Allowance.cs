using System.Globalization;
using Genkan.Storage;

namespace Genkan.Doors;

/// <summary>So many at once, and so many a second from then on; none where <see cref="Burst"/> is 0.</summary>
internal readonly record struct Allowance(int Burst, double PerSecond)
{
    public static readonly Allowance None = new(0, 0);

    /// <summary>As the operator writes it: <c>60+3/s</c>, <c>10+10/m</c>, <c>off</c>.</summary>
    public static Allowance Parse(string setting, string text)
    {
        if (text == "off")
        {
            return None;
        }

        var parts = text.Split('+', '/');
        if (parts is [var burst, var rate, var unit] && Number(burst) is { } most and >= 1 and <= 10_000_000 && Number(rate) is { } each and > 0 and <= 10_000_000 && Seconds(unit) is { } seconds)
        {
            return new Allowance((int)most, each / seconds);
        }

        throw new StartRefusedException($"{setting} is “{text}”: it must read like 60+3/s (so many at once, and so many per s, m or h after that) or off.");
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Seconds(string unit) => unit switch { "s" => 1, "m" => 60, "h" => 3600, _ => null };
}
