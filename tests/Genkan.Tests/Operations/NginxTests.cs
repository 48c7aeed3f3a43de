using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Operations;

/// <summary>
/// <c>deploy/nginx/genkan.conf</c> itself, with other ports and a certificate made here, in a real nginx that runs without
/// rights. Two upstream addresses: nothing may depend on coming back by the same way.
/// </summary>
[Trait("Outside", "yes")]
public sealed class NginxTests : IAsyncLifetime
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("genkan-nginx-").FullName;
    private readonly ConcurrentQueue<IPAddress> _addresses = new();
    private readonly StringBuilder _said = new();
    private readonly int _port = FreePort();
    private readonly int _plainPort = FreePort();
    private GenkanServer _server = null!;
    private Process _nginx = null!;
    private string _siteKey = "";

    public async ValueTask InitializeAsync()
    {
        _server = await GenkanServer.StartOn(
            await Engine.NewStore(),
            builder => builder.Services.AddSingleton<IStartupFilter>(new Addresses(_addresses)),
            "--urls", "http://127.0.0.1:0;http://127.0.0.2:0", "--GENKAN_PROXIES", "127.0.0.1",
            "--GENKAN_SETUP_EMAIL", "nora@shop.example", "--GENKAN_SETUP_PASSWORD", Shop.Password);
        var nora = await new AgentClient(_server.Url).SignIn("nora@shop.example", Shop.Password, "online");
        _siteKey = (await nora.Post("/api/sites", new { id = Ids.New(), name = "Shop" })).Should(201)["key"]!.GetValue<string>();
        await StartNginx();
    }

    public async ValueTask DisposeAsync()
    {
        _nginx.Kill(entireProcessTree: true);
        await _nginx.WaitForExitAsync();
        _nginx.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_talk_goes_through_unbuffered_and_resumes_by_another_way()
    {
        using var http = Browser();
        var (token, conversation) = await Begin(http);
        var stream = await Listen(http, token).WaitAsync(AtOnce);
        await stream.Next("hello").WaitAsync(AtOnce);
        var epoch = stream.Epoch!;

        (await Say(http, token, conversation, "One")).ShouldBe(HttpStatusCode.Created);
        await stream.Next("message.sent").WaitAsync(AtOnce);
        _server.Clock.Advance(TimeSpan.FromSeconds(16));
        await stream.Next("heartbeat").WaitAsync(AtOnce);
        var cursor = stream.Cursor!;
        await stream.DisposeAsync();

        (await Say(http, token, conversation, "Missed")).ShouldBe(HttpStatusCode.Created);
        // Each time a new connection, which nginx gives to the other upstream line in turn.
        for (var way = 0; way < 2; way++)
        {
            using var again = Browser();
            await using var resumed = await Listen(again, token, cursor, epoch).WaitAsync(AtOnce);
            var missed = await resumed.Next("message.sent").WaitAsync(AtOnce);
            missed["message"]!["text"]!.GetValue<string>().ShouldBe("Missed");
            resumed.Heard.ShouldNotContain(f => f.Event == "reset");
        }
    }

    [Fact]
    public async Task The_callers_address_is_the_callers_whatever_the_caller_claims()
    {
        using var http = Browser(from: "127.0.0.9");
        await Ask(http, $"https://127.0.0.1:{_port}/healthz", forged: "203.0.113.5");
        _addresses.Last().ShouldBe(IPAddress.Parse("127.0.0.9"));

        // Past nginx, from an address nobody named as a proxy.
        using var straight = Browser(from: "127.0.0.8");
        await Ask(straight, new Uri(_server.Url, "/healthz").ToString(), forged: "203.0.113.5");
        _addresses.Last().ShouldBe(IPAddress.Parse("127.0.0.8"));
    }

    [Fact]
    public async Task It_speaks_http_2_leads_to_https_and_refuses_what_is_too_large()
    {
        using var http = Browser();
        var answer = await http.GetAsync("/console/");
        answer.Version.ShouldBe(HttpVersion.Version20);
        answer.Headers.GetValues("Strict-Transport-Security").ShouldHaveSingleItem();

        using var plain = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var led = await plain.GetAsync($"http://127.0.0.1:{_plainPort}/console/?x=1");
        led.StatusCode.ShouldBe(HttpStatusCode.PermanentRedirect);
        led.Headers.Location!.ToString().ShouldBe("https://127.0.0.1/console/?x=1");

        var (token, conversation) = await Begin(http);
        using var large = new HttpRequestMessage(HttpMethod.Post, $"/visitor/conversations/{conversation}/messages")
        {
            Content = new StringContent(new string('x', 100_000), Encoding.UTF8, "application/json"),
            Version = HttpVersion.Version20,
        };
        large.Headers.TryAddWithoutValidation("Authorization", $"Visitor {token}");
        var refused = await http.SendAsync(large);
        refused.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["code"]!.GetValue<string>().ShouldBe("too_large");
    }

    // ---------------------------------------------------------------- talking

    private async Task<(string Token, string Conversation)> Begin(HttpClient http)
    {
        var visit = await Post(http, null, "/visitor/visits", new { site = _siteKey, page = "https://shop.example/" });
        var token = visit["token"]!.GetValue<string>();
        var id = Ids.New();
        await Post(http, token, "/visitor/conversations", new { id, nickname = "Mina" });
        return (token, id);
    }

    private static async Task<HttpStatusCode> Say(HttpClient http, string token, string conversation, string text)
    {
        using var request = Request(HttpMethod.Post, token, $"/visitor/conversations/{conversation}/messages", new { id = Ids.New(), text });
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<JsonNode> Post(HttpClient http, string? token, string path, object body)
    {
        using var request = Request(HttpMethod.Post, token, path, body);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }

    private static async Task<LiveStream> Listen(HttpClient http, string token, string? cursor = null, string? epoch = null)
    {
        using var request = Request(HttpMethod.Get, token, epoch is null ? "/visitor/stream" : $"/visitor/stream?epoch={epoch}", null);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (cursor is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", cursor);
        }

        return await LiveStream.Open(await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead), "the stream");
    }

    private static HttpRequestMessage Request(HttpMethod method, string? token, string path, object? body)
    {
        var request = new HttpRequestMessage(method, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Visitor {token}");
        }

        if (body is not null)
        {
            request.Content = new StringContent(System.Text.Json.JsonSerializer.Serialize(body, System.Text.Json.JsonSerializerOptions.Web), Encoding.UTF8, "application/json");
        }

        return request;
    }

    private static async Task Ask(HttpClient http, string address, string forged)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forged);
        (await http.SendAsync(request)).EnsureSuccessStatusCode();
    }

    /// <summary>Connections of its own; the certificate is the one made here or none.</summary>
    private HttpClient Browser(string? from = null)
    {
        var handler = new SocketsHttpHandler { UseCookies = false };
        var thumbprint = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_folder, "cert.pem")).Thumbprint;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => ((X509Certificate2)certificate!).Thumbprint == thumbprint;
        handler.ConnectCallback = async (context, stop) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (from is not null)
            {
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            }

            await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        };
        return new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{_port}"), DefaultRequestVersion = HttpVersion.Version20, Timeout = TimeSpan.FromSeconds(30) };
    }

    // ---------------------------------------------------------------- nginx

    private async Task StartNginx()
    {
        await MakeCertificate();
        await File.WriteAllTextAsync(Path.Combine(_folder, "genkan.conf"), Ours());
        await File.WriteAllTextAsync(Path.Combine(_folder, "nginx.conf"), $$"""
            daemon off;
            pid {{_folder}}/pid;
            error_log stderr warn;
            events { worker_connections 512; }
            http {
                client_body_temp_path {{_folder}}/body; proxy_temp_path {{_folder}}/proxy; fastcgi_temp_path {{_folder}}/a; scgi_temp_path {{_folder}}/b; uwsgi_temp_path {{_folder}}/c;
                include {{_folder}}/genkan.conf;
            }
            """);
        Process.Start("chmod", ["-R", "a+rwX", _folder]).WaitForExit();
        var nginx = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        string[] stranger = Environment.UserName == "root" ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
        string[] line = [.. stranger, nginx, "-e", "stderr", "-c", Path.Combine(_folder, "nginx.conf")];
        _nginx = Process.Start(new ProcessStartInfo(line[0], line[1..]) { RedirectStandardError = true, UseShellExecute = false })!;
        _nginx.ErrorDataReceived += (_, e) => _said.AppendLine(e.Data);
        _nginx.BeginErrorReadLine();
        await Listening();
    }

    /// <summary>The shipped file; only ports, names, the certificate's place and the upstream lines are others.</summary>
    private string Ours()
    {
        var upstream = string.Concat(_server.Urls.Select(u => $"    server {u.Host}:{u.Port};\n"));
        var lines = File.ReadAllText(HouseRules.Project.Path("deploy/nginx/genkan.conf"))
            .Replace("    server 127.0.0.1:8080;\n", upstream, StringComparison.Ordinal)
            .Replace("listen 80;", $"listen {_plainPort};", StringComparison.Ordinal)
            .Replace("listen 443 ssl http2;", $"listen {_port} ssl http2;", StringComparison.Ordinal)
            .Replace("/etc/letsencrypt/live/chat.example/fullchain.pem", Path.Combine(_folder, "cert.pem"), StringComparison.Ordinal)
            .Replace("/etc/letsencrypt/live/chat.example/privkey.pem", Path.Combine(_folder, "key.pem"), StringComparison.Ordinal)
            .Replace("chat.example", "127.0.0.1", StringComparison.Ordinal)
            .Split('\n');
        return string.Join('\n', lines.Where(l => !l.Contains("listen [::]", StringComparison.Ordinal)));
    }

    private async Task MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(Path.Combine(_folder, "cert.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task Listening()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, _port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                _nginx.HasExited.ShouldBeFalse(_said.ToString());
                await Task.Delay(20, patience.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Notes whom the server takes the caller for, once the proxies' headers were read.</summary>
    private sealed class Addresses(ConcurrentQueue<IPAddress> seen) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, rest) =>
            {
                await rest(context);
                if (context.Request.Path == "/healthz")
                {
                    seen.Enqueue(context.Connection.RemoteIpAddress!);
                }
            });
            next(app);
        };
    }
}
