using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Sites;

/// <summary><c>GET /api/sites</c> for every member (a colleague may copy an embed code), one site for those who manage them.</summary>
internal sealed class ReadSites(IStorage storage, PublicAddress address)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/sites", (StaffCaller caller, ReadSites useCase) => useCase.All(caller)).ForStaff();
        routes.MapGet("/api/sites/{id:guid}", (Guid id, StaffCaller caller, ReadSites useCase) => useCase.One(caller, id)).ForStaff(Permission.SitesManage);
    }

    private async Task<IResult> All(StaffCaller caller)
    {
        var sites = await storage.Read(caller.Organisation, SiteStore.All);
        return TypedResults.Json(new { items = sites.Select(site => SiteAnswer.Of(site, address)) }, Wire.Json);
    }

    private async Task<IResult> One(StaffCaller caller, Guid id)
    {
        var site = await storage.Read(caller.Organisation, tx => SiteStore.Find(tx, id)) ?? throw Refusal.NotFound();
        return TypedResults.Json(SiteAnswer.Of(site, address), Wire.Json);
    }
}
