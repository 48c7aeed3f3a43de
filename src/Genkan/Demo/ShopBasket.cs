using System.Globalization;

namespace Genkan.Demo;

/// <summary>What is in the basket, written as <c>mug.2_bowl.1</c>.</summary>
internal sealed class ShopBasket
{
    // Enough for a wedding list.
    private const int MostOfOne = 99;
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    public bool IsEmpty => counts.Count == 0;

    public int Pieces => counts.Values.Sum();

    public IEnumerable<(ShopPot Pot, int Count)> Lines => counts.Select(line => (ShopPots.Find(line.Key)!, line.Value));

    public decimal Total => Lines.Sum(line => line.Pot.Price * line.Count);

    /// <summary>What nobody sells, or nobody could carry, is left out.</summary>
    public static ShopBasket Parse(string text)
    {
        var basket = new ShopBasket();
        foreach (var part in text.Split('_', ShopPots.All.Count + 1))
        {
            var piece = part.Split('.');
            if (piece.Length == 2 && ShopPots.Find(piece[0]) is { } pot && int.TryParse(piece[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
            {
                basket.counts[pot.Slug] = Math.Min(count, MostOfOne);
            }
        }

        return basket;
    }

    public int CountOf(string slug) => counts.GetValueOrDefault(slug);

    public ShopBasket With(string slug, int count)
    {
        var changed = Parse(ToString());
        changed.counts.Remove(slug);
        if (count > 0)
        {
            changed.counts[slug] = Math.Min(count, MostOfOne);
        }

        return changed;
    }

    public override string ToString() => string.Join('_', counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key}.{c.Value}")));
}
