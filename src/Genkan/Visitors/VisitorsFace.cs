using Genkan.Doors;
using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.Visitors;

/// <summary>This room's face.</summary>
internal sealed class VisitorsFace(IStorage storage, VisitorStore store, VisitorTokens tokens, VisitorCredentials credentials, IPresence presence) : IVisitors
{
    public async Task<(VisitorCaller Caller, string Token)> Begin(SiteProfile site, Reach reach, string? language)
    {
        var visitor = Guid.CreateVersion7();
        var caller = new VisitorCaller { Organisation = site.Organisation, Site = site.Id, Visitor = visitor, Reach = reach };
        await storage.Write(site.Organisation, async tx =>
        {
            await store.Add(tx, visitor, site.Id, language, trail: null);
            return true;
        });
        return (caller, tokens.Make(caller));
    }

    public Task<VisitorCaller?> Find(string token) => credentials.Find(token);

    public bool IsThere(OrganisationId organisation, Guid visitor) => presence.IsThere(organisation, visitor);

    public void Touch(OrganisationId organisation, Guid visitor) => presence.Touch(organisation, visitor);

    public Task<PageSeen?> LastPage(IReadTx tx, Guid visitor) => store.LastPage(tx, visitor);
}
