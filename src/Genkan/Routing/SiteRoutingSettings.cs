using Genkan.Agents;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Routing.Decision;
using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary><c>/api/sites/{id}/routing</c>: who serves a site's visitors (AD-41, AD-44).</summary>
internal sealed class SiteRoutingSettings(IStorage storage, RoutingStore store, Distribution distribution, ISites sites, IWorkforce workforce, SiteRoutingCheck check, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/sites/{site:guid}/routing", (Guid site, StaffCaller staff, SiteRoutingSettings settings) => settings.Show(staff, site)).ForStaff(Permission.SitesManage);
        routes.MapPut("/api/sites/{site:guid}/routing", (Guid site, SiteRouting body, StaffCaller staff, SiteRoutingSettings settings) => settings.Change(staff, site, body))
            .ForStaff(Permission.SitesManage).Audited(AuditKinds.SiteChanged);
    }

    private Task<SiteRouting> Show(StaffCaller staff, Guid site) => storage.Read(staff.Organisation, async tx =>
    {
        await RefuseUnlessThere(tx, site);
        var kept = await store.Site(tx, site);
        // Who is removed serves nobody, and is not to stand in the way of the next change.
        var there = (await workforce.Read(tx)).Agents.Where(a => !a.Removed).Select(a => a.Id).ToHashSet();
        return kept with { Agents = [.. kept.Agents.Where(there.Contains)] };
    });

    private Task<SiteRouting> Change(StaffCaller staff, Guid site, SiteRouting wanted) => storage.Write(staff.Organisation, async tx =>
    {
        await distribution.Before(tx);
        var name = await RefuseUnlessThere(tx, site);
        wanted = check.OrRefuse(wanted, await workforce.Read(tx));
        var before = await store.Site(tx, site);
        var changes = AuditChange.Between(before, wanted);
        if (changes.Count == 0)
        {
            return wanted;
        }

        await store.SetSite(tx, site, wanted);
        tx.Append(RoutingChanged.Of(staff, await store.Policy(tx)));
        await audit.Note(tx, new AuditNote(AuditKinds.SiteChanged, AuditBy.Of(staff)) { Subject = site, Name = name, Changes = changes });
        await distribution.SettleChanged(tx);
        return wanted;
    });

    private async Task<string> RefuseUnlessThere(IReadTx tx, Guid site) =>
        (await sites.All(tx)).FirstOrDefault(s => s.Id == site && !s.Removed)?.Name ?? throw Refusal.NotFound();
}
