using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Genkan.Tests.Cast;

/// <summary>Somebody who speaks HTTP with the server. Credentials are what the kinds of client add.</summary>
internal abstract class Client(Uri server)
{
    // One handler for all: every client is a header, not a pool of sockets. No cookies of its own, because its
    // container would keep a Secure cookie back on http, which browsers do not on 127.0.0.1.
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        MaxConnectionsPerServer = 1000,
    })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    public Uri Server { get; } = server;

    /// <summary>Sent with every request, e.g. <c>Accept-Language</c>.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);
    public Task<Answer> Post(string path, object? body = null) => Send(HttpMethod.Post, path, body);
    public Task<Answer> Put(string path, object? body = null) => Send(HttpMethod.Put, path, body);
    public Task<Answer> Patch(string path, object? body = null) => Send(HttpMethod.Patch, path, body);
    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path);

    /// <summary><paramref name="body"/> is made JSON, unless it is an <see cref="HttpContent"/> or a raw string.</summary>
    public async Task<Answer> Send(HttpMethod method, string path, object? body = null, Dictionary<string, string>? headers = null)
    {
        using var request = Request(method, path, body, headers);
        using var response = await Http.SendAsync(request);
        var answer = new Answer
        {
            Status = response.StatusCode,
            Headers = response.Headers,
            ContentHeaders = response.Content.Headers,
            Bytes = await response.Content.ReadAsByteArrayAsync(),
            Request = $"{method} {path}",
        };
        Learn(answer);
        return answer;
    }

    /// <summary>Opens this client's stream. Resumes where a cursor is given.</summary>
    public async Task<LiveStream> Listen(string? cursor = null, string? epoch = null, bool answers = false)
    {
        var path = epoch is null ? StreamPath : $"{StreamPath}?epoch={epoch}";
        path += answers ? (epoch is null ? "?" : "&") + "answers=1" : "";
        using var request = Request(HttpMethod.Get, path, null, null);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (cursor is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", cursor);
        }

        var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return await LiveStream.Open(response, $"GET {path}");
    }

    /// <summary>The long poll that stands in for the stream.</summary>
    public Task<Answer> Poll(string after, string epoch, int wait = 0) =>
        Get($"{StreamPath}?wait={wait}&after={Uri.EscapeDataString(after)}&epoch={epoch}");

    protected abstract string StreamPath { get; }

    protected abstract void Authorise(HttpRequestMessage request);

    protected virtual void Learn(Answer answer)
    {
    }

    private HttpRequestMessage Request(HttpMethod method, string path, object? body, Dictionary<string, string>? headers)
    {
        var request = new HttpRequestMessage(method, new Uri(Server, path)) { Content = Content(body) };
        Authorise(request);
        foreach (var (name, value) in Headers.Concat(headers ?? []))
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static HttpContent? Content(object? body) => body switch
    {
        null => null,
        HttpContent content => content,
        string raw => new StringContent(raw, Encoding.UTF8, "application/json"),
        _ => new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json"),
    };
}
