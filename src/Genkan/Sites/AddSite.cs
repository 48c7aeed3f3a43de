using System.Security.Cryptography;
using System.Text.Json;
using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Sites;

internal sealed record AddSiteRequest : SiteFields
{
    public Guid Id { get; init; }
}

/// <summary><c>POST /api/sites</c>.</summary>
internal sealed class AddSite(IStorage storage, ITexts texts, SiteDirectory directory, PublicAddress address)
{
    private const string KeyAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/sites", (AddSiteRequest request, StaffCaller caller, AddSite useCase) => useCase.Handle(caller, request))
        .ForStaff(Permission.SitesManage);

    private async Task<IResult> Handle(StaffCaller caller, AddSiteRequest request)
    {
        var check = new FieldCheck();
        var site = request.ApplyTo(Blank(caller, check.Id("id", request.Id)), texts, check);
        check.Done();
        var (made, isNew) = await storage.Write(caller.Organisation, tx => AddOnce(tx, caller, site));
        directory.Forget(made);
        var answer = SiteAnswer.Of(made, address);
        return isNew ? TypedResults.Json(answer, Wire.Json, statusCode: StatusCodes.Status201Created) : TypedResults.Json(answer, Wire.Json);
    }

    private static async Task<(SiteProfile Site, bool IsNew)> AddOnce(ITx tx, StaffCaller caller, SiteProfile site)
    {
        var madeFrom = ContentOf(site);
        if (await SiteStore.FindEvenRemoved(tx, site.Id) is { } there)
        {
            return there.RemovedAt is null && there.MadeFrom == madeFrom ? (there.ToProfile(), false) : throw Refusal.Conflict("id_taken");
        }

        site = site with { CreatedAt = tx.Now };
        await SiteStore.Insert(tx, site, madeFrom);
        tx.Append(SiteEvents.Added(caller, site));
        return (site, true);
    }

    private static SiteProfile Blank(StaffCaller caller, Guid id) => new()
    {
        Organisation = caller.Organisation,
        Id = id,
        Name = "",
        Key = RandomNumberGenerator.GetString(KeyAlphabet, SiteDirectory.KeyLength),
    };

    /// <summary>What was asked for, to tell a repeat from another site under the same id even after the site was changed.</summary>
    private static string ContentOf(SiteProfile site) => Convert.ToHexString(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(SiteRow.Of(site) with { PublicKey = "", CreatedAt = 0 }, Wire.Json)));
}
