using Genkan.Storage;

namespace Genkan.Visitors;

/// <summary>What must be true of visits.</summary>
internal sealed class VisitorCheck : IStoreCheck
{
    public IReadOnlyList<StoreRule> Rules { get; } =
    [
        new("Every visit is of a visitor of its organisation",
            """
            SELECT CAST(s.id AS text) FROM visitors_visits s
            WHERE NOT EXISTS (SELECT 1 FROM visitors_visitors v WHERE v.organisation = s.organisation AND v.id = s.visitor)
            """),
        new("The pages of a visit count from 1 without holes",
            "SELECT CAST(visit AS text) FROM visitors_pageviews GROUP BY organisation, visit HAVING MIN(number) <> 1 OR MAX(number) <> COUNT(*)"),
    ];
}
