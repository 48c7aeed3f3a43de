using System.Text.Json.Serialization;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

/// <param name="Number">Counts from 1 for each agent; the next page is asked for after the last of this one.</param>
/// <param name="At">UTC milliseconds.</param>
/// <param name="Kind"><c>signIn</c>, <c>signOut</c>, <c>status</c> or <c>removed</c>.</param>
/// <param name="Status">The key of where the agent stood then.</param>
/// <param name="StatusName">The name of an own status, also of one that was removed since.</param>
internal sealed record PresenceEntry(
    long Number, long At, string Kind, string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StatusName);

internal sealed record PresencePage(IReadOnlyList<PresenceEntry> Items, long? Next);

/// <summary><c>GET /api/agents/{id}/presence?after=&amp;limit=</c>: sign-ins, sign-outs and changes of status with their times, the newest first (ST-25).</summary>
internal static class ReadPresence
{
    private const int UsualPage = 50;
    private const int LargestPage = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/agents/{id:guid}/presence", Show).ForStaff(Permission.AgentsManage);

    private static Task<PresencePage> Show(Guid id, long? after, int? limit, StaffCaller caller, IStorage storage)
    {
        var check = new FieldCheck();
        check.Range("after", after ?? 1, 1, long.MaxValue);
        check.Range("limit", limit ?? UsualPage, 1, LargestPage);
        check.Done();
        return storage.Read(caller.Organisation, async tx =>
        {
            _ = await AgentStore.Find(tx, id) ?? throw Refusal.NotFound();
            var size = limit ?? UsualPage;
            var rows = await Rows(tx, id, after ?? long.MaxValue, size + 1);
            return new PresencePage([.. rows.Take(size)], rows.Count > size ? rows[size - 1].Number : null);
        });
    }

    private static async Task<IReadOnlyList<PresenceEntry>> Rows(IReadTx tx, Guid agent, long before, int limit) =>
        [.. (await tx.All<Row>(
            """
            SELECT h.number, h.at, h.kind, h.status, s.name FROM agents_history h
            LEFT JOIN agents_statuses s ON s.organisation = h.organisation AND s.key = h.status
            WHERE h.organisation = @organisation AND h.agent = @agent AND h.number < @before ORDER BY h.number DESC LIMIT @limit
            """,
            new { organisation = tx.Organisation, agent, before, limit }))
            .Select(r => new PresenceEntry(r.Number, r.At, r.Kind, r.Status, r.Name))];

    private sealed record Row
    {
        public long Number { get; init; }
        public long At { get; init; }
        public string Kind { get; init; } = "";
        public string Status { get; init; } = "";
        public string? Name { get; init; }
    }
}
