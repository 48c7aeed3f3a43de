using Genkan.Storage;

namespace Genkan.Visitors;

/// <summary>This room's SQL.</summary>
internal sealed class VisitorStore
{
    /// <summary>A pause of half an hour ends a visit, as web statistics count it.</summary>
    private const long VisitPause = 30 * 60_000;

    public Task Add(ITx tx, Guid visitor, Guid site, string? language, Guid? trail) => tx.Run(
        """
        INSERT INTO visitors_visitors (organisation, id, site, language, first_seen, last_seen, trail)
        VALUES (@o, @visitor, @site, @language, @now, @now, @trail)
        """,
        new { o = tx.Organisation, visitor, site, language, now = tx.Now, trail });

    public Task<bool> Exists(IReadTx tx, Guid visitor) =>
        tx.One<bool>("SELECT 1 FROM visitors_visitors WHERE organisation = @o AND id = @visitor", new { o = tx.Organisation, visitor });

    public Task Seen(ITx tx, Guid visitor, string? language, Guid? trail) => tx.Run(
        """
        UPDATE visitors_visitors SET last_seen = @now, language = COALESCE(@language, language), trail = COALESCE(@trail, trail)
        WHERE organisation = @o AND id = @visitor
        """,
        new { o = tx.Organisation, visitor, language, trail, now = tx.Now });

    public async Task AddPageView(ITx tx, Guid visitor, Guid site, string url, string? title, string? referrer)
    {
        var visit = await tx.One<Guid?>(
            "UPDATE visitors_visits SET last_at = @now WHERE organisation = @o AND visitor = @visitor AND last_at > @since RETURNING id",
            new { o = tx.Organisation, visitor, now = tx.Now, since = tx.Now - VisitPause });
        if (visit is null)
        {
            visit = Guid.CreateVersion7();
            await tx.Run(
                "INSERT INTO visitors_visits (organisation, id, visitor, site, started_at, last_at, referrer) VALUES (@o, @visit, @visitor, @site, @now, @now, @referrer)",
                new { o = tx.Organisation, visit, visitor, site, now = tx.Now, referrer });
        }

        await tx.Run(
            """
            INSERT INTO visitors_pageviews (organisation, visit, number, at, url, title)
            SELECT @o, @visit, COALESCE(MAX(number), 0) + 1, @now, @url, @title FROM visitors_pageviews WHERE organisation = @o AND visit = @visit
            """,
            new { o = tx.Organisation, visit, now = tx.Now, url, title });
    }

    /// <summary>The page the visitor (or the loader's trail joined to it) saw last.</summary>
    public Task<PageSeen?> LastPage(IReadTx tx, Guid visitor) => tx.One<PageSeen>(
        """
        SELECT url, title FROM visitors_pageviews WHERE organisation = @o AND visit = (
            SELECT id FROM visitors_visits WHERE organisation = @o AND visitor IN (@visitor, (SELECT trail FROM visitors_visitors WHERE organisation = @o AND id = @visitor))
            ORDER BY last_at DESC LIMIT 1)
        ORDER BY number DESC LIMIT 1
        """,
        new { o = tx.Organisation, visitor });
}

/// <summary>A page as the visitor's browser named it: untrusted words.</summary>
public sealed record PageSeen
{
    /// <summary>Its address.</summary>
    public string Url { get; init; } = "";

    /// <summary>Its title.</summary>
    public string? Title { get; init; }
}
