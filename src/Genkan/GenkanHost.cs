using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Genkan.Administration;
using Genkan.Agents;
using Genkan.Audit;
using Genkan.Conversations;
using Genkan.Demo;
using Genkan.Doors;
using Genkan.Hours;
using Genkan.LeftMessages;
using Genkan.Live;
using Genkan.Mail;
using Genkan.Operations;
using Genkan.Pages;
using Genkan.PictureCodes;
using Genkan.Places;
using Genkan.PlainPages;
using Genkan.Routing;
using Genkan.Sites;
using Genkan.Storage;
using Genkan.Supervision;
using Genkan.Texts;
using Genkan.Visitors;
using Microsoft.AspNetCore.HttpOverrides;

namespace Genkan;

/// <summary>Puts the rooms together into one program.</summary>
internal static class GenkanHost
{
    /// <summary>Largest JSON body. Longer ones are refused before they are read; avatar uploads set their own.</summary>
    private const long LargestBody = 64 * 1024;

    /// <summary>Builds the server. Tests hand in <paramref name="configure"/> to replace the clock.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        RefuseWithoutIcu();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = Flags(args), ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelHttpsConfiguration();
        // Request lines carry addresses and keys: nothing below a warning from the framework (promises: nothing personal logged).
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // It would keep a span and a scope for each request, open streams too, that no log of ours shows. Spans that are sent on are made without it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        Listen(builder);
        var settings = GenkanSettings.From(builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.ConfigureHttpJsonOptions(o => Wire.Configure(o.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        AddRooms(builder.Services, settings, builder.Configuration);
        AddProxies(builder.Services, settings);
        builder.Services.AddApiDescription();
        configure?.Invoke(builder);
        var app = builder.Build();
        WarnOfLiftedLimits(app, settings);
        Map(app);
        return app;
    }

    private static void AddRooms(IServiceCollection services, GenkanSettings settings, IConfiguration configuration)
    {
        services.AddTexts();
        services.AddDoors();
        services.AddStorage(settings);
        services.AddLive();
        services.AddAudit();
        services.AddAdministration();
        services.AddPictureCodes();
        services.AddMail();
        services.AddPlaces();
        services.AddAgents();
        services.AddSites();
        services.AddHours();
        services.AddVisitors();
        services.AddConversations();
        services.AddRoutingRoom();
        services.AddSupervision();
        services.AddLeftMessages();
        services.AddPlainPages();
        services.AddPages();
        services.AddDemo();
        services.AddOperations(settings, configuration);
        // First of all, so that no room's background work meets a store that is not open.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, OpenStorageFirst>());
    }

    private static void Map(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSpanNames();
        app.UseProblems();
        app.UseRouting();
        app.UseDoorkeeper();
        app.MapOpenApi("/openapi/{documentName}.json").OpenToAnyone();
        app.MapLive();
        app.MapAudit();
        app.MapAdministration();
        app.MapPictureCodes();
        app.MapMail();
        app.MapPlaces();
        app.MapAgents();
        app.MapSites();
        app.MapHours();
        app.MapVisitors();
        app.MapConversations();
        app.MapRouting();
        app.MapSupervision();
        app.MapLeftMessages();
        app.MapPlainPages();
        app.MapPages();
        app.MapDemo();
        app.MapOperations();
    }

    private static void WarnOfLiftedLimits(WebApplication app, GenkanSettings settings)
    {
        // Made now, so that a wrong figure refuses the start and not the first request.
        _ = app.Services.GetRequiredService<Limits>();
        if (settings.LimitsOff)
        {
            app.Logger.LogWarning("GENKAN_LIMITS is off: addresses and members may send as much as they like. This is for load runs only");
        }
    }

    /// <summary>Without ICU, Normalize and Turkish casing silently do the wrong thing.</summary>
    private static void RefuseWithoutIcu()
    {
        if (!string.Equals("i".ToUpper(CultureInfo.GetCultureInfo("tr-TR")), "İ", StringComparison.Ordinal))
        {
            throw new StartRefusedException("Genkan needs ICU (Debian package libicu72 or newer) and must not run with DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        }
    }

    /// <summary><c>--demo</c> alone means <c>--demo true</c>.</summary>
    private static string[] Flags(string[] args) => [.. args.Select(a => a == "--demo" ? "--demo=true" : a)];

    private static void Listen(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(builder.Configuration["GENKAN_URLS"] is { Length: > 0 } urls ? urls : "http://127.0.0.1:8080");
        }

        builder.WebHost.ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = LargestBody;
            o.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            o.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            // A body or a reader that trickles slower than this for five seconds is let go (streams have a patience of their own).
            o.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            o.Limits.MinResponseDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            o.ConfigureEndpointDefaults(endpoint => endpoint.Use(o.ApplicationServices.GetRequiredService<ConnectionLimit>().Hold));
        });
        builder.Services.Configure<Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets.SocketTransportOptions>(o =>
        {
            o.CreateBoundListenSocket = BindNoticingDeadPeers;
            // After a cut everybody knocks at once: whom the system's own queue does not hold tries again only seconds later.
            o.Backlog = 4096;
        });
        builder.Services.AddSingleton<Microsoft.AspNetCore.Connections.IConnectionListenerFactory, PromptListeners>();
    }

    /// <summary>
    /// A peer that vanished without a word is noticed after 30 s of unanswered bytes (RFC 5482), not after the quarter
    /// of an hour TCP takes by itself: presence depends on it.
    /// </summary>
    private static Socket BindNoticingDeadPeers(EndPoint endpoint)
    {
        var socket = Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets.SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (OperatingSystem.IsLinux() && endpoint is IPEndPoint)
        {
            const int tcp = 6, userTimeout = 18;
            socket.SetRawSocketOption(tcp, userTimeout, BitConverter.GetBytes(30_000));
        }

        return socket;
    }

    /// <summary>X-Forwarded-* count only from proxies the operator named.</summary>
    private static void AddProxies(IServiceCollection services, GenkanSettings settings) => services.Configure<ForwardedHeadersOptions>(o =>
    {
        o.KnownProxies.Clear();
        o.KnownIPNetworks.Clear();
        o.ForwardedHeaders = settings.Proxies is null ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        foreach (var proxy in (settings.Proxies ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (proxy.Contains('/', StringComparison.Ordinal))
            {
                o.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            }
            else
            {
                o.KnownProxies.Add(IPAddress.Parse(proxy));
            }
        }
    });

    private sealed class OpenStorageFirst(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => services.OpenStorage();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
