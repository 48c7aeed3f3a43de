using System.Globalization;

namespace Genkan.LeftMessages;

/// <summary>Where a page of the list ended.</summary>
internal sealed record LeftMessageCursor(long At, Guid Id)
{
    /// <summary>Above every message.</summary>
    public static readonly LeftMessageCursor Top = new(long.MaxValue, Guid.AllBitsSet);

    /// <summary>Below every message.</summary>
    public static readonly LeftMessageCursor Bottom = new(-1, Guid.Empty);

    public static bool TryParse(string text, out LeftMessageCursor cursor)
    {
        cursor = Top;
        var parts = text.Split('_');
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || !Guid.TryParseExact(parts[1], "D", out var id))
        {
            return false;
        }

        cursor = new(at, id);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}_{Id}");
}
