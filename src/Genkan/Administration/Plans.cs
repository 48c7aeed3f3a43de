using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>All features are open to all, with any number of agents.</summary>
internal sealed class Plans : IPlans
{
    public bool Has(OrganisationId organisation, string feature) => true;
}
