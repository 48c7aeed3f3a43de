namespace Genkan.Routing.Decision;

/// <summary>Among whom a visitor may choose: agents, or departments of which the system then chooses somebody (E-18 to E-20).</summary>
/// <param name="Kind"><see cref="SiteRouting.ByAgent"/> or <see cref="SiteRouting.ByDepartment"/>.</param>
/// <param name="Ids">Whose choice counts; what hides them from the list does not change that .</param>
internal sealed record Offer(string Kind, IReadOnlyList<Guid> Ids)
{
    /// <summary>Null where the site designates nobody, or a region's departments stand in for the agents it designates .</summary>
    public static Offer? Of(Request asked, SiteRouting site, RoutingPolicy policy)
    {
        var scope = Scope.Of(asked with { WantsAgent = null, WantsDepartment = null }, site, policy);
        return site.Designation switch
        {
            SiteRouting.ByAgent when scope.Rule == Scope.DesignatedAgents => new Offer(SiteRouting.ByAgent, site.Agents),
            SiteRouting.ByDepartment when scope.Departments.Count > 0 => new Offer(SiteRouting.ByDepartment, scope.Departments),
            _ => null,
        };
    }

    public bool Holds(string kind, Guid id) => Kind == kind && Ids.Contains(id);
}
