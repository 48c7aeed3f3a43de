using Genkan.Sites;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Genkan.Demo;

/// <summary>Founds the demo where it is asked for, and keeps its shop open beside the server whenever the demo is there.</summary>
internal sealed class DemoHost(
    GenkanSettings settings,
    IConfiguration configuration,
    DemoOrganisation organisation,
    DemoPassword password,
    ShopPages pages,
    IServer server,
    IHostApplicationLifetime lifetime,
    ILogger<DemoHost> log) : IHostedService
{
    private const string UsualUrls = "http://localhost:8090";
    private WebApplication? shop;

    /// <summary>Where the shop stands; null while there is none.</summary>
    public string? ShopUrl => shop is null ? null : AddressOf(shop);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Demo)
        {
            await organisation.FoundOnce();
        }

        if (await organisation.Site() is { } site)
        {
            // The shop's pages name the server's address, which is known once it listens.
            lifetime.ApplicationStarted.Register(() => OpenShop(site).GetAwaiter().GetResult());
        }
        else if (settings.Demo)
        {
            log.LogWarning("No demo was made: this installation already belongs to somebody. Start with an empty data folder for a demo.");
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (shop is not null)
        {
            await shop.StopAsync(cancellationToken);
            await shop.DisposeAsync();
        }
    }

    private async Task OpenShop(SiteProfile site)
    {
        var urls = configuration["GENKAN_DEMO_URLS"] is { Length: > 0 } chosen ? chosen : UsualUrls;
        var built = ShopServer.Build(urls, new ShopChat(site.Key, ServerUrl()), pages);
        try
        {
            await built.StartAsync();
            shop = built;
            Print(AddressOf(built));
        }
        catch (IOException fault)
        {
            await built.DisposeAsync();
            log.LogWarning("The demo shop could not open at {Urls} ({Reason}). Set GENKAN_DEMO_URLS to another address.", urls, fault.Message);
        }
    }

    /// <summary>To the output, not to the log: logs travel to places where a password has no business.</summary>
    private void Print(string shopUrl)
    {
        var people = string.Concat(DemoOrganisation.People.Select(p => $"      {p.Email,-22} {p.Name} ({p.Role})\n"));
        var secret = password.Read() is { } kept ? $"    Password of all three: {kept}\n" : "";
        Console.WriteLine($"""

              Genkan runs with a demo shop.

                Shop      {shopUrl}
                Console   {ServerUrl()}/console/

                Sign in as
            {people}{secret}
            """);
    }

    private string ServerUrl() => settings.PublicUrl ?? Reachable(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "");

    private static string AddressOf(WebApplication app) => Reachable(app.Urls.First());

    /// <summary>An address one listens at is not always one that can be called.</summary>
    private static string Reachable(string address) => address.TrimEnd('/')
        .Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal)
        .Replace("//[::]", "//127.0.0.1", StringComparison.Ordinal)
        .Replace("//+", "//127.0.0.1", StringComparison.Ordinal)
        .Replace("//*", "//127.0.0.1", StringComparison.Ordinal);
}
