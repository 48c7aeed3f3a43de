using Genkan.Doors;
using Genkan.Sites;

namespace Genkan.Visitors;

/// <summary>Who is behind a visitor's token; each call of a window is a sign of life (RT-31).</summary>
internal sealed class VisitorCredentials(VisitorTokens tokens, ISites sites, IPresence presence) : IVisitorCredentials
{
    public async Task<VisitorCaller?> Find(string token)
    {
        if (tokens.Read(token) is not { } caller || await sites.Find(caller.Organisation, caller.Site) is null)
        {
            return null;
        }

        if (caller is { Reach: Reach.Talk, Visitor: { } visitor })
        {
            presence.Touch(caller.Organisation, visitor);
        }

        return caller;
    }
}
