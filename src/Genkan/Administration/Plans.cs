using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>All features are open to all, with any number of agents.</summary>
internal sealed class Plans : IPlans
{
    private static readonly Plan Everything = new(HasEverything: true, Agents: null, EndsAt: null);

    public Plan Of(OrganisationId organisation) => Everything;

    public bool Has(OrganisationId organisation, string feature) => Of(organisation).HasEverything;
}
