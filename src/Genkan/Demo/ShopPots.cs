namespace Genkan.Demo;

/// <summary>What the shop sells. Names and descriptions are texts: <c>demo.pot.mug.name</c>, <c>demo.pot.mug.text</c>.</summary>
internal static class ShopPots
{
    public static readonly IReadOnlyList<ShopPot> All =
    [
        new("mug", 28, "9 × 10 cm · 300 ml"),
        new("bowl", 34, "⌀ 16 cm · 700 ml"),
        new("vase", 62, "14 × 24 cm"),
        new("teapot", 89, "20 × 15 cm · 800 ml"),
        new("plate", 26, "⌀ 24 cm"),
        new("lamp", 74, "15 × 18 cm"),
    ];

    public static ShopPot? Find(string slug) => All.FirstOrDefault(pot => pot.Slug == slug);
}

/// <summary>One piece.</summary>
internal sealed record ShopPot(string Slug, decimal Price, string Size)
{
    public string Picture => $"/look/pots/{Slug}.svg";
}
