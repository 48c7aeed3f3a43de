using System.Text.Json;
using Genkan.Agents;
using Genkan.Conversations;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>An offer that was let lie goes to the next; who lets too many lie is set away.</summary>
internal sealed class OfferExpires(IStorage storage, RoutingStore store, Distribution distribution, IStatusSetter statuses) : IJobHandler
{
    public string Kind => RoutingTimers.OfferKind;

    public async Task Do(Job job, CancellationToken stop)
    {
        var due = JsonSerializer.Deserialize<OfferDue>(job.Data, Wire.Json)!;
        await storage.Write(job.Organisation, tx => Expire(tx, due));
    }

    private async Task<bool> Expire(ITx tx, OfferDue due)
    {
        await distribution.Before(tx);
        if (!await distribution.Return(tx, due.Conversation, due.Agent, AssignmentNote.Missed, unopenedOnly: true))
        {
            return false;
        }

        if (await store.Missed(tx, due.Agent) >= (await store.Policy(tx)).MissesUntilAway)
        {
            await statuses.SetAway(tx, due.Agent);
            await store.Opened(tx, due.Agent);
        }

        await distribution.Settle(tx);
        return true;
    }
}

/// <summary>Who has not come back within the grace time holds nothing any more .</summary>
internal sealed class GraceEnds(IStorage storage, RoutingStore store, Distribution distribution, IOwnership ownership, RoutingTimers timers, IAgentContact contact) : IJobHandler
{
    public string Kind => RoutingTimers.GraceKind;

    public async Task Do(Job job, CancellationToken stop)
    {
        var due = JsonSerializer.Deserialize<GraceDue>(job.Data, Wire.Json)!;
        await storage.Write(job.Organisation, tx => End(tx, due.Agent));
    }

    private async Task<bool> End(ITx tx, Guid agent)
    {
        await distribution.Before(tx);
        var held = await ownership.HeldBy(tx, agent);
        if (held.Count == 0)
        {
            return false;
        }

        if (contact.InTouch(tx.Organisation, agent))
        {
            // Back, or taken to be since the server has just started: looked at once more.
            await timers.Grace(tx, agent, tx.Now + ((await store.Policy(tx)).GraceSeconds * 1000));
            return false;
        }

        foreach (var one in held)
        {
            await distribution.Return(tx, one.Conversation, agent, AssignmentNote.Gone);
        }

        await distribution.Settle(tx);
        return true;
    }
}

/// <summary>A requirement was dropped: somebody else may do now.</summary>
internal sealed class LookAgain(IStorage storage, Distribution distribution) : IJobHandler
{
    public string Kind => RoutingTimers.LookKind;

    public Task Do(Job job, CancellationToken stop) => storage.Write(job.Organisation, async tx =>
    {
        await distribution.Before(tx);
        await distribution.Settle(tx);
        return true;
    });
}
