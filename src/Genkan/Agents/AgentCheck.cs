using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>What must be true of the people who answer.</summary>
internal sealed class AgentCheck : IStoreCheck
{
    public IReadOnlyList<StoreRule> Rules { get; } =
    [
        new("Every organisation has an administrator who can sign in",
            """
            SELECT CAST(organisation AS text) FROM agents_agents GROUP BY organisation
            HAVING SUM(CASE WHEN role = 'admin' AND account IS NOT NULL AND disabled_at IS NULL AND removed_at IS NULL THEN 1 ELSE 0 END) = 0
            """),
        new("Every picture is of an agent of its organisation",
            """
            SELECT CAST(p.agent AS text) FROM agents_avatars p
            WHERE NOT EXISTS (SELECT 1 FROM agents_agents a WHERE a.organisation = p.organisation AND a.id = p.agent)
            """),
        new("The history of an agent counts from 1 without holes",
            "SELECT CAST(agent AS text) FROM agents_history GROUP BY organisation, agent HAVING MIN(number) <> 1 OR MAX(number) <> COUNT(*)"),
        new("Every agent stands on a status there is",
            """
            SELECT CAST(a.id AS text) FROM agents_agents a
            WHERE NOT EXISTS (SELECT 1 FROM agents_statuses s WHERE s.organisation = a.organisation AND s.key = a.status AND s.removed_at IS NULL)
            """),
        new("Nobody works in a department that was removed",
            """
            SELECT CAST(a.id AS text) FROM agents_agents a
            JOIN agents_departments d ON d.organisation = a.organisation AND a.departments LIKE '%' || CAST(d.id AS text) || '%'
            WHERE a.removed_at IS NULL AND d.removed_at IS NOT NULL
            """),
    ];
}
