using System.Globalization;
using Genkan.Texts;

namespace Genkan.Demo;

/// <summary>One call of a shop page: language and basket travel in the address, because the shop keeps no cookie.</summary>
internal sealed record ShopVisit(string? Chosen, string Language, ShopBasket Basket)
{
    public static ShopVisit Of(HttpRequest request, ITexts texts)
    {
        var chosen = texts.Find(request.Query["lang"].ToString());
        var basket = ShopBasket.Parse(request.Query["basket"].ToString());
        return new ShopVisit(chosen, chosen ?? texts.LanguageOf(request.Headers.AcceptLanguage.ToString()), Changed(basket, request.Query));
    }

    public CultureInfo Culture => CultureInfo.GetCultureInfo(Language);

    public string Link(string path) => Link(path, Basket, Chosen);

    public string Link(string path, ShopBasket basket) => Link(path, basket, Chosen);

    public string InLanguage(string path, string language) => Link(path, Basket, language);

    private static ShopBasket Changed(ShopBasket basket, IQueryCollection query) =>
        ShopPots.Find(query["add"].ToString()) is { } pot ? basket.With(pot.Slug, basket.CountOf(pot.Slug) + 1) : basket;

    private static string Link(string path, ShopBasket basket, string? language)
    {
        var query = string.Join('&', new[] { language is null ? "" : $"lang={language}", basket.IsEmpty ? "" : $"basket={basket}" }.Where(part => part.Length > 0));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}
