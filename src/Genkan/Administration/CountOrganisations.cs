using Genkan.Storage;

namespace Genkan.Administration;

internal sealed class CountOrganisations(IStorage storage) : IOrganisations
{
    public Task<long> Count() => storage.ReadInstallation(tx => tx.One<long>("SELECT COUNT(*) FROM administration_organisations"));
}
