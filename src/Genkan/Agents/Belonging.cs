using Genkan.Doors;
using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>The departments and sites an agent may belong to.</summary>
internal sealed class Belonging(ISites sites)
{
    public async Task<Known> Read(IReadTx tx) => new(await DepartmentStore.AllEver(tx), await sites.All(tx));
}

/// <summary>What there is, and what there was.</summary>
internal sealed record Known(IReadOnlyList<DepartmentRow> Departments, IReadOnlyList<SiteBrief> Sites)
{
    /// <summary>A site that was removed since may stay where it stands: it takes nobody in.</summary>
    public void RefuseUnknown(AgentRow wanted, AgentRow? before)
    {
        var check = new FieldCheck();
        if (wanted.DepartmentIds.Except(Departments.Where(d => d.RemovedAt is null).Select(d => d.Id)).Any())
        {
            check.Wrong("departments", "department_unknown");
        }

        if ((wanted.SiteIds ?? []).Except(Sites.Where(s => !s.Removed).Select(s => s.Id)).Except(before?.SiteIds ?? []).Any())
        {
            check.Wrong("sites", "site_unknown");
        }

        check.Done();
    }

    /// <summary>How they are called, for whoever reads of it later.</summary>
    public object? NamesOf(AgentRow? agent) => agent is null ? null : new
    {
        Departments = Departments.Where(d => agent.IsIn(d.Id)).Select(d => d.Name).ToArray(),
        Sites = agent.SiteIds is { } own ? Sites.Where(s => own.Contains(s.Id)).Select(s => s.Name).ToArray() : null,
    };
}
