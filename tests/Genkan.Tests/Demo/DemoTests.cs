using Genkan.Demo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Genkan.Tests.Demo;

public sealed class DemoTests
{
    private static readonly string[] Settings = ["--demo", "--GENKAN_DEMO_URLS", "http://127.0.0.1:0"];
    private static readonly string[] Paths = ["/", "/pots", "/pots/teapot", "/workshop", "/basket"];

    [Fact, Requirement("W-02", "LP-04")]
    public async Task Every_page_of_the_shop_carries_the_code_in_every_language()
    {
        await using var server = await GenkanServer.Start(Settings);
        var visitor = new Browser(ShopOf(server));
        var key = await KeyIn(server);

        var pages = new HashSet<string>(StringComparer.Ordinal);
        foreach (var language in new[] { "en", "tr", "ja", "zh-Hans", "zh-Hant" })
        {
            foreach (var path in Paths)
            {
                var page = (await visitor.Get($"{path}?lang={language}")).Should(200);
                page.Text.ShouldContain($"<html lang=\"{language}\">");
                page.Text.ShouldContain($"<script async src=\"{server.Url}widget.js\" data-site=\"{key}\"></script>");
                page.Text.ShouldNotContain("demo.");
                pages.Add(page.Text.Split("<main>")[1].Split("</main>")[0]).ShouldBeTrue($"{path} in {language}");
            }
        }
    }

    [Fact]
    public async Task The_shop_is_strict_with_its_guests()
    {
        await using var server = await GenkanServer.Start(Settings);
        var visitor = new Browser(ShopOf(server));

        var policy = (await visitor.Get("/")).Headers.GetValues("Content-Security-Policy").Single();

        var origin = server.Url.GetLeftPart(UriPartial.Authority);
        policy.ShouldStartWith($"default-src 'none'; script-src {origin}; connect-src {origin}; frame-src {origin}; style-src 'self'; img-src 'self'");
        policy.ShouldNotContain("unsafe");
        (await visitor.Get("/look/shop.css")).Should(200).ContentHeaders.ContentType!.MediaType.ShouldBe("text/css");
        (await visitor.Get("/look/pots/mug.svg")).Should(200).ContentHeaders.ContentType!.MediaType.ShouldBe("image/svg+xml");
        (await visitor.Get("/look/../genkan.dll")).Should(404);
        (await visitor.Get("/pots/<script>")).Should(404).Text.ShouldNotContain("<script>");
    }

    [Fact]
    public async Task The_basket_travels_in_the_address_and_holds_only_what_is_sold()
    {
        await using var server = await GenkanServer.Start(Settings);
        var visitor = new Browser(ShopOf(server));

        var added = (await visitor.Get("/basket?lang=tr&basket=mug.1&add=mug")).Should(303).Headers.Location!.ToString();
        added.ShouldBe("/basket?lang=tr&basket=mug.2");
        (await visitor.Get(added)).Text.ShouldContain("56,00 €");
        (await visitor.Get("/basket?lang=en&basket=mug.2_car.1_bowl.x_vase.-3_lamp.9999999999")).Text.ShouldContain("€56.00");
        visitor.SetCookies.ShouldBeEmpty();
    }

    [Fact, Requirement("SP-12")]
    public async Task Its_people_sign_in_with_a_password_of_this_installation()
    {
        await using var server = await GenkanServer.Start(Settings);
        var password = (await File.ReadAllTextAsync(Path.Combine(server.Folder, "demo-password.txt"))).Trim();

        var elif = await new AgentClient(server.Url).SignIn("elif@saka.example", password);
        var kenji = await new AgentClient(server.Url).SignIn("kenji@saka.example", password);
        await new AgentClient(server.Url).SignIn("lin@saka.example", password);

        (await elif.Get("/api/agents")).Should(200)["items"]!.AsArray().Count.ShouldBe(3);
        (await kenji.Get("/api/agents")).ShouldRefuse(403, "not_allowed");
        await using var other = await GenkanServer.Start(Settings);
        (await File.ReadAllTextAsync(Path.Combine(other.Folder, "demo-password.txt"))).Trim().ShouldNotBe(password);
        server.Log.Lines.ShouldNotContain(line => line.Contains(password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_restart_opens_the_same_shop_again_and_founds_nothing_twice()
    {
        await using var server = await GenkanServer.Start(Settings);
        var key = await KeyIn(server);

        await server.Restart();

        (await KeyIn(server)).ShouldBe(key);
        (await new Browser(ShopOf(server)).Get("/")).Text.ShouldContain(key);
        var password = (await File.ReadAllTextAsync(Path.Combine(server.Folder, "demo-password.txt"))).Trim();
        (await (await new AgentClient(server.Url).SignIn("elif@saka.example", password)).Get("/api/agents"))["items"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task In_somebody_elses_installation_nothing_is_made()
    {
        await using var shop = await Shop.Open(Settings);

        DemoOf(shop.Server).ShopUrl.ShouldBeNull();
        (await shop.Nora.Get("/api/organisations")).Should(200)["items"]!.AsArray().ShouldHaveSingleItem();
        File.Exists(Path.Combine(shop.Server.Folder, "demo-password.txt")).ShouldBeFalse();
    }

    private static DemoHost DemoOf(GenkanServer server) => server.Services.GetServices<IHostedService>().OfType<DemoHost>().Single();

    private static Uri ShopOf(GenkanServer server) => new(DemoOf(server).ShopUrl!);

    private static async Task<string> KeyIn(GenkanServer server) =>
        (await new Browser(ShopOf(server)).Get("/")).Should(200).Text.Split("data-site=\"")[1].Split('"')[0];
}
