using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>Query of the list.</summary>
internal sealed record LeftMessagesAsked(string? State = null, Guid? Site = null, string? Q = null, string? Sort = null, string? After = null, int? Limit = null);

/// <summary><c>GET /api/leftmessages</c>: everything left in the organisation (OM-06), and <c>/{id}</c>: one with what became of it (OM-07).</summary>
internal sealed class ReadLeftMessages(IStorage storage)
{
    private const int UsualLimit = 50;
    private const int HighestLimit = 200;
    private const int LongestSearch = 200;
    // What one glance takes in beside the message itself.
    private const int MostOthers = 10;
    private const string Oldest = "oldest";
    private static readonly string[] States = [LeftMessage.Open, LeftMessage.Replied, LeftMessage.Done];
    private static readonly string[] Orders = ["newest", Oldest];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/leftmessages", (string? state, Guid? site, string? q, string? sort, string? after, int? limit, StaffCaller caller, ReadLeftMessages useCase) =>
            useCase.Handle(caller, new LeftMessagesAsked(state, site, q, sort, after, limit)))
            .ForStaff(Permission.LeftMessagesRead);
        routes.MapGet("/api/leftmessages/{id:guid}", (Guid id, StaffCaller caller, ReadLeftMessages useCase) => useCase.Show(caller, id))
            .ForStaff(Permission.LeftMessagesRead);
    }

    private async Task<IResult> Handle(StaffCaller caller, LeftMessagesAsked asked)
    {
        var limit = asked.Limit ?? UsualLimit;
        var filter = new LeftMessageFilter(asked.State, asked.Site, asked.Q, asked.Sort == Oldest);
        var beyond = Check(asked, limit);
        // One more than asked for tells whether there is a next page.
        var found = await storage.Read(caller.Organisation, tx => LeftMessageStore.Page(tx, filter, beyond, limit + 1));
        var items = found.Take(limit).ToList();
        var next = found.Count > limit ? new LeftMessageCursor(items[^1].At, items[^1].Id).ToString() : null;
        return TypedResults.Json(new { items, next }, Wire.Json);
    }

    private static LeftMessageCursor Check(LeftMessagesAsked asked, int limit)
    {
        var check = new FieldCheck();
        var beyond = asked.Sort == Oldest ? LeftMessageCursor.Bottom : LeftMessageCursor.Top;
        if (asked.After is not null && !LeftMessageCursor.TryParse(asked.After, out beyond))
        {
            check.Wrong("after", "malformed");
        }

        if (asked.State is not null && !States.Contains(asked.State))
        {
            check.Wrong("state", "one_of");
        }

        if (asked.Sort is not null && !Orders.Contains(asked.Sort))
        {
            check.Wrong("sort", "one_of");
        }

        check.Optional("q", asked.Q, LongestSearch);
        check.Range("limit", limit, 1, HighestLimit);
        check.Done();
        return beyond;
    }

    private async Task<IResult> Show(StaffCaller caller, Guid id) => TypedResults.Json(
        await storage.Read(caller.Organisation, async tx =>
        {
            var row = await LeftMessageStore.FindRow(tx, id) ?? throw Refusal.NotFound();
            return new { message = row.Opened(tx), steps = await LeftMessageStore.Steps(tx, id), others = await LeftMessageStore.OthersOf(tx, row, MostOthers) };
        }),
        Wire.Json);
}
