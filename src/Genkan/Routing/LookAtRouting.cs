using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>Works out who may serve whom by the very rules that decide.</summary>
internal sealed class LookAtRouting(RoutingStore store) : IRoutingLook
{
    public async Task<RoutingLook> Read(IReadTx tx)
    {
        var policy = await store.Policy(tx);
        var sites = await store.Sites(tx);
        var scopes = new Dictionary<Guid, RequestScope>();
        foreach (var row in await store.Requests(tx))
        {
            var scope = Scope.Of(row.Read(), sites.GetValueOrDefault(row.Site, SiteRouting.Open), policy);
            if (scope.Departments.Count > 0 || scope.Agents is not null)
            {
                scopes[row.Conversation] = new RequestScope(scope.Departments, scope.Agents is not null);
            }
        }

        return new RoutingLook(scopes, policy.Ceiling);
    }
}
