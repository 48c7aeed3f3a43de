using Genkan.Doors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Cast;

/// <summary>Every door of the running server with what it declares: what the walls are tried at, without a list to keep.</summary>
internal static class DoorMap
{
    /// <summary>One method of one route.</summary>
    internal sealed record Door(string Method, string Route, Access Access)
    {
        public bool Reads => Method is "GET" or "HEAD";

        public bool HasIds => Route.Contains('{', StringComparison.Ordinal);

        public bool IsStream => Route.EndsWith("/stream", StringComparison.Ordinal);

        public override string ToString() => $"{Method} {Route}";
    }

    /// <summary>All but the framework's own answers.</summary>
    public static IReadOnlyList<Door> DoorsOf(GenkanServer server) =>
    [
        .. from door in server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
           let access = door.Metadata.GetMetadata<Access>()
           where access is not null
           from method in door.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           select new Door(method, "/" + door.RoutePattern.RawText!.TrimStart('/'), access),
    ];

    /// <summary>Puts into each hole of a route the id that belongs to the word before it, else a new one.</summary>
    public static string FillIn(string route, IReadOnlyDictionary<string, string> ids)
    {
        var parts = route.TrimStart('/').Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].StartsWith('{'))
            {
                parts[i] = ids.GetValueOrDefault(i > 0 ? parts[i - 1] : "") ?? Ids.New();
            }
        }

        return "/" + string.Join('/', parts);
    }

    /// <summary>A body that would be right if the id were one's own, so that a refusal is about the id.</summary>
    public static object? BodyFor(string method, string template) => (method, template) switch
    {
        ("GET" or "DELETE", _) => null,
        (_, var t) when t.Contains("/avatar", StringComparison.Ordinal) => new ByteArrayContent(Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="))
        {
            Headers = { ContentType = new("image/png") },
        },
        (_, var t) when t.EndsWith("/messages", StringComparison.Ordinal) => new { id = Ids.New(), text = "Hello" },
        ("PATCH", var t) when t.Contains("/messages/", StringComparison.Ordinal) => new { text = "Changed" },
        (_, var t) when t.EndsWith("/typing", StringComparison.Ordinal) => new { message = Ids.New(), counter = 1, state = "none" },
        (_, var t) when t.EndsWith("/marks", StringComparison.Ordinal) => new { read = 1 },
        ("PATCH", var t) when t.Contains("leftmessages", StringComparison.Ordinal) => new { done = true },
        (_, var t) when t.EndsWith("/reply", StringComparison.Ordinal) => new { id = Ids.New(), text = "Answer" },
        (_, var t) when t.EndsWith("/hours", StringComparison.Ordinal) => new { calendar = (string?)null },
        (_, var t) when t.EndsWith("/transfer", StringComparison.Ordinal) => new { agent = Ids.New() },
        (_, var t) when t.EndsWith("/routing", StringComparison.Ordinal) || t.EndsWith("/try", StringComparison.Ordinal) => new { },
        ("PATCH", _) => new { name = "Taken over" },
        _ => null,
    };
}
