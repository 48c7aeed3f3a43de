using System.Text.Json.Nodes;

namespace Genkan.Tests.Cast;

/// <summary>An agent at the console: signed in by cookie, same-origin, like the browser.</summary>
internal sealed class AgentClient : Client
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public AgentClient(Uri server)
        : base(server) => Headers["Sec-Fetch-Site"] = "same-origin";

    public string Name { get; private set; } = "";
    public string Id { get; private set; } = "";
    public string Organisation { get; private set; } = "";
    public string OrganisationSlug { get; private set; } = "";

    /// <summary>An API key instead of the cookie.</summary>
    public string? Key { get; set; }

    /// <summary>The cookies as the browser would send them; for tests that take them elsewhere.</summary>
    public string Cookie => string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));

    /// <summary>Puts a cookie, as name=value, among this browser's.</summary>
    public void Keep(string cookie) => _cookies[cookie.Split('=', 2)[0]] = cookie.Split('=', 2)[1];

    protected override string StreamPath => "/api/stream";

    public async Task<AgentClient> SignIn(string email, string password, string? status = "online", string? organisation = null)
    {
        var body = new JsonObject { ["email"] = email, ["password"] = password };
        if (status is not null)
        {
            body["status"] = status;
        }

        if (organisation is not null)
        {
            body["organisation"] = organisation;
        }

        return Become((await Post("/api/session", body)).Should(200));
    }

    /// <summary>Takes over who a <c>Session</c> answer says one is.</summary>
    public AgentClient Become(Answer session)
    {
        Id = session["agent"]!["id"]!.GetValue<string>();
        Name = session["agent"]!["name"]!.GetValue<string>();
        Organisation = session["organisation"]!["id"]!.GetValue<string>();
        OrganisationSlug = session["organisation"]!["slug"]!.GetValue<string>();
        return this;
    }

    public async Task Status(string status) => (await Put("/api/me/status", new { status })).Should(200);

    public Task<Answer> Desk() => Get("/api/desk");

    public Task<Answer> Accept(string conversation) => Post($"/api/conversations/{conversation}/accept");

    /// <summary>Says something; the same <paramref name="id"/> again is a repeat.</summary>
    public Task<Answer> Say(string conversation, string text, string? id = null) =>
        Post($"/api/conversations/{conversation}/messages", new { id = id ?? Ids.New(), text });

    public Task<Answer> Edit(string conversation, string message, string text) =>
        Patch($"/api/conversations/{conversation}/messages/{message}", new { text });

    public Task<Answer> Retract(string conversation, string message) =>
        Delete($"/api/conversations/{conversation}/messages/{message}");

    public Task<Answer> Type(string conversation, string state, string? text = null, string? message = null, long counter = 1) =>
        Post($"/api/conversations/{conversation}/typing", new { message = message ?? Ids.New(), counter, state, text });

    public Task<Answer> Mark(string conversation, object marks) => Put($"/api/conversations/{conversation}/marks", marks);

    public Task<Answer> End(string conversation) => Post($"/api/conversations/{conversation}/end");

    public Task<Answer> Messages(string conversation, string query = "") =>
        Get($"/api/conversations/{conversation}/messages{query}");

    public Task<Answer> Conversation(string conversation) => Get($"/api/conversations/{conversation}");

    protected override void Authorise(HttpRequestMessage request)
    {
        if (Key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Key}");
        }
        else if (_cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", Cookie);
        }
    }

    protected override void Learn(Answer answer)
    {
        if (!answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            return;
        }

        foreach (var cookie in cookies)
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
            {
                _cookies.Remove(pair[0]);
            }
            else
            {
                _cookies[pair[0]] = pair[1];
            }
        }
    }
}
