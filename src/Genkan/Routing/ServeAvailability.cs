using System.Collections.Concurrent;
using Genkan.Agents;
using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Live;
using Genkan.Sites;
using Genkan.Storage;
using Genkan.Visitors;

namespace Genkan.Routing;

/// <summary>
/// The state of the start button: worked out once per organisation when something that bears on it changes, kept, and
/// told to every page as a standing value. Nobody polls.
/// </summary>
internal sealed class ServeAvailability : IRouting, IServiceability, IVisitAnswerPart, IStandingValues, IHostedService
{
    /// <summary>Q-15: at most 9 at a time.</summary>
    private const long PlacesPerAgent = 9;

    private readonly ConcurrentDictionary<OrganisationId, Availability> known = new();

    /// <summary>One at a time: of two looks the earlier must not overwrite what the later saw.</summary>
    private readonly ConcurrentDictionary<OrganisationId, SemaphoreSlim> turns = new();
    private readonly IStorage storage;
    private readonly IStore store;
    private readonly IAgents agents;
    private readonly IAgentContact contact;
    private readonly IConversationLoads loads;
    private readonly ILive live;
    private readonly ILogger<ServeAvailability> log;

    public ServeAvailability(IStorage storage, IStore store, IAgents agents, IAgentContact contact, IConversationLoads loads, ILive live, ILogger<ServeAvailability> log)
    {
        this.storage = storage;
        this.store = store;
        this.agents = agents;
        this.contact = contact;
        this.loads = loads;
        this.live = live;
        this.log = log;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        store.Committed += Hear;
        contact.Changed += Hear;
        live.HappenedElsewhere += Hear;
        live.Unread += Forget;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        store.Committed -= Hear;
        contact.Changed -= Hear;
        live.HappenedElsewhere -= Hear;
        live.Unread -= Forget;
        return Task.CompletedTask;
    }

    public async ValueTask<Availability> For(OrganisationId organisation, Guid site) =>
        known.TryGetValue(organisation, out var state) ? state : await WorkOut(organisation);

    /// <summary>Asked of the store and not of the memory: refusing a talk must not hang on a moment's delay.</summary>
    public async ValueTask<bool> SomebodyIsHere(OrganisationId organisation, Guid site) =>
        await WorkOut(organisation) != Availability.Away;

    public async Task Fill(VisitAnswer answer, VisitorCaller visitor, SiteProfile site) =>
        answer.Availability = Word(await For(visitor.Organisation, site.Id));

    public async Task<IReadOnlyList<StandingValue>> For(Listener listener) => listener.Visitor is { } visitor
        ? [new StandingValue("availability", "", new AvailabilityValue(Word(await For(listener.Organisation, visitor.Site))))]
        : [];

    private static string Word(Availability state) => state switch
    {
        Availability.Waiting => "waiting",
        Availability.Serving => "serving",
        _ => "away",
    };

    private void Hear(IReadOnlyList<JournalEvent> committed)
    {
        foreach (var organisation in committed.Where(Bears).Select(e => e.Organisation).Distinct())
        {
            _ = Renew(organisation);
        }
    }

    private void Hear(OrganisationId organisation, Guid agent, bool inTouch) => _ = Renew(organisation);

    /// <summary>Other nodes went on and nobody here is to be told: who asks next has it worked out.</summary>
    private void Forget(OrganisationId organisation) => known.TryRemove(organisation, out _);

    private static bool Bears(JournalEvent e) =>
        e.Kind.StartsWith("agent.", StringComparison.Ordinal) || e.Kind is ConversationChanged.Accepted or ConversationChanged.Ended;

    private async Task Renew(OrganisationId organisation)
    {
        try
        {
            await WorkOut(organisation);
        }
        catch (Exception fault)
        {
            // Forgotten rather than kept wrong: the next who asks works it out.
            known.TryRemove(organisation, out _);
            log.LogWarning(fault, "The button state could not be worked out");
        }
    }

    private async Task<Availability> WorkOut(OrganisationId organisation)
    {
        var turn = turns.GetOrAdd(organisation, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync();
        try
        {
            var state = await storage.Read(organisation, async tx =>
                Decide([.. (await agents.All(tx)).Where(a => IsHere(organisation, a)).Select(a => a.Id)], await loads.Held(tx)));
            var changed = !known.TryGetValue(organisation, out var before) || before != state;
            known[organisation] = state;
            if (changed)
            {
                live.Here.StandVisitors(organisation, "availability", "", new AvailabilityValue(Word(state)));
            }

            return state;
        }
        finally
        {
            turn.Release();
        }
    }

    private bool IsHere(OrganisationId organisation, AgentBrief agent) =>
        agent is { Status: AgentStatus.Online, Disabled: false, Removed: false } && contact.InTouch(organisation, agent.Id);

    /// <summary>W-08, over the agents who are online and in touch.</summary>
    internal static Availability Decide(IReadOnlyCollection<Guid> here, IReadOnlyList<AgentLoad> loads)
    {
        if (here.Count == 0)
        {
            return Availability.Away;
        }

        var held = loads.ToDictionary(l => l.Agent, l => l.Held);
        return here.Any(a => held.GetValueOrDefault(a) < PlacesPerAgent) ? Availability.Waiting : Availability.Serving;
    }
}

/// <summary>The button state on the wire.</summary>
public sealed record AvailabilityValue(string State);
