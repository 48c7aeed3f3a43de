using Genkan.Texts;

namespace Genkan.Demo;

/// <summary>The pages of an invented pottery, as a customer's shop would have them.</summary>
internal sealed class ShopPages(ITexts texts)
{
    public ITexts Texts => texts;

    /// <summary>Null where the shop has no such page.</summary>
    public Html? Find(ShopChat shop, ShopVisit visit, string path) => path switch
    {
        "/" => Frame(shop, visit, path, "demo.tagline", Home(visit)),
        "/pots" => Frame(shop, visit, path, "demo.pots", Pots(visit)),
        "/workshop" => Frame(shop, visit, path, "demo.workshop", Workshop(visit)),
        "/basket" => Frame(shop, visit, path, "demo.basket", Basket(visit)),
        _ when path.StartsWith("/pots/", StringComparison.Ordinal) && ShopPots.Find(path["/pots/".Length..]) is { } pot =>
            Frame(shop, visit, path, $"demo.pot.{pot.Slug}.name", Pot(visit, pot)),
        _ => null,
    };

    public Html NotFound(ShopChat shop, ShopVisit visit) => Frame(shop, visit, "/", "demo.not_found", Html.Of($"""
        <section class="text"><h1>{Say(visit, "demo.not_found")}</h1><p><a class="button" href="{visit.Link("/pots")}">{Say(visit, "demo.see_all")}</a></p></section>
        """));

    private Html Frame(ShopChat shop, ShopVisit visit, string path, string title, Html body) => Html.Of($"""
        <!doctype html>
        <html lang="{visit.Language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light">
        <title>{Say(visit, title)} · Saka Pottery</title>
        <link rel="icon" href="/look/mark.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/look/shop.css">
        <script async src="{shop.Server}/widget.js" data-site="{shop.Key}"></script>
        </head>
        <body>
        <header>
        <a class="brand" href="{visit.Link("/")}"><img src="/look/mark.svg" alt="" width="32" height="32"><span>Saka Pottery</span></a>
        <nav aria-label="{Say(visit, "demo.menu")}">{Link(visit, path, "/pots", Say(visit, "demo.pots"))}{Link(visit, path, "/workshop", Say(visit, "demo.workshop"))}{Link(visit, path, "/basket", BasketWords(visit))}</nav>
        </header>
        <main>
        {body}
        </main>
        <footer>
        <p>{Say(visit, "demo.invented")}</p>
        <p class="languages">{Html.Join(texts.Languages.Select(language => LanguageLink(visit, path, language)))}</p>
        </footer>
        </body>
        </html>

        """);

    private static Html Link(ShopVisit visit, string here, string path, string words) => here.StartsWith(path, StringComparison.Ordinal)
        ? Html.Of($"""<a href="{visit.Link(path)}" aria-current="page">{words}</a>""")
        : Html.Of($"""<a href="{visit.Link(path)}">{words}</a>""");

    private Html LanguageLink(ShopVisit visit, string path, string language)
    {
        var name = texts.Say(language, $"languageName.{language}");
        return language == visit.Language
            ? Html.Of($"""<b lang="{language}">{name}</b> """)
            : Html.Of($"""<a lang="{language}" hreflang="{language}" href="{visit.InLanguage(path, language)}">{name}</a> """);
    }

    private string BasketWords(ShopVisit visit) => visit.Basket.IsEmpty
        ? Say(visit, "demo.basket")
        : $"{Say(visit, "demo.basket")} ({visit.Basket.Pieces.ToString(visit.Culture)})";

    private Html Home(ShopVisit visit) => Html.Of($"""
        <section class="hero">
        <div><p class="over">{Say(visit, "demo.over")}</p><h1>{Say(visit, "demo.tagline")}</h1><p class="lead">{Say(visit, "demo.intro")}</p>
        <p><a class="button" href="{visit.Link("/pots")}">{Say(visit, "demo.see_all")}</a></p></div>
        <a class="picture" href="{visit.Link("/pots/vase")}"><img src="/look/pots/vase.svg" width="300" height="300" alt="{Say(visit, "demo.pot.vase.name")}"></a>
        </section>
        <section class="promises">
        <div><h2>{Say(visit, "demo.promise.hand.title")}</h2><p>{Say(visit, "demo.promise.hand.text")}</p></div>
        <div><h2>{Say(visit, "demo.promise.parcel.title")}</h2><p>{Say(visit, "demo.promise.parcel.text")}</p></div>
        <div><h2>{Say(visit, "demo.promise.people.title")}</h2><p>{Say(visit, "demo.promise.people.text")}</p></div>
        </section>
        <section><h2 class="big">{Say(visit, "demo.favourites")}</h2>{Grid(visit, ShopPots.All.Where(pot => pot.Slug is "mug" or "teapot" or "lamp"))}</section>
        """);

    private Html Pots(ShopVisit visit) => Html.Of($"""
        <section><h1>{Say(visit, "demo.pots")}</h1><p class="lead">{Say(visit, "demo.pots_lead")}</p>{Grid(visit, ShopPots.All)}</section>
        """);

    private Html Grid(ShopVisit visit, IEnumerable<ShopPot> pots) => Html.Of($"""<ul class="grid">{Html.Join(pots.Select(pot => Card(visit, pot)))}</ul>""");

    private Html Card(ShopVisit visit, ShopPot pot) => Html.Of($"""
        <li><a href="{visit.Link($"/pots/{pot.Slug}")}"><img src="{pot.Picture}" width="300" height="300" alt="" loading="lazy"><span class="name">{Name(visit, pot)}</span><span class="price">{Money(visit, pot.Price)}</span></a></li>
        """);

    private Html Pot(ShopVisit visit, ShopPot pot) => Html.Of($"""
        <section class="pot">
        <img src="{pot.Picture}" width="300" height="300" alt="{Name(visit, pot)}">
        <div><p class="over"><a href="{visit.Link("/pots")}">{Say(visit, "demo.pots")}</a></p><h1>{Name(visit, pot)}</h1><p class="price">{Money(visit, pot.Price)}</p>
        <p>{Say(visit, $"demo.pot.{pot.Slug}.text")}</p>
        <dl><dt>{Say(visit, "demo.size")}</dt><dd>{pot.Size}</dd><dt>{Say(visit, "demo.care")}</dt><dd>{Say(visit, "demo.care_text")}</dd><dt>{Say(visit, "demo.delivery")}</dt><dd>{Say(visit, "demo.delivery_text")}</dd></dl>
        <form action="/basket">{Carried(visit)}<input type="hidden" name="add" value="{pot.Slug}"><button class="button" type="submit">{Say(visit, "demo.add")}</button></form>
        <p class="hint">{Say(visit, "demo.ask")}</p></div>
        </section>
        """);

    private static Html Carried(ShopVisit visit) => Html.Of($"""
        {(visit.Chosen is null ? Html.None : Html.Of($"""<input type="hidden" name="lang" value="{visit.Chosen}">"""))}{(visit.Basket.IsEmpty ? Html.None : Html.Of($"""<input type="hidden" name="basket" value="{visit.Basket.ToString()}">"""))}
        """);

    private Html Workshop(ShopVisit visit) => Html.Of($"""
        <section class="text"><h1>{Say(visit, "demo.workshop")}</h1>
        <p class="lead">{Say(visit, "demo.story_1")}</p><p>{Say(visit, "demo.story_2")}</p>
        <h2>{Say(visit, "demo.visit_us")}</h2><p>{Say(visit, "demo.address")}<br>{Say(visit, "demo.hours")}</p>
        <h2>{Say(visit, "demo.contact")}</h2><p>{Say(visit, "demo.contact_text")}</p></section>
        """);

    private Html Basket(ShopVisit visit) => visit.Basket.IsEmpty
        ? Html.Of($"""
            <section class="text"><h1>{Say(visit, "demo.basket")}</h1><p class="lead">{Say(visit, "demo.basket_empty")}</p><p><a class="button" href="{visit.Link("/pots")}">{Say(visit, "demo.see_all")}</a></p></section>
            """)
        : Html.Of($"""
            <section class="text"><h1>{Say(visit, "demo.basket")}</h1>
            <ul class="basket">{Html.Join(visit.Basket.Lines.Select(line => BasketLine(visit, line.Pot, line.Count)))}</ul>
            <p class="total"><span>{Say(visit, "demo.total")}</span> <b>{Money(visit, visit.Basket.Total)}</b></p>
            <p>{Say(visit, "demo.order")}</p></section>
            """);

    private Html BasketLine(ShopVisit visit, ShopPot pot, int count) => Html.Of($"""
        <li><img src="{pot.Picture}" width="72" height="72" alt=""><a class="name" href="{visit.Link($"/pots/{pot.Slug}")}">{Name(visit, pot)}</a>
        <span class="count"><a href="{visit.Link("/basket", visit.Basket.With(pot.Slug, count - 1))}" aria-label="{texts.Say(visit.Language, "demo.one_less", [("name", Name(visit, pot))])}">−</a> {count} <a href="{visit.Link("/basket", visit.Basket.With(pot.Slug, count + 1))}" aria-label="{texts.Say(visit.Language, "demo.one_more", [("name", Name(visit, pot))])}">+</a></span>
        <span class="price">{Money(visit, pot.Price * count)}</span></li>
        """);

    private string Name(ShopVisit visit, ShopPot pot) => Say(visit, $"demo.pot.{pot.Slug}.name");

    /// <summary>The shop sells in euros, whatever the language; where the sign stands is a habit of the language.</summary>
    private static string Money(ShopVisit visit, decimal amount) =>
        visit.Language == "tr" ? amount.ToString("N2", visit.Culture) + " €" : "€" + amount.ToString("N2", visit.Culture);

    private string Say(ShopVisit visit, string key) => texts.Say(visit.Language, key);
}
