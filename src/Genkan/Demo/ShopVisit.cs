using System.Globalization;
using Genkan.Texts;

namespace Genkan.Demo;

/// <summary>One call of a shop page: language and basket travel in the address, because the shop keeps no cookie.</summary>
internal sealed record ShopVisit(string? Chosen, string Language, ShopBasket Basket)
{
    public static ShopVisit Of(HttpRequest request, ITexts texts)
    {
        var chosen = texts.Find(request.Query["lang"].ToString());
        return new ShopVisit(chosen, chosen ?? texts.LanguageOf(request.Headers.AcceptLanguage.ToString()), ShopBasket.Parse(request.Query["basket"].ToString()));
    }

    public CultureInfo Culture => CultureInfo.GetCultureInfo(Language);

    public string Link(string path) => Link(path, Basket, Chosen);

    public string Link(string path, ShopBasket basket) => Link(path, basket, Chosen);

    public string InLanguage(string path, string language) => Link(path, Basket, language);

    public ShopBasket WithOneMore(ShopPot pot) => Basket.With(pot.Slug, Basket.CountOf(pot.Slug) + 1);

    private static string Link(string path, ShopBasket basket, string? language)
    {
        var query = string.Join('&', new[] { language is null ? "" : $"lang={language}", basket.IsEmpty ? "" : $"basket={basket}" }.Where(part => part.Length > 0));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}
