using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Genkan.Tests.Cast;

/// <summary>What the server answered: status, headers and the body, as JSON where it is JSON.</summary>
internal sealed class Answer
{
    public required HttpStatusCode Status { get; init; }
    public required HttpResponseHeaders Headers { get; init; }
    public required HttpContentHeaders ContentHeaders { get; init; }
    public required byte[] Bytes { get; init; }
    public required string Request { get; init; }

    public string Text => System.Text.Encoding.UTF8.GetString(Bytes);

    public JsonNode Json => IsJson && JsonNode.Parse(Bytes) is { } json
        ? json
        : throw new InvalidOperationException($"{this}: not JSON");

    /// <summary>A member of the body: <c>answer["agent"]</c>.</summary>
    public JsonNode? this[string name] => Json[name];

    public string Id => this["id"]!.GetValue<string>();

    /// <summary>The stable code of a problem document; null where the answer is none.</summary>
    public string? Code => ContentHeaders.ContentType?.MediaType == "application/problem+json"
        ? Json["code"]?.GetValue<string>()
        : null;

    private bool IsJson => ContentHeaders.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) ?? false;

    /// <summary>Fails, showing the whole answer, unless it has this status.</summary>
    public Answer Should(HttpStatusCode status)
    {
        Status.ShouldBe(status, ToString());
        return this;
    }

    public Answer Should(int status) => Should((HttpStatusCode)status);

    /// <summary>200, 201 or 204.</summary>
    public Answer ShouldSucceed()
    {
        ((int)Status).ShouldBeInRange(200, 299, ToString());
        return this;
    }

    /// <summary>A refusal is a problem document with its stable code and words for a person.</summary>
    public Answer ShouldRefuse(int status, string code)
    {
        Should(status);
        Code.ShouldBe(code, ToString());
        this["title"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        return this;
    }

    /// <summary>The body as a type of one's own, camel case.</summary>
    public T As<T>() => JsonSerializer.Deserialize<T>(Bytes, JsonSerializerOptions.Web)
        ?? throw new InvalidOperationException($"{this}: empty");

    public override string ToString() => $"{Request} → {(int)Status} {Text}";
}
