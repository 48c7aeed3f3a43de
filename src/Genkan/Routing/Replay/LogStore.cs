using Genkan.Storage;

namespace Genkan.Routing.Replay;

/// <summary>The log's SQL. Whoever writes has taken the organisation's turn, so that the rows stand in the order of the decisions.</summary>
internal sealed class LogStore
{
    /// <summary>Rows read at a time.</summary>
    private const long Page = 5000;

    /// <summary>One row; on PostgreSQL it travels with the next statement.</summary>
    public Task Add(ITx tx, string kind, Guid subject, Guid? agent = null, string? body = null, bool holds = false) => tx.Later(
        """
        INSERT INTO routing_log (organisation, n, turn, at, kind, subject, agent, body, holds)
        VALUES (@o, (SELECT COALESCE(MAX(n), 0) + 1 FROM routing_log WHERE organisation = @o), COALESCE((SELECT turn FROM routing_turns WHERE organisation = @o), 0),
            @now, @kind, @subject, @agent, @body, @holds)
        """,
        new { o = tx.Organisation, now = tx.Now, kind, subject, agent, body, holds = holds ? 1L : 0L });

    /// <summary>A fact is otherwise from now on.</summary>
    public async Task Fact(ITx tx, string kind, Guid subject, string body)
    {
        await tx.Later(
            "UPDATE routing_log SET holds = 0 WHERE organisation = @o AND kind = @kind AND subject = @subject AND holds = 1",
            new { o = tx.Organisation, kind, subject });
        await Add(tx, kind, subject, body: body, holds: true);
    }

    /// <summary>The facts as the log knows them.</summary>
    public async Task<IReadOnlyDictionary<(string Kind, Guid Subject), string>> Facts(IReadTx tx) => (await tx.All<LogRow>(
        "SELECT kind, subject, body FROM routing_log WHERE organisation = @o AND holds = 1", new { o = tx.Organisation }))
        .ToDictionary(row => (row.Kind, row.Subject), row => row.Body ?? "");

    /// <summary>The fingerprint of the people as the log knows them; <see cref="TurnRow.Known"/> reads it.</summary>
    public Task SetKnown(ITx tx, string known) =>
        tx.Later("UPDATE routing_turns SET known = @known WHERE organisation = @o", new { o = tx.Organisation, known });

    /// <summary>From the beginning or from a row on, in order; a page at a time.</summary>
    public async IAsyncEnumerable<LogRow> Read(IReadTx tx)
    {
        var after = 0L;
        while (true)
        {
            var page = await tx.All<LogRow>(
                "SELECT n, turn, at, kind, subject, agent AS by, body FROM routing_log WHERE organisation = @o AND n > @after ORDER BY n LIMIT @page",
                new { o = tx.Organisation, after, page = Page });
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            after = page[^1].N;
        }
    }

    /// <summary>Takes away the rows between two, both of which stay.</summary>
    public Task<int> Forget(ITx tx, long after, long before) => tx.Run(
        "DELETE FROM routing_log WHERE organisation = @o AND n > @after AND n < @before", new { o = tx.Organisation, after, before });
}
