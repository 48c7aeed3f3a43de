using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record OrganisationSettingsRequest(string? Name);

/// <param name="Features"><c>all</c>: nothing is held back.</param>
/// <param name="Agents">How many people may work; null for any number.</param>
/// <param name="EndsAt">UTC milliseconds; null for never.</param>
internal sealed record PlanAnswer(string Features, long? Agents, long? EndsAt);

/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Slug">Its short name.</param>
/// <param name="Plan">What it may use, and until when.</param>
internal sealed record OwnOrganisationAnswer(Guid Id, string Name, string Slug, PlanAnswer Plan);

/// <summary><c>/api/organisation</c>: the own organisation's name.</summary>
internal static class OrganisationSettings
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/organisation", Show).ForStaff(Permission.SettingsManage);
        routes.MapPatch("/api/organisation", Change).ForStaff(Permission.SettingsManage).Audited(AuditKinds.OrganisationChanged);
    }

    private static async Task<IResult> Show(StaffCaller caller, IStorage storage, IPlans plans) =>
        TypedResults.Json(Answer(await storage.Read(caller.Organisation, Organisations.Show), plans.Of(caller.Organisation)), Wire.Json);

    private static OwnOrganisationAnswer Answer(OrganisationAnswer own, Plan plan) =>
        new(own.Id, own.Name, own.Slug, new PlanAnswer(plan.HasEverything ? "all" : "some", plan.Agents, plan.EndsAt));

    private static async Task<IResult> Change(OrganisationSettingsRequest request, StaffCaller caller, IStorage storage, IPlans plans, IAudit audit)
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
        return TypedResults.Json(Answer(answer, plans.Of(caller.Organisation)), Wire.Json);
    }
}
