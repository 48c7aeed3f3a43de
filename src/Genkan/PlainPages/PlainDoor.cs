using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Sites;
using Genkan.Texts;
using Genkan.Visitors;

namespace Genkan.PlainPages;

/// <summary>Finds out who stands at a plain page, by the key in the address and the token in the cookie.</summary>
internal sealed class PlainDoor(ISites sites, IVisitors visitors, IConversations conversations, ITexts texts)
{
    /// <summary>Null where no site has this key.</summary>
    public async Task<PlainRequest?> Open(HttpContext context, string key)
    {
        if (await sites.FindByKey(key) is not { } site)
        {
            return null;
        }

        var token = PlainCookie.Read(context, site);
        var visitor = token is null ? null : await FindOwn(site, token);
        var chosen = texts.Find(context.Request.Query["lang"].ToString());
        return new PlainRequest
        {
            Site = site,
            ChosenLanguage = chosen,
            Language = sites.LanguageFor(site, chosen, context.Request.Headers.AcceptLanguage.ToString()),
            Token = visitor is null ? null : token,
            Visitor = visitor is null ? null : visitor with { Address = context.Connection.RemoteIpAddress },
            Address = context.Connection.RemoteIpAddress,
            Conversation = visitor is null ? null : await conversations.Current(visitor),
        };
    }

    /// <summary>Whoever has no token yet becomes a visitor by the first deed, never by looking.</summary>
    public async Task<PlainRequest> BecomeVisitor(HttpContext context, PlainRequest request)
    {
        if (request.Visitor is not null)
        {
            return request;
        }

        var (caller, token) = await visitors.Begin(request.Site, Reach.Talk, request.Language);
        PlainCookie.Write(context, request.Site, token);
        return request with { Visitor = caller with { Address = request.Address }, Token = token };
    }

    private async Task<VisitorCaller?> FindOwn(SiteProfile site, string token)
    {
        var visitor = await visitors.Find(token);
        if (visitor is not { Reach: Reach.Talk, Visitor: { } id } || visitor.Organisation != site.Organisation || visitor.Site != site.Id)
        {
            return null;
        }

        visitors.Touch(visitor.Organisation, id);
        return visitor;
    }
}
