using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Genkan.Tests;

/// <summary>
/// Whatever is thrown at any call of <c>/openapi/v1.json</c>, nothing of the inside comes back: a problem document, or what
/// the call is for. Seeded; some seconds long here, longer by <c>GENKAN_FUZZ_SECONDS</c>, elsewhere by <c>GENKAN_FUZZ_SEED</c>.
/// </summary>
[Requirement("SP-09", "SP-10")]
public sealed class FuzzTests
{
    private const int MostRequests = 3000;
    private const int Workers = 4;

    private static readonly string[] Inside =
    [
        "Exception", " at Genkan.", "Genkan.Doors", "System.", "Microsoft.", "Npgsql", "SQLite", "sqlite", "SELECT ", "INSERT ", "WHERE ",
        ".cs:line", "StackTrace", "/src/", "genkan.dll", "/tmp/", "0x0000", "Nullable", "BytePosition", "LineNumber",
    ];

    private static readonly string[] Oddities =
    [
        "", " ", "0", "-1", "9223372036854775807", "9223372036854775808", "1e999", "NaN", "null", "true", "[]", "{}", "%00", "%0d%0aX-Evil:%201", "%ff%fe", "%c0%af",
        "..", "../../etc/passwd", "%2e%2e%2f", "' OR 1=1 --", "\"><script>alert(1)</script>", "${7*7}", "{{7*7}}", "🍵", "İıŞş", "‮abc", "a%20b", "00000000-0000-0000-0000-000000000000",
        "018f0000-0000-7000-8000-00000000000g", "{018f0000-0000-7000-8000-000000000000}", "me", "*", ";", "|", "\\", "%", "%zz", "2026-13-45", "0001-01-01", "9999-12-31", "+00:00",
    ];

    private static readonly string[] BrokenFrames =
    [
        "GET /api/session\r\n\r\n",
        "G\0T /api/session HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /api/session HTTP/9.9\r\nHost: a\r\n\r\n",
        "GET /api/session HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /api/session HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",
        "GET /api/session HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
        "GET http://[::1 HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /visitor/visits HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        "POST /visitor/visits HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
        "POST /visitor/visits HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n",
        "POST /visitor/visits HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\nContent-Type: application/json\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nXXXXXXXXXXXXXXXXXXXXXXXX",
    ];

    private static int SecondsToRun => int.TryParse(Environment.GetEnvironmentVariable("GENKAN_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var set) ? set : 8;

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("GENKAN_FUZZ_SEED"), CultureInfo.InvariantCulture, out var set) ? set : 20260731;

    [Fact]
    public async Task No_request_brings_out_a_fault_or_the_inside()
    {
        await using var shop = await Shop.Open("--GENKAN_LIMITS", "off");
        var scene = await Scene.Set(shop);
        var calls = Calls(await new AgentClient(shop.Server.Url).Get("/openapi/v1.json"));
        calls.Count.ShouldBeGreaterThan(40);
        var faults = new System.Collections.Concurrent.ConcurrentBag<string>();
        var clock = Stopwatch.StartNew();
        var tried = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, Workers), new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (worker, _) =>
        {
            var fuzz = new Fuzz(new Random(Seed + worker), scene);
            for (var i = worker; clock.Elapsed.TotalSeconds < SecondsToRun && (SecondsToRun > 8 || i < MostRequests) && faults.Count < 20; i += Workers)
            {
                Interlocked.Increment(ref tried);
                if (await Throw(shop.Server.Url, fuzz.Request(calls[i % calls.Count])) is { } fault)
                {
                    faults.Add(fault);
                }
            }
        });

        faults.ShouldBeEmpty($"seed {Seed}\n{string.Join("\n", shop.Server.Log.Errors.Take(3))}");
        tried.ShouldBeGreaterThan(calls.Count);
        shop.Server.Log.Errors.ShouldBeEmpty();
        (await new AgentClient(shop.Server.Url).Get("/readyz")).Should(200);
    }

    [Fact]
    public async Task A_broken_frame_is_refused_and_says_nothing()
    {
        await using var shop = await Shop.Open();
        foreach (var frame in BrokenFrames)
        {
            var answer = await Send(shop.Server.Url.Port, frame);
            if (answer.StartsWith("HTTP/", StringComparison.Ordinal))
            {
                // 505 is what RFC 9110 15.6.6 asks for an HTTP that is not spoken here.
                (answer[9] == '4' || answer[9..12] == "505").ShouldBeTrue($"{frame} → {answer}");
            }

            Inside.Where(word => answer.Contains(word, StringComparison.Ordinal)).ShouldBeEmpty($"{frame} → {answer}");
        }

        shop.Server.Log.Errors.ShouldBeEmpty();
        (await shop.Nora.Desk()).Should(200);
    }

    /// <summary>Everything that comes back until the server hangs up; nothing where it hung up at once.</summary>
    private static async Task<string> Send(int port, string frame)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = new NetworkStream(socket);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var memory = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(frame), patience.Token);
            socket.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(memory, patience.Token);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Hung up on: also an answer.
        }

        return Encoding.Latin1.GetString(memory.ToArray());
    }

    [Fact]
    public async Task The_description_tells_every_call_its_credential_and_its_refusals()
    {
        await using var shop = await Shop.Open();
        var document = (await new AgentClient(shop.Server.Url).Get("/openapi/v1.json")).Should(200).Json;
        document["components"]!["securitySchemes"]!.AsObject().Select(s => s.Key).ShouldBe(["cookie", "key", "visitor"], ignoreOrder: true);
        var problem = document["components"]!["schemas"]!["Problem"]!;
        problem["properties"]!["code"]!["enum"]!.AsArray().Select(c => c!.GetValue<string>()).ShouldContain("too_many");
        foreach (var (path, item) in document["paths"]!.AsObject())
        {
            foreach (var (method, call) in item!.AsObject())
            {
                var refusals = call!["responses"]!;
                refusals["429"]!["content"]!["application/problem+json"]!["schema"]!["$ref"]!.GetValue<string>().ShouldBe("#/components/schemas/Problem", $"{method} {path}");
                var staff = path.StartsWith("/api/", StringComparison.Ordinal) && call["security"]?.AsArray().Count > 0;
                if (staff)
                {
                    call["security"]!.ToJsonString().ShouldBe("""[{"cookie":[]},{"key":[]}]""", path);
                    refusals["401"].ShouldNotBeNull(path);
                }
            }
        }

        document["paths"]!["/visitor/conversations"]!["post"]!["security"]!.ToJsonString().ShouldBe("""[{"visitor":[]}]""");
    }

    private static async Task<string?> Throw(Uri server, HttpRequestMessage request)
    {
        using (request)
        {
            var told = $"{request.Method} {request.RequestUri} {request.Headers.ToString().ReplaceLineEndings("; ")}";
            HttpResponseMessage response;
            try
            {
                response = await Scene.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            }
            catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.Unknown || e.InnerException is IOException)
            {
                // Kestrel hangs up on what it cannot read on: no answer, no inside.
                return null;
            }

            using (response)
            {
                return await Judge(told, response);
            }
        }
    }

    private static async Task<string?> Judge(string told, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type == "text/event-stream")
        {
            return null;
        }

        var text = await response.Content.ReadAsStringAsync();
        if (status >= 500)
        {
            return $"{status}: {told} → {text}";
        }

        if (status >= 400 && text.Length > 0 && (type != "application/problem+json" || JsonNode.Parse(text)!["code"] is null))
        {
            return $"{status} is no problem document but {type}: {told} → {text}";
        }

        var leak = status < 400 ? null : Inside.FirstOrDefault(word => text.Contains(word, StringComparison.Ordinal));
        return leak is null ? null : $"“{leak}” in {status}: {told} → {text}";
    }

    private static List<Call> Calls(Answer document) =>
    [
        .. from item in document.Should(200)["paths"]!.AsObject()
           from call in item.Value!.AsObject()
           let schema = call.Value!["requestBody"]?["content"]?["application/json"]?["schema"]
           select new Call(
               call.Key.ToUpperInvariant(),
               item.Key,
               call.Value["parameters"]?.AsArray().Where(p => p!["in"]?.GetValue<string>() == "query").Select(p => p!["name"]!.GetValue<string>()).ToArray() ?? [],
               schema is null ? null : Properties(document.Json, schema)),
    ];

    private static string[] Properties(JsonNode document, JsonNode schema)
    {
        var name = schema["$ref"]?.GetValue<string>().Split('/')[^1];
        var real = name is null ? schema : document["components"]!["schemas"]![name]!;
        return real["properties"]?.AsObject().Select(p => p.Key).ToArray() ?? [];
    }

    private sealed record Call(string Method, string Path, string[] Query, string[]? Fields);

    /// <summary>Who throws, and what there is to hit.</summary>
    private sealed record Scene(Shop Shop, string Cookie, string Token, Dictionary<string, string> Ids)
    {
        public static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 200 });

        public static async Task<Scene> Set(Shop shop)
        {
            var visitor = await shop.NoraIsTalkingToAVisitor();
            var tom = await shop.Agent("tom", role: "admin");
            return new Scene(shop, tom.Cookie, visitor.Token!, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["conversations"] = visitor.Conversation,
                ["sites"] = shop.Site,
                ["agents"] = shop.Nora.Id,
                ["departments"] = await shop.ADepartment("Sales"),
                ["statuses"] = await shop.AStatus("Lunch"),
            });
        }
    }

    private sealed class Fuzz(Random random, Scene scene)
    {
        public HttpRequestMessage Request(Call call)
        {
            var request = new HttpRequestMessage(new HttpMethod(random.Next(20) == 0 ? "PATCH" : call.Method), Address(call));
            Credential(request, call);
            for (var i = random.Next(3); i > 0; i--)
            {
                request.Headers.TryAddWithoutValidation(Header(), HeaderValue());
            }

            if (call.Fields is not null && call.Method is not "GET")
            {
                request.Content = Content(call.Fields);
            }

            return request;
        }

        private Uri Address(Call call)
        {
            var parts = call.Path.Split('/');
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[i].StartsWith('{'))
                {
                    parts[i] = random.Next(3) switch
                    {
                        0 => scene.Ids.GetValueOrDefault(parts[i - 1]) ?? Ids.New(),
                        1 => Ids.New(),
                        _ => Escape(Oddity()),
                    };
                }
            }

            var query = string.Join('&', call.Query.Append("wait").Append("after").Append("zzz").Where(_ => random.Next(3) == 0).Select(name => $"{name}={Escape(Oddity())}"));
            var wait = call.Path.EndsWith("/stream", StringComparison.Ordinal) && !query.Contains("wait", StringComparison.Ordinal) ? "wait=0&" : "";
            return new Uri($"{scene.Shop.Server.Url.ToString().TrimEnd('/')}{string.Join('/', parts)}?{wait}{query}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        }

        private string Escape(string text) => text.Contains('%', StringComparison.Ordinal) && random.Next(2) == 0 && text.All(c => c is > ' ' and < (char)127) ? text.Replace(" ", "%20", StringComparison.Ordinal) : Uri.EscapeDataString(text);

        private string Oddity() => random.Next(12) == 0 ? new string('a', random.Next(1, 3000)) : Oddities[random.Next(Oddities.Length)];

        private void Credential(HttpRequestMessage request, Call call)
        {
            var roll = random.Next(10);
            if (roll == 0)
            {
                return;
            }

            if (roll == 1)
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"{(random.Next(2) == 0 ? "Bearer" : "Visitor")} {HeaderValue()}");
            }
            else if (call.Path.StartsWith("/visitor", StringComparison.Ordinal))
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"Visitor {scene.Token}");
            }
            else if (call is not { Method: "DELETE", Path: "/api/session" })
            {
                // Signing out for good would leave the rest of the throws at the door.
                request.Headers.TryAddWithoutValidation("Cookie", scene.Cookie);
                request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
            }
        }

        private string Header() => new[]
        {
            "Accept", "Accept-Language", "Accept-Encoding", "Last-Event-ID", "Origin", "Sec-Fetch-Site", "Cookie", "If-None-Match", "Range", "Content-Encoding", "X-Forwarded-For",
            "X-Forwarded-Host", "X-HTTP-Method-Override", "Referer", "User-Agent", "Expect-CT", "Forwarded", "Date",
        }[random.Next(18)];

        private string HeaderValue() => random.Next(6) switch
        {
            0 => new string('ä', random.Next(1, 500)),
            1 => string.Join(',', Enumerable.Repeat("tr;q=0.5", random.Next(1, 300))),
            2 => "\u00ff\u00fe",
            3 => "__Host-genkan=x; genkan=" + new string('x', random.Next(1, 100)),
            _ => new string([.. Oddity().Where(c => c is >= ' ' and < (char)127)]),
        };

        private ByteArrayContent Content(string[] fields)
        {
            var bytes = Body(fields);
            var content = new ByteArrayContent(bytes);
            content.Headers.TryAddWithoutValidation("Content-Type", random.Next(8) switch
            {
                0 => "text/plain",
                1 => "application/json; charset=utf-99",
                2 => "application/json;;;",
                3 => "application/xml",
                _ => "application/json",
            });
            return content;
        }

        private byte[] Body(string[] fields) => random.Next(14) switch
        {
            0 => [],
            1 => "null"u8.ToArray(),
            2 => Encoding.UTF8.GetBytes(new string('[', 5000)),
            3 => [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'],
            4 => [(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
            5 => Encoding.UTF8.GetBytes("{\"a\":" + new string('{', 200)),
            6 => Encoding.UTF8.GetBytes(Whole(fields) is { Length: > 3 } whole ? whole[..random.Next(1, whole.Length - 1)] : "{"),
            7 => Encoding.UTF8.GetBytes($"[{Whole(fields)}]"),
            8 => Encoding.UTF8.GetBytes("{\"text\":\"" + new string('x', 70_000) + "\"}"),
            _ => Encoding.UTF8.GetBytes(Whole(fields)),
        };

        private string Whole(string[] fields)
        {
            var chosen = fields.Where(_ => random.Next(5) > 0).SelectMany(f => random.Next(15) == 0 ? [f, f] : new[] { f });
            return "{" + string.Join(',', chosen.Select(f => $"\"{f}\":{Value(0)}")) + (random.Next(15) == 0 ? ",\"unknown\":1" : "") + "}";
        }

        private string Value(int depth) => random.Next(14) switch
        {
            0 => "null",
            1 => "true",
            2 => "-1",
            3 => "1e999",
            4 => "123456789012345678901234567890",
            5 => "0.5",
            6 => $"\"{Ids.New()}\"",
            7 => "\"\\u0000\"",
            8 => "\"\\ud800\"",
            9 => depth > 4 ? "[]" : $"[{Value(depth + 1)},{Value(depth + 1)}]",
            10 => depth > 4 ? "{}" : $"{{\"{(random.Next(2) == 0 ? "en" : "when")}\":{Value(depth + 1)}}}",
            11 => $"\"{new string('x', random.Next(0, 5000))}\"",
            _ => System.Text.Json.JsonSerializer.Serialize(Oddity()),
        };
    }
}
