using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Sites;

internal sealed record ChangeSiteRequest : SiteFields;

/// <summary><c>PATCH /api/sites/{id}</c>: what is given changes, the rest stays.</summary>
internal sealed class ChangeSite(IStorage storage, ITexts texts, SiteDirectory directory, PublicAddress address, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPatch("/api/sites/{id:guid}", (Guid id, ChangeSiteRequest request, StaffCaller caller, ChangeSite useCase) => useCase.Handle(caller, id, request))
        .ForStaff(Permission.SitesManage).Audited(AuditKinds.SiteChanged);

    private async Task<IResult> Handle(StaffCaller caller, Guid id, ChangeSiteRequest request)
    {
        var site = await storage.Write(caller.Organisation, async tx =>
        {
            var before = await SiteStore.FindToChange(tx, id) is { RemovedAt: null } row ? row.ToProfile() : throw Refusal.NotFound();
            var check = new FieldCheck();
            var after = request.ApplyTo(before, texts, check);
            check.Done();
            // The same content again is no change: nobody is told twice.
            if (SiteRow.Of(after) != SiteRow.Of(before))
            {
                await SiteStore.Update(tx, after);
                tx.Append(SiteEvents.Changed(caller, after));
                await audit.Note(tx, SiteAudit.Of(AuditKinds.SiteChanged, caller, before, after, address));
            }

            return after;
        });
        directory.Forget(site);
        return TypedResults.Json(SiteAnswer.Of(site, address), Wire.Json);
    }
}
