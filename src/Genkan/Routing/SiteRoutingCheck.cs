using System.Globalization;
using Genkan.Agents;
using Genkan.Doors;
using Genkan.Routing.Decision;

namespace Genkan.Routing;

/// <summary>What a site's routing may say; what is wrong is told at its field.</summary>
internal sealed class SiteRoutingCheck(VisitorRegions regions)
{
    private const int MostAgents = 500;
    private const int MostPolicies = 100;
    private const int MostRegions = 100;
    private const int MostDepartments = 50;
    private const int MostSkills = 10;
    private const int LongestSkill = 40;

    /// <summary>The routing as it is kept. Throws <see cref="Refusal"/> 422 with everything that is wrong.</summary>
    public SiteRouting OrRefuse(SiteRouting told, Workforce people)
    {
        var wanted = Whole(told);
        var check = new FieldCheck();
        if (wanted.Designation is not (SiteRouting.None or SiteRouting.ByAgent or SiteRouting.ByDepartment))
        {
            check.Wrong("designation", "one_of");
        }

        if (wanted.ListMode && wanted.Designation == SiteRouting.None)
        {
            check.Wrong("listMode", "needs_designation");
        }

        var agents = people.Agents.Where(a => !a.Removed).Select(a => a.Id).ToHashSet();
        var departments = people.Departments.Select(d => d.Id).ToHashSet();
        Known(check, "agents", wanted.Agents, agents, MostAgents, required: wanted.Designation == SiteRouting.ByAgent);
        Known(check, "departments", wanted.Departments, departments, MostDepartments, required: wanted.Designation == SiteRouting.ByDepartment);
        Requirements(check, wanted);
        Policies(check, wanted.Regions, departments);
        check.Done();
        return wanted;
    }

    /// <summary>A list that was sent as null is an empty one.</summary>
    private static SiteRouting Whole(SiteRouting told) => told with
    {
        Agents = told.Agents ?? [],
        Departments = told.Departments ?? [],
        Regions = told.Regions ?? [],
        Skills = [.. (told.Skills ?? []).Select(skill => skill?.Trim() ?? "")],
    };

    private static void Requirements(FieldCheck check, SiteRouting wanted)
    {
        Most(check, "skills", wanted.Skills.Count, MostSkills);
        foreach (var skill in wanted.Skills.Take(MostSkills))
        {
            check.Text("skills", skill, LongestSkill);
        }

        check.Range("dropAfterSeconds", wanted.DropAfterSeconds ?? 0, 0, 3600);
    }

    private void Policies(FieldCheck check, IReadOnlyList<RegionPolicy> policies, HashSet<Guid> departments)
    {
        Most(check, "regions", policies.Count, MostPolicies);
        for (var at = 0; at < Math.Min(policies.Count, MostPolicies); at++)
        {
            if (policies[at] is { } policy)
            {
                Policy(check, $"regions.{at}", policy, departments);
            }
            else
            {
                check.Wrong($"regions.{at}", "required");
            }
        }

        if (policies.Where(p => p is not null).DistinctBy(p => p.Id).Count() < policies.Count(p => p is not null))
        {
            check.Wrong("regions", "malformed");
        }
    }

    private void Policy(FieldCheck check, string field, RegionPolicy policy, HashSet<Guid> departments)
    {
        check.Id($"{field}.id", policy.Id);
        Known(check, $"{field}.departments", policy.Departments, departments, MostDepartments, required: true);
        if (policy.Regions is not { Count: > 0 })
        {
            check.Wrong($"{field}.regions", "required");
        }
        else if (policy.Regions.Count > MostRegions)
        {
            Most(check, $"{field}.regions", policy.Regions.Count, MostRegions);
        }
        else if (policy.Regions.Any(code => !regions.Exists(code)))
        {
            check.Wrong($"{field}.regions", "region_unknown");
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
        }
        else if (ids.Count > most)
        {
            Most(check, field, ids.Count, most);
        }
        else if (ids.Any(id => !known.Contains(id)))
        {
            check.Wrong(field, "unknown");
        }
    }

    private static void Most(FieldCheck check, string field, int count, int most)
    {
        if (count > most)
        {
            check.Wrong(field, "too_many", ("max", most.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
