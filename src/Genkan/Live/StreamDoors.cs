using Genkan.Doors;

namespace Genkan.Live;

/// <summary>The two doors to the stream.</summary>
internal static class StreamDoors
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/stream", (HttpContext context, StaffCaller caller, OpenStream stream, PollStream poll, Limits limits, IHostApplicationLifetime life) =>
            Open(context, new Listener(caller.Organisation, caller, null) { Answers = context.Request.Query["answers"] == "1" }, stream, poll, limits, life)).ForStaff().At(Pace.Streams);
        routes.MapGet("/visitor/stream", (HttpContext context, VisitorCaller caller, OpenStream stream, PollStream poll, Limits limits, IHostApplicationLifetime life) =>
            Open(context, new Listener(caller.Organisation, null, caller), stream, poll, limits, life)).ForVisitors(Reach.Page).At(Pace.Streams);
    }

    /// <summary>Where the client was: the header of the standard, or <c>after</c> for the long poll.</summary>
    public static string? CursorOf(HttpContext context)
    {
        var header = context.Request.Headers["Last-Event-ID"].ToString();
        var text = header.Length > 0 ? header : context.Request.Query["after"].ToString();
        return text.Length == 0 ? null : text;
    }

    private static async Task Open(HttpContext context, Listener listener, OpenStream stream, PollStream poll, Limits limits, IHostApplicationLifetime life)
    {
        using var held = listener.Staff is { } member
            ? limits.HoldStream(context, listener.Organisation, Whose.Member, member.Agent)
            : limits.HoldStream(context, listener.Organisation, Whose.Visitor, listener.Visitor?.Visitor);
        if (context.Request.Query["wait"].ToString() is { Length: > 0 } wait)
        {
            var seconds = int.TryParse(wait, System.Globalization.CultureInfo.InvariantCulture, out var parsed) ? parsed : throw new Refusal(400, "malformed");
            var answer = await poll.Run(context, listener, seconds);
            await answer.ExecuteAsync(context);
            return;
        }

        await stream.Run(context, listener, life.ApplicationStopping);
    }
}
