using Genkan.Agents;
using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>
/// Who gets which conversation: called in the unit of whatever makes a decision possible, by new work and by new capacity
/// alike, and decided there by <see cref="Decide"/>.
/// </summary>
internal sealed class Distribution(RoutingStore store, RoutingReader reader, IOwnership ownership, IConversationLoads loads, RoutingTimers timers, VisitorRegions regions) : IDistribution, IWorkforceChanges
{
    public Task Before(ITx tx) => store.TakeTurn(tx);

    public async Task RefuseUnlessServed(ITx tx, NewRequest request)
    {
        var waiting = await store.Waiting(tx);
        var state = await reader.Read(tx, waiting);
        RefuseWhatIsNotOffered(request, state.Of(request.Site));
        var asked = RowOf(request, tx.Now);
        if (Decide.Availability(state, asked.Read()) == Availability.Away)
        {
            throw Refusal.Conflict("nobody_here");
        }

        if (Admission.Of(asked.Read(), state) is { IsFull: true })
        {
            throw Refusal.Conflict("queue_full");
        }
    }

    public async Task Asked(ITx tx, NewRequest request)
    {
        var row = RowOf(request, tx.Now);
        var state = await reader.Read(tx, await store.Waiting(tx));
        await store.Keep(tx, row with { OverflowTo = Admission.Of(row.Read(), state).Department });
        await Settle(tx);
    }

    public async Task RefuseUnlessMayTake(ITx tx, Guid agent, Guid conversation, Guid site)
    {
        var state = await reader.Read(tx, await store.Waiting(tx));
        var own = state.Agents.FirstOrDefault(a => a.Id == agent) ?? throw Refusal.NotAllowed();
        var isNext = Decide.Queue(state.Waiting).FirstOrDefault()?.Conversation == conversation;
        if (!own.MayChat || !(own.Pick || (own.Accept && isNext)))
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
        await store.WaitsNoMore(tx, conversation);
        await store.Note(tx, new AssignmentNote(conversation, AssignmentNote.Taken, agent));
        await store.Given(tx, agent, tx.Now);
        await store.Opened(tx, agent);
    }

    public async Task Opened(ITx tx, Guid conversation, Guid agent)
    {
        await timers.NoOffer(tx, conversation);
        await store.Opened(tx, agent);
    }

    public async Task Over(ITx tx, Guid conversation)
    {
        await store.Forget(tx, conversation);
        await timers.NoOffer(tx, conversation);
        await Settle(tx);
    }

    async Task IWorkforceChanges.After(ITx tx)
    {
        await TakeBack(tx);
        await Settle(tx);
    }

    /// <summary>Who was disabled, removed or lost the right holds nothing any more.</summary>
    private async Task TakeBack(ITx tx)
    {
        var state = await reader.Read(tx);
        var may = state.Agents.Where(a => a.MayChat).Select(a => a.Id).ToHashSet();
        foreach (var load in (await loads.Held(tx)).Where(l => !may.Contains(l.Agent)))
        {
            foreach (var held in await ownership.HeldBy(tx, load.Agent))
            {
                await Return(tx, held.Conversation, load.Agent, AssignmentNote.Barred);
            }
        }
    }

    /// <summary>Gives out all that can be given out now. Whoever calls has taken the turn before.</summary>
    public async Task Settle(ITx tx)
    {
        var waiting = await store.Waiting(tx);
        if (waiting.Count == 0)
        {
            return;
        }

        var state = await reader.Read(tx, waiting);
        foreach (var assignment in Decide.All(state, tx.Now))
        {
            await Give(tx, assignment, state.Policy);
        }

        await timers.LookAgain(tx, Decide.LookAgainAt(state, tx.Now));
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

        await timers.NoOffer(tx, conversation);
        await store.Note(tx, new AssignmentNote(conversation, why, owner, by));
        // Without one it is from before requests were kept.
        var request = await store.Request(tx, conversation) ?? RowOf(held);
        var notAgain = why is AssignmentNote.Missed or AssignmentNote.Sent;
        await store.Keep(tx, request with
        {
            Front = 1,
            Waiting = 1,
            SentTo = sentTo ?? request.SentTo,
            LastAgent = notAgain ? null : owner,
            MissedBy = notAgain ? $"{request.MissedBy} {owner}".Trim() : request.MissedBy,
        });
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
        await store.WaitsNoMore(tx, assignment.Conversation);
        if (!await ownership.Give(tx, assignment.Conversation, assignment.Agent))
        {
            return;
        }

        await store.Note(tx, new AssignmentNote(assignment.Conversation, AssignmentNote.Given, assignment.Agent, Reasons: assignment.Reasons));
        await store.Given(tx, assignment.Agent, tx.Now);
        if (policy.OfferSeconds is { } seconds)
        {
            await timers.Offer(tx, assignment.Conversation, assignment.Agent, tx.Now + (seconds * 1000));
        }
    }

    /// <summary>E-18, E-19: a choice only where the site offers it.</summary>
    private static void RefuseWhatIsNotOffered(NewRequest request, SiteRouting site)
    {
        if (request.Agent is { } agent && (site.Designation != SiteRouting.ByAgent || !site.Agents.Contains(agent)))
        {
            throw Refusal.Invalid("agent", "not_offered");
        }

        if (request.Department is { } department && (site.Designation != SiteRouting.ByDepartment || !site.Departments.Contains(department)))
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
