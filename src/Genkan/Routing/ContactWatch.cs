using Genkan.Administration;
using Genkan.Agents;
using Genkan.Conversations;
using Genkan.Storage;
using Genkan.Visitors;

namespace Genkan.Routing;

/// <summary>
/// Hears who comes and goes. An agent in touch again is capacity; one who is gone keeps what is held for the grace time
/// a visitor who leaves while waiting drops out of the queue.
/// </summary>
internal sealed class ContactWatch(
    IStorage storage,
    RoutingStore store,
    Distribution distribution,
    IOwnership ownership,
    RoutingTimers timers,
    IAgentContact contact,
    IPresence presence,
    IOrganisationNames organisations,
    ILogger<ContactWatch> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        contact.Changed += Hear;
        presence.Changed += HearVisitor;
        presence.Settled += LookAround;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        contact.Changed -= Hear;
        presence.Changed -= HearVisitor;
        presence.Settled -= LookAround;
        return Task.CompletedTask;
    }

    private void Hear(OrganisationId organisation, Guid agent, bool inTouch) =>
        _ = Safely(organisation, tx => inTouch ? Back(tx, agent) : Gone(tx, agent));

    private void HearVisitor(OrganisationId organisation, Guid visitor, bool there)
    {
        if (!there)
        {
            _ = Safely(organisation, tx => Left(tx, visitor));
        }
    }

    private async Task Back(ITx tx, Guid agent)
    {
        await timers.NoGrace(tx, agent);
        await distribution.SettleSeen(tx);
    }

    private async Task Gone(ITx tx, Guid agent)
    {
        if ((await ownership.HeldBy(tx, agent)).Count > 0)
        {
            await timers.Grace(tx, agent, await GraceEnd(tx, agent));
        }

        await distribution.SettleSeen(tx);
    }

    /// <summary>Counted from the last sign of life, however late the silence was noticed: half a minute after a tab was closed, later after a loss of power.</summary>
    private async Task<long> GraceEnd(ITx tx, Guid agent)
    {
        var left = ((await store.Policy(tx)).GraceSeconds * 1000) - (long)contact.Silence(tx.Organisation, agent).TotalMilliseconds;
        return tx.Now + Math.Max(0, left);
    }

    private async Task Left(ITx tx, Guid visitor)
    {
        foreach (var waiting in (await distribution.Waiting(tx)).Where(row => row.Visitor == visitor))
        {
            await distribution.Leaves(tx, waiting.Conversation);
        }
    }

    /// <summary>After a start, when all had the time to come back: whoever did not is gone, and what waits unqueued is queued.</summary>
    private void LookAround() => _ = LookAroundSafely();

    private async Task LookAroundSafely()
    {
        try
        {
            foreach (var organisation in (await storage.ReadInstallation(organisations.ShortNames)).Keys)
            {
                await Safely(organisation, tx => LookAround(tx, organisation));
            }
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "Who came back after the start could not be looked at");
        }
    }

    private async Task LookAround(ITx tx, OrganisationId organisation)
    {
        var queued = (await distribution.Waiting(tx)).ToDictionary(row => row.Conversation);
        foreach (var open in await ownership.Open(tx))
        {
            if (open.IsWaiting && !presence.IsThere(organisation, open.Visitor))
            {
                await distribution.Leaves(tx, open.Conversation);
            }
            else if (open.IsWaiting && !queued.ContainsKey(open.Conversation))
            {
                await distribution.Queue(tx, Distribution.RowOf(open));
            }
            else if (open is { IsInChat: true, Agent: { } agent } && !contact.InTouch(organisation, agent))
            {
                await timers.Grace(tx, agent, await GraceEnd(tx, agent));
            }
        }

        await distribution.SettleSeen(tx);
    }

    private async Task Safely(OrganisationId organisation, Func<ITx, Task> work)
    {
        try
        {
            await storage.Write(organisation, async tx =>
            {
                await distribution.Before(tx);
                await work(tx);
                return true;
            });
        }
        catch (Exception fault)
        {
            // The next sign of life, the next request or the next start looks again.
            log.LogWarning(fault, "Who came or went could not be seen to");
        }
    }
}
