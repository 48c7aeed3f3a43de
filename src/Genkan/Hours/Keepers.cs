using Genkan.Agents;
using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.Hours;

/// <summary>The sites and departments that can keep hours. Those removed since keep nothing, whatever is still written.</summary>
internal sealed class Keepers(ISites sites, IWorkforce workforce)
{
    /// <summary>Null where there is none.</summary>
    public async Task<string?> NameOf(IReadTx tx, HoursKeeper kind, Guid id) => kind == HoursKeeper.Site
        ? (await sites.All(tx)).FirstOrDefault(site => site.Id == id && !site.Removed)?.Name
        : (await workforce.Departments(tx)).FirstOrDefault(department => department.Id == id)?.Name;

    /// <summary>Who keeps which calendar now.</summary>
    public async Task<IReadOnlyList<UseRow>> Uses(IReadTx tx)
    {
        var there = (await sites.All(tx)).Where(site => !site.Removed).Select(site => (HoursBook.Word(HoursKeeper.Site), site.Id))
            .Concat((await workforce.Departments(tx)).Select(department => (HoursBook.Word(HoursKeeper.Department), department.Id))).ToHashSet();
        return [.. (await HoursStore.Uses(tx)).Where(use => there.Contains((use.Kind, use.Target)))];
    }
}
