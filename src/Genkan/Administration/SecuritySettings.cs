using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record SecuritySettingsRequest(bool? SecondFactorRequired);

internal sealed record SecuritySettingsAnswer(bool SecondFactorRequired);

/// <summary><c>/api/settings/security</c>: must everybody have a second factor? Those without set one up at their next sign-in.</summary>
internal static class SecuritySettings
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/settings/security", Show).ForStaff(Permission.SettingsManage);
        routes.MapPut("/api/settings/security", Change).ForStaff(Permission.SettingsManage).Audited(AuditKinds.SettingsChanged);
    }

    public static async Task<bool> SecondFactorRequired(IReadTx tx, OrganisationId organisation) => await tx.One<long>(
        "SELECT COUNT(*) FROM administration_security WHERE organisation = @organisation AND second_factor_required = 1", new { organisation }) > 0;

    private static async Task<IResult> Show(StaffCaller caller, IStorage storage) =>
        TypedResults.Json(new SecuritySettingsAnswer(await storage.Read(caller.Organisation, tx => SecondFactorRequired(tx, caller.Organisation))), Wire.Json);

    private static async Task<IResult> Change(SecuritySettingsRequest request, StaffCaller caller, IStorage storage, IAudit audit)
    {
        if (request.SecondFactorRequired is not { } required)
        {
            throw Refusal.Invalid("secondFactorRequired", "required");
        }

        await storage.Write(caller.Organisation, async tx =>
        {
            var changes = AuditChange.Between(
                new SecuritySettingsAnswer(await SecondFactorRequired(tx, caller.Organisation)), new SecuritySettingsAnswer(required));
            await tx.Run(
                """
                INSERT INTO administration_security (organisation, second_factor_required) VALUES (@organisation, @required)
                ON CONFLICT (organisation) DO UPDATE SET second_factor_required = excluded.second_factor_required
                """,
                new { organisation = tx.Organisation, required = required ? 1L : 0L });
            if (changes.Count > 0)
            {
                await audit.Note(tx, new AuditNote(AuditKinds.SettingsChanged, AuditBy.Of(caller)) { Changes = changes });
            }

            return required;
        });
        return TypedResults.Json(new SecuritySettingsAnswer(required), Wire.Json);
    }
}
