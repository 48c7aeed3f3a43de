using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record OrganisationSettingsRequest(string? Name);

/// <summary><c>/api/organisation</c>: the own organisation's name.</summary>
internal static class OrganisationSettings
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/organisation", Show).ForStaff(Permission.SettingsManage);
        routes.MapPatch("/api/organisation", Change).ForStaff(Permission.SettingsManage).Audited(AuditKinds.OrganisationChanged);
    }

    private static async Task<IResult> Show(StaffCaller caller, IStorage storage) =>
        TypedResults.Json(await storage.Read(caller.Organisation, Organisations.Show), Wire.Json);

    private static async Task<IResult> Change(OrganisationSettingsRequest request, StaffCaller caller, IStorage storage, IAudit audit)
    {
        var check = new FieldCheck();
        var name = request.Name is null ? null : check.Text("name", request.Name, Organisations.LongestName);
        check.Done();
        var answer = await storage.Write(caller.Organisation, async tx =>
        {
            var before = await Organisations.Show(tx);
            if (name is null || name == before.Name)
            {
                return before;
            }

            await Organisations.Rename(tx, name);
            var after = before with { Name = name };
            await audit.Note(tx, new AuditNote(AuditKinds.OrganisationChanged, AuditBy.Of(caller)) { Name = name, Changes = AuditChange.Between(before, after) });
            return after;
        });
        return TypedResults.Json(answer, Wire.Json);
    }
}
