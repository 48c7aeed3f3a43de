using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Sites;

/// <summary><c>DELETE /api/sites/{id}</c>: the key opens nothing any more; the name stays for history.</summary>
internal sealed class RemoveSite(IStorage storage, SiteDirectory directory)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/sites/{id:guid}", (Guid id, StaffCaller caller, RemoveSite useCase) => useCase.Handle(caller, id))
        .ForStaff(Permission.SitesManage);

    private async Task<IResult> Handle(StaffCaller caller, Guid id)
    {
        var site = await storage.Write(caller.Organisation, async tx =>
        {
            var row = await SiteStore.FindEvenRemoved(tx, id) ?? throw Refusal.NotFound();
            if (row.RemovedAt is null)
            {
                await SiteStore.Remove(tx, id);
                tx.Append(SiteEvents.Removed(caller, id));
            }

            return row.ToProfile();
        });
        directory.Forget(site);
        return TypedResults.NoContent();
    }
}
