using System.Collections.Concurrent;
using System.Diagnostics;
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
    : IStandingValues, IHostedService, IDisposable
{
    private const string Kind = "monitor";

    /// <summary>Seeing everybody's conversations is what it takes.</summary>
    public const Permission Needs = Permission.ConversationsAll;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>D-14 names 2 seconds; what is left of them is for the way.</summary>
    private static readonly TimeSpan Slowest = TimeSpan.FromMilliseconds(1500);

    /// <summary>A large house is looked at less often: at most a tenth of one processor's time goes into it.</summary>
    private const int Share = 10;

    private readonly ConcurrentDictionary<OrganisationId, House> houses = new();
    private ITimer? timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        timer = time.CreateTimer(_ => TellChanged(), null, Pace, Pace);
        store.Committed += Hear;
        live.HappenedElsewhere += Hear;
        live.Unread += Hear;
        contact.Changed += Hear;
        presence.Changed += Hear;
        presence.Settled += HearAll;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        store.Committed -= Hear;
        live.HappenedElsewhere -= Hear;
        live.Unread -= Hear;
        contact.Changed -= Hear;
        presence.Changed -= Hear;
        presence.Settled -= HearAll;
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<StandingValue>> For(Listener listener) => listener.Staff is { } staff && staff.May(Needs)
        ? [new StandingValue(Kind, "", (await Now(staff.Organisation)).Now())]
        : [];

    /// <summary>How it stands; what was kept, unless something happened since and it is time to look again.</summary>
    public async Task<MonitorView> Now(OrganisationId organisation)
    {
        var house = houses.GetOrAdd(organisation, _ => new House());
        await house.Turn.WaitAsync();
        try
        {
            return house.View is { } kept && !(house.Changed && IsTime(house)) ? kept with { At = Clock() } : await WorkOut(organisation, house);
        }
        finally
        {
            house.Turn.Release();
        }
    }

    public void Dispose() => timer?.Dispose();

    private void Hear(IReadOnlyList<JournalEvent> committed)
    {
        foreach (var happened in committed)
        {
            if (IsShown(happened.Kind))
            {
                Hear(happened.Organisation);
            }
        }
    }

    private static bool IsShown(string kind) =>
        (kind.StartsWith("conversation.", StringComparison.Ordinal) && kind != ConversationMarked.Kind)
        || kind.StartsWith("agent.", StringComparison.Ordinal)
        || kind.StartsWith("department.", StringComparison.Ordinal)
        || kind is MessageSent.Kind or RoutingChanged.Kind or "statuses.changed";

    private void Hear(OrganisationId organisation, Guid who, bool there) => Hear(organisation);

    /// <summary>Where nobody ever looked there is nothing to renew.</summary>
    private void Hear(OrganisationId organisation)
    {
        if (houses.TryGetValue(organisation, out var house))
        {
            house.Changed = true;
        }
    }

    private void HearAll()
    {
        foreach (var house in houses.Values)
        {
            house.Changed = true;
        }
    }

    private void TellChanged()
    {
        foreach (var (organisation, house) in houses)
        {
            if (!house.Changed || !IsTime(house))
            {
                continue;
            }

            if (live.AnybodyHere(organisation, Needs))
            {
                _ = Tell(organisation, house);
            }
            else
            {
                // Nobody looks: it stays marked, and who comes next has it worked out anew.
                house.View = null;
            }
        }
    }

    private async Task Tell(OrganisationId organisation, House house)
    {
        // Who is at it already tells this too, or leaves it to the next time.
        if (!await house.Turn.WaitAsync(0))
        {
            return;
        }

        try
        {
            await WorkOut(organisation, house);
        }
        catch (Exception fault)
        {
            house.Changed = true;
            log.LogDebug(fault, "What goes on could not be worked out and is told later");
        }
        finally
        {
            house.Turn.Release();
        }
    }

    /// <summary>Whoever calls has the house's turn. What happens from here on counts as happened since.</summary>
    private async Task<MonitorView> WorkOut(OrganisationId organisation, House house)
    {
        house.Changed = false;
        var began = Stopwatch.GetTimestamp();
        var (view, before) = (await storage.Read(organisation, reader.Read), house.View);
        house.View = view;
        if ((before is null ? view.Now() : view.After(before, house.Told)) is { } news)
        {
            // A key of its own: it is a step, and one that was not given yet must not be replaced by the next.
            live.Here.StandAgents(organisation, Needs, Kind, $"{++house.Steps}", news);
            house.Told = view.Seq;
        }

        house.NotBefore = time.GetTimestamp() + Ticks(Pause(Stopwatch.GetElapsedTime(began)));
        return view;
    }

    /// <summary>What the beat itself does not leave free.</summary>
    private static TimeSpan Pause(TimeSpan took)
    {
        var free = (took * Share) - Pace;
        return free < TimeSpan.Zero ? TimeSpan.Zero : free > Slowest - Pace ? Slowest - Pace : free;
    }

    private bool IsTime(House house) => time.GetTimestamp() >= house.NotBefore;

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    private long Clock() => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>One organisation's.</summary>
    private sealed class House
    {
        private volatile bool changed;

        /// <summary>Of those who work it out one does at a time.</summary>
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public MonitorView? View { get; set; }

        /// <summary>Something happened since it was read.</summary>
        public bool Changed
        {
            get => changed;
            set => changed = value;
        }

        /// <summary>Up to where all who listen were told.</summary>
        public long Told { get; set; }

        /// <summary>Counts what was told.</summary>
        public long Steps { get; set; }

        /// <summary>On the clock's timestamps.</summary>
        public long NotBefore { get; set; }
    }
}
