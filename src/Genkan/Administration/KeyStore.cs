using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record KeyRow
{
    public Guid Id { get; init; }
    public Guid Account { get; init; }
    public OrganisationId Organisation { get; init; }
    public Guid Agent { get; init; }
    public string Name { get; init; } = "";

    /// <summary>Names, separated by blanks; null for all of the maker's.</summary>
    public string? Permissions { get; init; }

    public long Installation { get; init; }
    public long CreatedAt { get; init; }
    public long? UsedAt { get; init; }
    public long? ExpiresAt { get; init; }
    public long Owner { get; init; }

    /// <summary>What the key may of what its maker may now. Names nobody knows any more are left out.</summary>
    public IReadOnlySet<Permission> AllowedOf(IReadOnlySet<Permission> makers) =>
        Permissions is null ? makers : makers.Where(p => Permissions.Split(' ').Contains(p.Name())).ToHashSet();
}

/// <summary>API keys as rows. What is stored of the key itself is its hash.</summary>
internal static class KeyStore
{
    /// <summary>So that a key left lying about is recognised as one by people and by secret scanners.</summary>
    private const string Prefix = "genkan_";

    private const string Selection =
        """
        SELECT k.id, k.account, k.organisation, k.agent, k.name, k.permissions, k.installation, k.created_at, k.used_at, k.expires_at,
          CASE WHEN i.owner IS NULL THEN 0 ELSE 1 END AS owner
        FROM administration_keys k LEFT JOIN administration_installation i ON i.owner = k.account
        """;

    public static bool LooksLikeOne(string key) => key.Length == Prefix.Length + Secret.Length && key.StartsWith(Prefix, StringComparison.Ordinal);

    public static (KeyRow Row, string Key) New(StaffCaller maker, string name, IEnumerable<Permission> permissions, bool installation, long? expiresAt)
    {
        var row = new KeyRow
        {
            Id = Guid.CreateVersion7(),
            Account = maker.Account,
            Organisation = maker.Organisation,
            Agent = maker.Agent,
            Name = name,
            Permissions = string.Join(' ', permissions.Select(p => p.Name()).Order(StringComparer.Ordinal)),
            Installation = installation ? 1 : 0,
            ExpiresAt = expiresAt,
        };
        return (row, Prefix + Secret.New());
    }

    public static Task<int> Add(ITx tx, KeyRow key, string token) => tx.Run(
        """
        INSERT INTO administration_keys (id, token, account, organisation, agent, name, permissions, installation, created_at, expires_at)
        VALUES (@Id, @token, @Account, @organisation, @Agent, @Name, @Permissions, @Installation, @now, @ExpiresAt)
        """,
        new { key.Id, token, key.Account, organisation = tx.Organisation, key.Agent, key.Name, key.Permissions, key.Installation, now = tx.Now, key.ExpiresAt });

    public static Task<long> Count(IReadTx tx, Guid agent) => tx.One<long>(
        "SELECT COUNT(*) FROM administration_keys WHERE organisation = @organisation AND agent = @agent", new { organisation = tx.Organisation, agent });

    public static Task<IReadOnlyList<KeyRow>> Of(IReadTx tx, Guid agent) => tx.All<KeyRow>(
        """
        SELECT id, name, permissions, installation, created_at, used_at, expires_at FROM administration_keys
        WHERE organisation = @organisation AND agent = @agent ORDER BY id
        """,
        new { organisation = tx.Organisation, agent });

    /// <summary>The key of this secret, while it is good.</summary>
    public static Task<KeyRow?> Find(IReadTx tx, string tokenHash) => Good(tx, $"{Selection} WHERE k.token = @tokenHash", new { tokenHash });

    /// <summary>The key of this id, while it is good.</summary>
    public static Task<KeyRow?> Find(IReadTx tx, Guid id) => Good(tx, $"{Selection} WHERE k.id = @id", new { id });

    public static Task<int> Use(ITx tx, Guid id) =>
        tx.Run(
            """
            -- any organisation: the key was found by its secret
            UPDATE administration_keys SET used_at = @now WHERE id = @id
            """,
            new { id, now = tx.Now });

    public static Task<string?> End(ITx tx, Guid agent, Guid id) => tx.One<string>(
        "DELETE FROM administration_keys WHERE organisation = @organisation AND agent = @agent AND id = @id RETURNING name",
        new { organisation = tx.Organisation, agent, id });

    private static async Task<KeyRow?> Good(IReadTx tx, string sql, object values) =>
        await tx.One<KeyRow>(sql, values) is { } key && (key.ExpiresAt is null || key.ExpiresAt > tx.Now) ? key : null;
}
