using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Administration;

internal sealed record OrganisationRow
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public string Slug { get; init; } = "";

    public OrganisationAnswer Answer() => new(Id, Name, Slug);
}

/// <summary>The organisations of the installation.</summary>
internal static class Organisations
{
    public const int LongestName = 100;
    public const int LongestSlug = 40;

    public static async Task<OrganisationAnswer> Show(IReadTx tx) => (await tx.One<OrganisationRow>(
        "SELECT id, name, slug FROM administration_organisations WHERE id = @id", new { id = tx.Organisation }))!.Answer();

    public static Task<OrganisationRow?> Find(IReadTx tx, Guid id) => tx.One<OrganisationRow>(
        "SELECT id, name, slug FROM administration_organisations WHERE id = @id", new { id });

    public static Task<OrganisationRow?> FindBySlug(IReadTx tx, string slug) => tx.One<OrganisationRow>(
        "SELECT id, name, slug FROM administration_organisations WHERE slug = @slug", new { slug = slug.ToLowerInvariant() });

    public static async Task<OrganisationRow?> TheOnlyOne(IReadTx tx)
    {
        var some = await tx.All<OrganisationRow>("SELECT id, name, slug FROM administration_organisations LIMIT 2");
        return some.Count == 1 ? some[0] : null;
    }

    public static async Task<IReadOnlyList<OrganisationAnswer>> All(IReadTx tx) =>
        [.. (await tx.All<OrganisationRow>("SELECT id, name, slug FROM administration_organisations ORDER BY created_at, id")).Select(o => o.Answer())];

    public static async Task<IReadOnlyList<OrganisationAnswer>> Of(IReadTx tx, IReadOnlyList<OrganisationId> ids)
    {
        var wanted = ids.Select(i => i.Value).ToHashSet();
        return [.. (await All(tx)).Where(o => wanted.Contains(o.Id))];
    }

    public static Task Add(ITx tx, string name, string slug) => tx.Run(
        "INSERT INTO administration_organisations (id, name, slug, created_at) VALUES (@id, @name, @slug, @now)",
        new { id = tx.Organisation, name, slug, now = tx.Now });

    public static Task Rename(ITx tx, string name) => tx.Run(
        "UPDATE administration_organisations SET name = @name WHERE id = @id", new { id = tx.Organisation, name });

    public static bool IsSlug(string slug) => slug.Length is >= 2 and <= LongestSlug
        && slug.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-') && slug[0] != '-' && slug[^1] != '-';

    /// <summary>A free short name made from the name; a name without Latin letters gets a drawn one.</summary>
    public static async Task<string> FreeSlug(IReadTx tx, string name)
    {
        var wish = SlugOf(name);
        for (var n = 1; ; n++)
        {
            var slug = n == 1 ? wish : string.Create(CultureInfo.InvariantCulture, $"{wish}-{n}");
            if (await FindBySlug(tx, slug) is null)
            {
                return slug;
            }
        }
    }

    internal static string SlugOf(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in Folded.ForSearch(name))
        {
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        // Room is left for "-2".
        var made = slug.ToString()[..Math.Min(slug.Length, LongestSlug - 8)].Trim('-');
        return made.Length >= 2 ? made : "org-" + RandomNumberGenerator.GetHexString(6, lowercase: true);
    }
}
