using Genkan.Doors;
using Genkan.Sites;

namespace Genkan.Visitors;

internal sealed class VisitorCredentials(VisitorTokens tokens, ISites sites) : IVisitorCredentials
{
    public async Task<VisitorCaller?> Find(string token) =>
        tokens.Read(token) is { } caller && await sites.Find(caller.Organisation, caller.Site) is not null ? caller : null;
}
