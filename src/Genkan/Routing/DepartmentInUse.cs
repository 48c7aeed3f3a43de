using Genkan.Agents;
using Genkan.Routing.Decision;
using Genkan.Routing.Replay;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>Rules that lead to a department: sites designated to it, region policies, queues that overflow to it.</summary>
internal sealed class PoliciesOfDepartment(RoutingStore store) : IDepartmentUse
{
    public string Kind => "policies";

    public async Task<long> Count(IReadTx tx, Guid department) =>
        (await store.Sites(tx)).Values.Sum(site => (site.Departments.Contains(department) ? 1 : 0) + site.Regions.Count(policy => policy.Departments.Contains(department)))
        + (await store.Departments(tx)).Values.Count(queue => queue.Overflow == department);

    public async Task Move(ITx tx, Guid from, Guid to)
    {
        foreach (var (id, site) in await store.Sites(tx))
        {
            var moved = site with
            {
                Departments = Moved(site.Departments, from, to),
                Regions = [.. site.Regions.Select(policy => policy with { Departments = Moved(policy.Departments, from, to) })],
            };
            await store.SetSite(tx, id, moved);
        }

        await store.ForgetDepartment(tx, from);
        var known = (await store.Departments(tx)).ToDictionary();
        foreach (var id in known.Where(one => one.Value.Overflow == from).Select(one => one.Key).ToList())
        {
            // A circle would come of it where the other one overflows to here.
            known[id] = known[id] with { Overflow = OverflowChain.LeadsTo(id, to, known) ? null : to };
            await store.SetDepartment(tx, id, known[id]);
        }
    }

    private static List<Guid> Moved(IReadOnlyList<Guid> departments, Guid from, Guid to) => [.. departments.Select(d => d == from ? to : d).Distinct()];
}

/// <summary>Running conversations that are for a department: picked, sent there or taken in by its queue.</summary>
internal sealed class VisitorsOfDepartment(RoutingStore store, Turns turns, RoutingLog log) : IDepartmentUse
{
    public string Kind => "visitors";

    public async Task<long> Count(IReadTx tx, Guid department) => (await store.Requests(tx)).Count(row => Names(row, department));

    public async Task Move(ITx tx, Guid from, Guid to)
    {
        foreach (var row in (await store.Requests(tx)).Where(row => Names(row, from)))
        {
            await store.Keep(tx, row.Moved(from, to));
        }

        turns.Of(tx).Forget();
        await log.Moved(tx, from, to);
    }

    private static bool Names(RequestRow row, Guid department) => row.SentTo == department || row.WantsDepartment == department || row.OverflowTo == department;
}
