using System.Collections.Concurrent;
using Genkan.Agents;
using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Live;
using Genkan.Routing;
using Genkan.Storage;
using Genkan.Visitors;

namespace Genkan.Supervision;

/// <summary>
/// Keeps what the monitor shows, and tells all who may see it what changed (D-14): worked out once for all of them, at most twice a second, and only while
/// one of them is there.
/// </summary>
internal sealed class Watchtower(
    IStorage storage, IStore store, MonitorReader reader, IAgentContact contact, IPresence presence, ILive live, TimeProvider time, ILogger<Watchtower> log)
    : PacedNews(store, live, contact, time, Pace, log), IStandingValues
{
    private const string Kind = "monitor";

    /// <summary>Seeing everybody's conversations is what it takes.</summary>
    public const Permission Needs = Permission.ConversationsAll;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>D-14 names 2 seconds; what is left of them is for the way.</summary>
    private static readonly TimeSpan Slowest = TimeSpan.FromMilliseconds(1500);

    /// <summary>A large house is looked at less often: at most a tenth of one processor's time goes into it.</summary>
    private const int Share = 10;

    private readonly ConcurrentDictionary<OrganisationId, Kept> houses = new();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        presence.Changed += Hear;
        presence.Settled += HearAll;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        presence.Changed -= Hear;
        presence.Settled -= HearAll;
        return base.StopAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<StandingValue>> For(Listener listener) => listener.Staff is { } staff && staff.May(Needs)
        ? [new StandingValue(Kind, "", (await Now(staff.Organisation)).Now())]
        : [];

    /// <summary>How it stands; what was kept, unless something happened since and it is time to look again.</summary>
    public Task<MonitorView> Now(OrganisationId organisation)
    {
        var house = houses.GetOrAdd(organisation, _ => new Kept());
        return InTurn(organisation, async () => house.View is { } kept && !IsDue(organisation)
            ? kept with { At = Clock.GetUtcNow().ToUnixTimeMilliseconds() }
            : await Look(organisation, () => WorkOut(organisation)));
    }

    protected override bool Bears(string kind) =>
        (kind.StartsWith("conversation.", StringComparison.Ordinal) && kind != ConversationMarked.Kind)
        || kind.StartsWith("agent.", StringComparison.Ordinal)
        || kind.StartsWith("department.", StringComparison.Ordinal)
        || kind is MessageSent.Kind or RoutingChanged.Kind or "statuses.changed";

    /// <summary>Where nobody ever looked there is nothing to renew.</summary>
    protected override void Renew(OrganisationId organisation)
    {
        if (houses.ContainsKey(organisation))
        {
            base.Renew(organisation);
        }
    }

    protected override void Forget(OrganisationId organisation) => Renew(organisation);

    protected override bool IsHeard(OrganisationId organisation) => Screens.AnybodyHere(organisation, Needs);

    /// <summary>Who comes next has it worked out anew.</summary>
    protected override void Unheard(OrganisationId organisation) => houses[organisation].View = null;

    protected override Task Tell(OrganisationId organisation) => WorkOut(organisation);

    /// <summary>What the beat itself does not leave free.</summary>
    protected override TimeSpan RestAfter(TimeSpan took)
    {
        var free = (took * Share) - Pace;
        return free < TimeSpan.Zero ? TimeSpan.Zero : free > Slowest - Pace ? Slowest - Pace : free;
    }

    private async Task<MonitorView> WorkOut(OrganisationId organisation)
    {
        var house = houses[organisation];
        var (view, before) = (await storage.Read(organisation, reader.Read), house.View);
        house.View = view;
        if ((before is null ? view.Now() : view.After(before, house.Told)) is { } news)
        {
            // A key of its own: it is a step, and one that was not given yet must not be replaced by the next.
            Screens.Here.StandAgents(organisation, Needs, Kind, $"{++house.Steps}", news);
            house.Told = view.Seq;
        }

        return view;
    }

    private void Hear(OrganisationId organisation, Guid visitor, bool there) => Renew(organisation);

    private void HearAll()
    {
        foreach (var organisation in houses.Keys)
        {
            Renew(organisation);
        }
    }

    /// <summary>What is kept of one organisation.</summary>
    private sealed class Kept
    {
        /// <summary>Null until somebody looks.</summary>
        public MonitorView? View { get; set; }

        /// <summary>Up to where all who listen were told.</summary>
        public long Told { get; set; }

        /// <summary>Counts what was told.</summary>
        public long Steps { get; set; }
    }
}
