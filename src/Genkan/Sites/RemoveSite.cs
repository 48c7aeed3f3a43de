using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Sites;

/// <summary><c>DELETE /api/sites/{id}</c>: the key opens nothing any more; the name stays for history.</summary>
internal sealed class RemoveSite(IStorage storage, SiteDirectory directory, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/sites/{id:guid}", (Guid id, StaffCaller caller, RemoveSite useCase) => useCase.Handle(caller, id))
        .ForStaff(Permission.SitesManage).Audited(AuditKinds.SiteRemoved);

    private async Task<IResult> Handle(StaffCaller caller, Guid id)
    {
        var site = await storage.Write(caller.Organisation, async tx =>
        {
            var row = await SiteStore.FindToChange(tx, id) ?? throw Refusal.NotFound();
            if (row.RemovedAt is null)
            {
                await SiteStore.Remove(tx, id);
                tx.Append(SiteEvents.Removed(caller, id));
                await audit.Note(tx, new AuditNote(AuditKinds.SiteRemoved, AuditBy.Of(caller)) { Subject = id, Name = row.Name });
            }

            return row.ToProfile();
        });
        directory.Forget(site);
        return TypedResults.NoContent();
    }
}
