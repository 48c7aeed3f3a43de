using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Agents;

/// <summary>One department as stored.</summary>
internal sealed record DepartmentRow
{
    public const int LongestName = 60;
    public const int HighestOrder = 9999;

    public Guid Id { get; init; }
    public OrganisationId Organisation { get; init; }
    public string Name { get; init; } = "";

    /// <summary>The larger, the further up.</summary>
    public long Position { get; init; }

    /// <summary>What it was added with, to tell a repeat from another one under the same id.</summary>
    public string MadeFrom { get; init; } = "";
    public long CreatedAt { get; init; }
    public long? RemovedAt { get; init; }

    public string NameKey => Folded.Key(Name);

    public DepartmentBrief Brief() => new(Id, Name, Position, RemovedAt is not null);
}

/// <summary>This room's SQL about departments.</summary>
internal static class DepartmentStore
{
    /// <summary>They are listed whole, and every agent carries theirs.</summary>
    public const int Most = 500;

    private const string Columns = "id, organisation, name, position, made_from, created_at, removed_at";

    /// <summary>Those removed too. The larger number first; of the same number by name (AD-18).</summary>
    public static async Task<IReadOnlyList<DepartmentRow>> AllEver(IReadTx tx) =>
        [.. (await tx.All<DepartmentRow>($"SELECT {Columns} FROM agents_departments WHERE organisation = @organisation", new { organisation = tx.Organisation }))
            .OrderByDescending(d => d.Position).ThenBy(d => Folded.ForSearch(d.Name), StringComparer.Ordinal).ThenBy(d => d.Id)];

    public static async Task<IReadOnlyList<DepartmentRow>> All(IReadTx tx) => [.. (await AllEver(tx)).Where(d => d.RemovedAt is null)];

    /// <summary>In this organisation only; the lock of its members is taken before anything is changed.</summary>
    public static Task<DepartmentRow?> FindEvenRemoved(IReadTx tx, Guid id) => tx.One<DepartmentRow>(
        $"SELECT {Columns} FROM agents_departments WHERE organisation = @organisation AND id = @id", new { organisation = tx.Organisation, id });

    public static async Task<DepartmentRow?> Find(IReadTx tx, Guid id) => await FindEvenRemoved(tx, id) is { RemovedAt: null } there ? there : null;

    /// <exception cref="Refusal"><c>id_taken</c>: the id is in use, perhaps elsewhere.</exception>
    public static async Task Insert(ITx tx, DepartmentRow department)
    {
        var added = await tx.Run(
            """
            INSERT INTO agents_departments (id, organisation, name, name_key, position, made_from, created_at)
            VALUES (@Id, @Organisation, @Name, @NameKey, @Position, @MadeFrom, @CreatedAt)
            ON CONFLICT (id) DO NOTHING
            """,
            department);
        if (added == 0)
        {
            throw Refusal.Conflict("id_taken");
        }

        await tx.Changed(department.Organisation, WorkforceReader.Subject);
    }

    public static async Task Update(ITx tx, DepartmentRow department)
    {
        await tx.Run(
            """
            UPDATE agents_departments SET name = @Name, name_key = @NameKey, position = @Position, removed_at = @RemovedAt
            WHERE organisation = @Organisation AND id = @Id
            """,
            department);
        await tx.Changed(department.Organisation, WorkforceReader.Subject);
    }

    public static async Task RefuseTakenName(IReadTx tx, DepartmentRow department)
    {
        if ((await All(tx)).Any(other => other.Id != department.Id && other.NameKey == department.NameKey))
        {
            throw Refusal.Invalid("name", "name_taken");
        }
    }
}
