using Genkan.Agents;
using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Routing.Decision;
using Genkan.Routing.Replay;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>
/// Who gets which conversation: called in the unit of whatever makes a decision possible, by new work and by new capacity
/// alike, and decided there by <see cref="Decide"/>.
/// </summary>
internal sealed class Distribution(RoutingStore store, Turns turns, RoutingReader reader, IOwnership ownership, RoutingTimers timers, VisitorRegions regions, RoutingLog log) : IDistribution, IWorkforceChanges
{
    public Task Before(ITx tx) => turns.Take(tx);

    public async Task<Func<Task>> Admit(ITx tx, NewRequest request)
    {
        var state = await reader.ReadToDecide(tx);
        var row = RowOf(request, tx.Now);
        RefuseWhatIsNotOffered(request, Offer.Of(row.Read(), state.Of(request.Site), state.Policy));
        if (Decide.Availability(state, row.Read()) == Availability.Away)
        {
            throw Refusal.Conflict("nobody_here");
        }

        var admission = Admission.Of(row.Read(), state);
        if (admission.IsFull)
        {
            throw Refusal.Conflict("queue_full");
        }

        return () => Enqueue(tx, row with { OverflowTo = admission.Department }, state);
    }

    public async Task RefuseUnlessMayTake(ITx tx, Guid agent, Guid conversation, Guid site)
    {
        var state = await reader.ReadToDecide(tx);
        var own = state.Agents.FirstOrDefault(a => a.Id == agent) ?? throw Refusal.NotAllowed();
        if (!own.MayChat || !(own.Pick || (own.Accept && await IsNext(tx, conversation))))
        {
            throw Refusal.Conflict("status_forbids");
        }

        if (own.Sites?.Contains(site) == false)
        {
            throw Refusal.NotAllowed();
        }

        if (own.Held >= (state.Policy.Ceiling ?? long.MaxValue))
        {
            throw Refusal.Conflict("ceiling_reached", new Dictionary<string, object?> { ["limit"] = state.Policy.Ceiling });
        }

        if (!state.Policy.AboveOwnLimit && own.Held >= state.Policy.LimitOf(own))
        {
            throw Refusal.Conflict("limit_reached", new Dictionary<string, object?> { ["limit"] = own.Limit });
        }
    }

    public async Task Taken(ITx tx, Guid conversation, Guid agent)
    {
        await WaitsNoMore(tx, conversation);
        await store.Note(tx, new AssignmentNote(conversation, AssignmentNote.Taken, agent));
        await HoldsOneMore(tx, agent);
        await store.Opened(tx, agent);
        await log.Hands(tx, LogRow.Taken, conversation, agent);
    }

    public async Task Opened(ITx tx, Guid conversation, Guid agent)
    {
        await timers.NoOffer(tx, conversation);
        await store.Opened(tx, agent);
        await log.Opened(tx, conversation, agent);
    }

    public async Task Over(ITx tx, Guid conversation, Guid? heldBy)
    {
        await Forget(tx, conversation);
        if (heldBy is { } agent)
        {
            HoldsOneLess(tx, agent);
        }

        await timers.NoOffer(tx, conversation);
        await log.Ended(tx, conversation);
        await Settle(tx);
    }

    async Task IWorkforceChanges.After(ITx tx)
    {
        var state = await reader.ReadToDecide(tx);
        await log.Changed(tx, state);
        if (await TakeBack(tx, state))
        {
            await Settle(tx);
        }
        else
        {
            await Settle(tx, state);
        }
    }

    /// <summary>Gives out all that can be given out now. Whoever calls has taken the turn before.</summary>
    public async Task Settle(ITx tx)
    {
        if (!(await turns.Standing(tx)).IsEmpty)
        {
            await SettleSeen(tx);
        }
    }

    /// <summary>The same where somebody came or went: it is written down though nobody waits.</summary>
    public async Task SettleSeen(ITx tx)
    {
        var state = await reader.ReadToDecide(tx);
        await log.Seen(tx, state);
        await Settle(tx, state);
    }

    /// <summary>The same where a setting changed; <paramref name="withHours"/>: a calendar, or who keeps one.</summary>
    public async Task SettleChanged(ITx tx, bool withHours = false)
    {
        var state = await reader.ReadToDecide(tx);
        await log.Changed(tx, state, withHours);
        await Settle(tx, state);
    }

    /// <summary>Waits from now on.</summary>
    public async Task Queue(ITx tx, RequestRow row)
    {
        await Waits(tx, row);
        await log.Asked(tx, row);
    }

    /// <summary>Its visitor went away while it waited .</summary>
    public async Task Leaves(ITx tx, Guid conversation)
    {
        if (await ownership.Leave(tx, conversation))
        {
            await log.Left(tx, conversation);
        }

        await Forget(tx, conversation);
    }

    /// <summary>Those who wait, in any order.</summary>
    public async Task<IReadOnlyList<RequestRow>> Waiting(ITx tx) => [.. (await turns.Standing(tx)).Rows];

    /// <summary>From one pair of hands into another.</summary>
    public async Task HandedOver(ITx tx, Guid from, Guid to)
    {
        HoldsOneLess(tx, from);
        await HoldsOneMore(tx, to);
    }

    private async Task Waits(ITx tx, RequestRow row)
    {
        await store.Keep(tx, row);
        turns.Of(tx).Change(standing => standing.Wait(row));
    }

    private async Task WaitsNoMore(ITx tx, Guid conversation)
    {
        await store.WaitsNoMore(tx, conversation);
        turns.Of(tx).Change(standing => standing.WaitNoMore(conversation));
    }

    private async Task Forget(ITx tx, Guid conversation)
    {
        await store.Forget(tx, conversation);
        turns.Of(tx).Change(standing => standing.WaitNoMore(conversation));
    }

    private async Task HoldsOneMore(ITx tx, Guid agent)
    {
        await store.Given(tx, agent, tx.Now);
        turns.Of(tx).Change(standing =>
        {
            standing.Take(agent);
            standing.Given(agent, tx.Now);
        });
    }

    private void HoldsOneLess(ITx tx, Guid agent) => turns.Of(tx).Change(standing => standing.Leave(agent));

    private async Task Settle(ITx tx, RoutingState state)
    {
        foreach (var assignment in Decide.All(state, tx.Now))
        {
            await Give(tx, assignment, state.Policy);
        }

        await timers.LookAgain(tx, Decide.LookAgainAt(state, tx.Now));
    }

    private async Task Enqueue(ITx tx, RequestRow row, RoutingState state)
    {
        await Queue(tx, row);
        await log.Seen(tx, state);
        await Settle(tx, state with { Waiting = [.. state.Waiting, row.Read()] });
    }

    private async Task<bool> IsNext(ITx tx, Guid conversation) =>
        Decide.Queue((await turns.Standing(tx)).Requests).FirstOrDefault()?.Conversation == conversation;

    /// <summary>Who was disabled, removed or lost the right holds nothing any more. True where anything came back.</summary>
    private async Task<bool> TakeBack(ITx tx, RoutingState state)
    {
        var cameBack = false;
        foreach (var barred in state.Agents.Where(a => a is { MayChat: false, Held: > 0 }))
        {
            foreach (var held in await ownership.HeldBy(tx, barred.Id))
            {
                cameBack |= await Return(tx, held.Conversation, barred.Id, AssignmentNote.Barred);
            }
        }

        return cameBack;
    }

    /// <summary>
    /// Back to the queue's front, for a department where <paramref name="sentTo"/> names one (Q-43, TR-21). Who let it lie or sent it
    /// away is not offered it again. The caller settles.
    /// </summary>
    public async Task<bool> Return(ITx tx, Guid conversation, Guid owner, string why, bool unopenedOnly = false, Guid? by = null, Guid? sentTo = null)
    {
        if (await ownership.Look(tx, conversation) is not { } held
            || !await ownership.Return(tx, conversation, owner, by is { } agent ? Actor.Agent(agent) : Actor.System, unopenedOnly))
        {
            return false;
        }

        HoldsOneLess(tx, owner);
        await timers.NoOffer(tx, conversation);
        await store.Note(tx, new AssignmentNote(conversation, why, owner, by, Department: sentTo));
        await log.Hands(tx, why, conversation, owner, sentTo);
        // Without one it is from before requests were kept.
        await Waits(tx, (await store.Request(tx, conversation) ?? RowOf(held)).BackFrom(owner, why, sentTo));
        return true;
    }

    /// <summary>One that waits without a request of its own is queued: from before requests were kept, or from a backup of that time.</summary>
    public static RequestRow RowOf(HeldOne held) => new()
    {
        Conversation = held.Conversation,
        Site = held.Site,
        Visitor = held.Visitor,
        ArrivedAt = held.StartedAt,
        Language = held.Language,
    };

    private async Task Give(ITx tx, Assignment assignment, RoutingPolicy policy)
    {
        await WaitsNoMore(tx, assignment.Conversation);
        if (!await ownership.Give(tx, assignment.Conversation, assignment.Agent))
        {
            return;
        }

        await store.Note(tx, new AssignmentNote(assignment.Conversation, AssignmentNote.Given, assignment.Agent, Reasons: assignment.Reasons));
        await HoldsOneMore(tx, assignment.Agent);
        await log.Hands(tx, LogRow.Given, assignment.Conversation, assignment.Agent);
        if (policy.OfferSeconds is { } seconds)
        {
            await timers.Offer(tx, assignment.Conversation, assignment.Agent, tx.Now + (seconds * 1000));
        }
    }

    /// <summary>E-18, E-19: a choice only where the site offers it.</summary>
    private static void RefuseWhatIsNotOffered(NewRequest request, Offer? offer)
    {
        if (request.Agent is { } agent && offer?.Holds(SiteRouting.ByAgent, agent) != true)
        {
            throw Refusal.Invalid("agent", "not_offered");
        }

        if (request.Department is { } department && offer?.Holds(SiteRouting.ByDepartment, department) != true)
        {
            throw Refusal.Invalid("department", "not_offered");
        }
    }

    private RequestRow RowOf(NewRequest request, long now) => new()
    {
        Conversation = request.Conversation,
        Site = request.Site,
        Visitor = request.Visitor,
        ArrivedAt = now,
        Regions = regions.Of(request.Address),
        Language = request.Language,
        WantsAgent = request.Agent,
        WantsDepartment = request.Department,
        LastAgent = request.LastAgent,
    };
}
