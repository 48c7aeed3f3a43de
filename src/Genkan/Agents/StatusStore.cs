using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Agents;

/// <summary>One status as stored.</summary>
internal sealed record StatusRow
{
    public OrganisationId Organisation { get; init; }
    public string Key { get; init; } = "";
    public long Number { get; init; }

    /// <summary>null for a built-in one.</summary>
    public string? Name { get; init; }
    public long Automatic { get; init; }
    public long Pick { get; init; }
    public long Accept { get; init; }
    public long Transfer { get; init; }

    /// <summary>What it was added with, to tell a repeat from another one under the same id.</summary>
    public string? MadeFrom { get; init; }
    public long CreatedAt { get; init; }
    public long? RemovedAt { get; init; }

    public string? NameKey => Name is null ? null : Folded.Key(Name);

    public StatusBrief Brief() => new(Key, Name, Automatic != 0, Pick != 0, Accept != 0, Transfer != 0);
}

/// <summary>This room's SQL about statuses.</summary>
internal static class StatusStore
{
    /// <summary>The built-in ones included: a menu of more is read by nobody.</summary>
    public const int Most = 20;

    private const string Columns = "organisation, key, number, name, automatic, pick, accept, transfer, made_from, created_at, removed_at";

    /// <summary>The five every organisation begins with, letting through what ST-20 says.</summary>
    public static async Task Begin(ITx tx)
    {
        foreach (var (key, takes, comes) in new[]
        {
            (AgentStatus.Online, 1L, 1L), (AgentStatus.Busy, 1L, 0L), (AgentStatus.Break, 0L, 0L), (AgentStatus.Away, 0L, 0L), (AgentStatus.Offline, 0L, 0L),
        })
        {
            await Insert(tx, new StatusRow { Organisation = tx.Organisation, Key = key, Automatic = comes, Pick = takes, Accept = takes, Transfer = takes, CreatedAt = tx.Now });
        }
    }

    public static Task<IReadOnlyList<StatusRow>> All(IReadTx tx) => tx.All<StatusRow>(
        $"SELECT {Columns} FROM agents_statuses WHERE organisation = @organisation AND removed_at IS NULL ORDER BY number", new { organisation = tx.Organisation });

    /// <summary>Could it be the key of a status? What is neither a built-in one nor an id is none, and is not looked for.</summary>
    public static bool IsKey(string? key) => AgentStatus.BuiltIn.Contains(key) || Guid.TryParseExact(key, "D", out _);

    public static async Task<StatusRow?> FindEvenRemoved(IReadTx tx, string? key) => !IsKey(key) ? null : await tx.One<StatusRow>(
        $"SELECT {Columns} FROM agents_statuses WHERE organisation = @organisation AND key = @key", new { organisation = tx.Organisation, key });

    public static async Task<StatusRow?> Find(IReadTx tx, string? key) => await FindEvenRemoved(tx, key) is { RemovedAt: null } there ? there : null;

    /// <summary>As <see cref="Find"/>; an own one is not removed before this unit ends, so that nobody stands on what is gone. The built-in ones stay anyway.</summary>
    public static async Task<StatusRow?> FindToStandOn(ITx tx, string? key)
    {
        var there = await Find(tx, key);
        return there?.Name is null ? there : await tx.One<StatusRow>(
            $"UPDATE agents_statuses SET number = number WHERE organisation = @organisation AND key = @key AND removed_at IS NULL RETURNING {Columns}",
            new { organisation = tx.Organisation, key });
    }

    public static async Task Insert(ITx tx, StatusRow status)
    {
        await tx.Run(
            """
            INSERT INTO agents_statuses (organisation, key, number, name, name_key, automatic, pick, accept, transfer, made_from, created_at)
            SELECT @Organisation, @Key, COALESCE(MAX(number), 0) + 1, @Name, @NameKey, @Automatic, @Pick, @Accept, @Transfer, @MadeFrom, @CreatedAt
            FROM agents_statuses WHERE organisation = @Organisation
            """,
            status);
        await tx.Changed(status.Organisation, WorkforceReader.Subject);
    }

    public static async Task Update(ITx tx, StatusRow status)
    {
        await tx.Run(
            """
            UPDATE agents_statuses SET name = @Name, name_key = @NameKey, automatic = @Automatic, pick = @Pick, accept = @Accept, transfer = @Transfer,
              removed_at = @RemovedAt
            WHERE organisation = @Organisation AND key = @Key
            """,
            status);
        await tx.Changed(status.Organisation, WorkforceReader.Subject);
    }

    public static async Task RefuseTakenName(IReadTx tx, StatusRow status)
    {
        if ((await All(tx)).Any(other => other.Key != status.Key && other.NameKey is { } taken && taken == status.NameKey))
        {
            throw Refusal.Invalid("name", "name_taken");
        }
    }
}
