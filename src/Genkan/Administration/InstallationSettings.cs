using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record InstallationSettingsBody(bool? Registration);

/// <summary><c>/api/installation</c>: what its owner decides for the whole server.</summary>
internal static class InstallationSettings
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/installation", Show).ForInstallationOwner();
        routes.MapPatch("/api/installation", Change).ForInstallationOwner().Audited(AuditKinds.SettingsChanged);
    }

    private static async Task<IResult> Show(IStorage storage) =>
        TypedResults.Json(new InstallationSettingsBody(await storage.ReadInstallation(Installation.Registers)), Wire.Json);

    private static async Task<IResult> Change(InstallationSettingsBody request, StaffCaller caller, IStorage storage, IAudit audit)
    {
        if (request.Registration is { } open)
        {
            await storage.Write(caller.Organisation, async tx =>
            {
                var before = await Installation.Registers(tx);
                await Installation.SetRegisters(tx, open);
                if (before != open)
                {
                    await audit.Note(tx, new AuditNote(AuditKinds.SettingsChanged, AuditBy.Of(caller))
                    {
                        Changes = AuditChange.Between(new { registration = before }, new { registration = open }),
                    });
                }

                return open;
            });
        }

        return await Show(storage);
    }
}
