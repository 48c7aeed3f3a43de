using System.Text.Json.Nodes;

namespace Genkan.Tests.Cast;

/// <summary>A visitor's chat window on somebody's page: knows the site's key, keeps its token, sends no cookie.</summary>
internal sealed class VisitorClient(Uri server, string site) : Client(server)
{
    public string Site { get; } = site;
    public string? Token { get; set; }

    /// <summary>The answer to the last visit.</summary>
    public Answer Visit { get; private set; } = null!;

    /// <summary>The open conversation.</summary>
    public string Conversation { get; private set; } = "";

    protected override string StreamPath => "/visitor/stream";

    /// <summary>Opens the chat window (<c>reach: talk</c>); <paramref name="page"/> makes it a page view.</summary>
    public async Task<VisitorClient> Visits(string? page = null, string? language = null, string? title = null, string? trail = null)
    {
        var body = new JsonObject { ["site"] = Site };
        foreach (var (name, value) in new[] { ("page", page), ("language", language), ("title", title), ("trail", trail) })
        {
            if (value is not null)
            {
                body[name] = value;
            }
        }

        Visit = (await Post("/visitor/visits", body)).ShouldSucceed();
        Token = Visit["token"]!.GetValue<string>();
        Conversation = Visit["conversation"]?["id"]?.GetValue<string>() ?? Conversation;
        return this;
    }

    /// <summary>Starts a conversation; its id is kept in <see cref="Conversation"/> when it did.</summary>
    public async Task<Answer> Starts(string? nickname = "Mina", string? id = null, string? language = null, object? consent = null)
    {
        var body = new JsonObject { ["id"] = id ?? Ids.New() };
        if (nickname is not null)
        {
            body["nickname"] = nickname;
        }

        if (language is not null)
        {
            body["language"] = language;
        }

        if (consent is not null)
        {
            body["consent"] = System.Text.Json.JsonSerializer.SerializeToNode(consent);
        }

        return await Starts(body);
    }

    /// <summary>The same with a body of one's own; the id is made where it has none.</summary>
    public async Task<Answer> Starts(JsonObject body)
    {
        body["id"] ??= Ids.New();
        var answer = await Post("/visitor/conversations", body);
        if ((int)answer.Status is 200 or 201)
        {
            Conversation = answer.Id;
        }

        return answer;
    }

    public Task<Answer> Says(string text, string? id = null) =>
        Post($"/visitor/conversations/{Conversation}/messages", new { id = id ?? Ids.New(), text });

    public Task<Answer> Types(string state, string? text = null, string? message = null, long counter = 1) =>
        Post($"/visitor/conversations/{Conversation}/typing", new { message = message ?? Ids.New(), counter, state, text });

    public Task<Answer> Marks(object marks) => Put($"/visitor/conversations/{Conversation}/marks", marks);

    public Task<Answer> Ends() => Post($"/visitor/conversations/{Conversation}/end");

    public Task<Answer> Messages(string query = "") => Get($"/visitor/conversations/{Conversation}/messages{query}");

    public Task<Answer> Snapshot() => Get($"/visitor/conversations/{Conversation}");

    /// <summary>From the last visit's cursor, so that nothing between visit and stream is missed.</summary>
    public Task<LiveStream> ListenFromVisit() =>
        Listen(Visit["cursor"]!.GetValue<string>(), Visit["epoch"]!.GetValue<string>());

    protected override void Authorise(HttpRequestMessage request)
    {
        if (Token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Visitor {Token}");
        }
    }
}
