using Genkan.Storage;

namespace Genkan.Administration;

internal sealed class CountOrganisations(IStorage storage) : IOrganisations
{
    public Task<long> Count() => storage.ReadInstallation(tx => tx.One<long>("SELECT COUNT(*) FROM administration_organisations"));

    public Task<bool> MayRegister() => storage.ReadInstallation(Installation.Registers);
}

internal sealed class OrganisationNames : IOrganisationNames
{
    public async Task<IReadOnlyDictionary<OrganisationId, string>> ShortNames(IReadTx tx) =>
        (await Organisations.All(tx)).ToDictionary(o => OrganisationId.From(o.Id), o => o.Slug);
}
