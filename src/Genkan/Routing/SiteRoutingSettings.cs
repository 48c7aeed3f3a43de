using Genkan.Agents;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Routing.Decision;
using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary><c>/api/sites/{id}/routing</c>: who serves a site's visitors (AD-41, AD-44).</summary>
internal sealed class SiteRoutingSettings(IStorage storage, RoutingStore store, Distribution distribution, ISites sites, IWorkforce workforce, VisitorRegions regions, IAudit audit)
{
    private const int MostAgents = 500;
    private const int MostPolicies = 100;
    private const int MostRegions = 100;
    private const int MostDepartments = 50;
    private const int MostSkills = 10;

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
        Check(wanted, await workforce.Read(tx));
        var before = await store.Site(tx, site);
        var changes = AuditChange.Between(before, wanted);
        if (changes.Count == 0)
        {
            return wanted;
        }

        await store.SetSite(tx, site, wanted);
        tx.Append(RoutingChanged.Of(staff, await store.Policy(tx)));
        await audit.Note(tx, new AuditNote(AuditKinds.SiteChanged, AuditBy.Of(staff)) { Subject = site, Name = name, Changes = changes });
        await distribution.Settle(tx);
        return wanted;
    });

    private async Task<string> RefuseUnlessThere(IReadTx tx, Guid site) =>
        (await sites.All(tx)).FirstOrDefault(s => s.Id == site && !s.Removed)?.Name ?? throw Refusal.NotFound();

    private void Check(SiteRouting wanted, Workforce people)
    {
        var check = new FieldCheck();
        if (wanted.Designation is not (SiteRouting.None or SiteRouting.ByAgent or SiteRouting.ByDepartment))
        {
            check.Wrong("designation", "one_of");
        }

        var agents = people.Agents.Where(a => !a.Removed).Select(a => a.Id).ToHashSet();
        var departments = people.Departments.Select(d => d.Id).ToHashSet();
        Known(check, "agents", wanted.Agents, agents, MostAgents, required: wanted.Designation == SiteRouting.ByAgent);
        Known(check, "departments", wanted.Departments, departments, MostDepartments, required: wanted.Designation == SiteRouting.ByDepartment);
        Most(check, "skills", wanted.Skills.Count, MostSkills);
        foreach (var skill in wanted.Skills)
        {
            check.Text("skills", skill, 40);
        }

        check.Range("dropAfterSeconds", wanted.DropAfterSeconds ?? 0, 0, 3600);
        Most(check, "regions", wanted.Regions.Count, MostPolicies);
        for (var at = 0; at < Math.Min(wanted.Regions.Count, MostPolicies); at++)
        {
            Check(check, $"regions.{at}", wanted.Regions[at], departments);
        }

        check.Done();
    }

    private void Check(FieldCheck check, string field, RegionPolicy policy, HashSet<Guid> departments)
    {
        check.Id($"{field}.id", policy.Id);
        Known(check, $"{field}.departments", policy.Departments, departments, MostDepartments, required: true);
        Most(check, $"{field}.regions", policy.Regions?.Count ?? 0, MostRegions);
        if (policy.Regions is not { Count: > 0 })
        {
            check.Wrong($"{field}.regions", "required");
        }
        else if (policy.Regions.Any(code => !regions.Exists(code)))
        {
            check.Wrong($"{field}.regions", "unknown");
        }
    }

    private static void Known(FieldCheck check, string field, IReadOnlyList<Guid>? ids, HashSet<Guid> known, int most, bool required)
    {
        if (ids is not { Count: > 0 })
        {
            if (required)
            {
                check.Wrong(field, "required");
            }

            return;
        }

        Most(check, field, ids.Count, most);
        if (ids.Any(id => !known.Contains(id)))
        {
            check.Wrong(field, "unknown");
        }
    }

    private static void Most(FieldCheck check, string field, int count, int most)
    {
        if (count > most)
        {
            check.Wrong(field, "too_many", ("max", most.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
    }
}
