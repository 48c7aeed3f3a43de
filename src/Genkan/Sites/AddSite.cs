using System.Security.Cryptography;
using System.Text.Json;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Sites;

internal sealed record AddSiteRequest : SiteFields
{
    public Guid Id { get; init; }
}

/// <summary><c>POST /api/sites</c>.</summary>
internal sealed class AddSite(IStorage storage, ITexts texts, SiteDirectory directory, PublicAddress address, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/sites", (AddSiteRequest request, StaffCaller caller, AddSite useCase) => useCase.Handle(caller, request))
        .ForStaff(Permission.SitesManage).Audited(AuditKinds.SiteAdded);

    private async Task<IResult> Handle(StaffCaller caller, AddSiteRequest request)
    {
        var check = new FieldCheck();
        var blank = new SiteProfile { Organisation = caller.Organisation, Id = check.Id("id", request.Id), Name = "" };
        var site = request.ApplyTo(blank, texts, check) with { Key = NewKey() };
        check.Done();
        var (made, isNew) = await storage.Write(caller.Organisation, async tx =>
        {
            var outcome = await Once(tx, Actor.Agent(caller.Agent), site);
            if (outcome.IsNew)
            {
                await audit.Note(tx, SiteAudit.Of(AuditKinds.SiteAdded, caller, null, outcome.Site, address));
            }

            return outcome;
        });
        directory.Forget(made);
        var answer = SiteAnswer.Of(made, address);
        return isNew ? TypedResults.Json(answer, Wire.Json, statusCode: StatusCodes.Status201Created) : TypedResults.Json(answer, Wire.Json);
    }

    public static string NewKey() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", SiteDirectory.KeyLength);

    /// <summary>A repeat answers as before, even after the site was changed; other content under the same id is refused.</summary>
    public static async Task<(SiteProfile Site, bool IsNew)> Once(ITx tx, Actor by, SiteProfile site)
    {
        var madeFrom = ContentOf(site);
        if (await SiteStore.FindEvenRemoved(tx, site.Id) is { } there)
        {
            return there.RemovedAt is null && there.MadeFrom == madeFrom ? (there.ToProfile(), false) : throw Refusal.Conflict("id_taken");
        }

        site = site with { CreatedAt = tx.Now };
        await SiteStore.Insert(tx, site, madeFrom);
        tx.Append(SiteEvents.Added(by, site));
        return (site, true);
    }

    private static string ContentOf(SiteProfile site) => Convert.ToHexString(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(SiteRow.Of(site) with { PublicKey = "", CreatedAt = 0 }, Wire.Json)));
}
