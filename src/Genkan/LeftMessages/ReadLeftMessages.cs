using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary><c>GET /api/leftmessages</c>, newest first.</summary>
internal sealed class ReadLeftMessages(IStorage storage)
{
    private const int UsualLimit = 50;
    private const int HighestLimit = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/leftmessages", (bool? done, string? after, int? limit, StaffCaller caller, ReadLeftMessages useCase) => useCase.Handle(caller, done, after, limit ?? UsualLimit))
        .ForStaff(Permission.LeftMessagesRead);

    private async Task<IResult> Handle(StaffCaller caller, bool? done, string? after, int limit)
    {
        var check = new FieldCheck();
        var below = LeftMessageCursor.Top;
        if (after is not null && !LeftMessageCursor.TryParse(after, out below))
        {
            check.Wrong("after", "malformed");
        }

        check.Range("limit", limit, 1, HighestLimit);
        check.Done();
        // One more than asked for tells whether there is a next page.
        var found = await storage.Read(caller.Organisation, tx => LeftMessageStore.Page(tx, done, below, limit + 1));
        var items = found.Take(limit).ToList();
        var next = found.Count > limit ? new LeftMessageCursor(items[^1].At, items[^1].Id).ToString() : null;
        return TypedResults.Json(new { items, next }, Wire.Json);
    }
}
