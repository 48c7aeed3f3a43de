using System.Collections.Concurrent;
using Genkan.Agents;
using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Live;
using Genkan.Routing.Decision;
using Genkan.Sites;
using Genkan.Storage;
using Genkan.Visitors;

namespace Genkan.Routing;

/// <summary>
/// The state of the start button (W-08), worked out for the individual visitor (W-09) but once for all who have the same scope, when
/// something that bears on it changes. It is kept and told to every page as a standing value. Nobody polls.
/// </summary>
internal sealed class ServeAvailability : IRouting, IVisitAnswerPart, IStandingValues, IHostedService
{
    private readonly ConcurrentDictionary<OrganisationId, AvailabilityView> known = new();

    /// <summary>One at a time: of two looks the earlier must not overwrite what the later saw.</summary>
    private readonly ConcurrentDictionary<OrganisationId, SemaphoreSlim> turns = new();
    private readonly IStorage storage;
    private readonly IStore store;
    private readonly RoutingReader reader;
    private readonly ChoiceReader choices;
    private readonly VisitorRegions regions;
    private readonly IAgentContact contact;
    private readonly ILive live;
    private readonly ILogger<ServeAvailability> log;

    public ServeAvailability(IStorage storage, IStore store, RoutingReader reader, ChoiceReader choices, VisitorRegions regions, IAgentContact contact, ILive live, ILogger<ServeAvailability> log)
    {
        this.storage = storage;
        this.store = store;
        this.reader = reader;
        this.choices = choices;
        this.regions = regions;
        this.contact = contact;
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

    public async ValueTask<Availability> For(VisitorCaller visitor)
    {
        var view = await ViewOf(visitor.Organisation);
        return view.For(visitor.Site, RegionsOf(visitor, view));
    }

    public async Task Fill(VisitAnswer answer, VisitorCaller visitor, SiteProfile site)
    {
        var view = await ViewOf(visitor.Organisation);
        answer.Availability = AvailabilityValue.Of(view.For(visitor.Site, RegionsOf(visitor, view))).State;
        answer.Choices = ListFor(visitor, view)?.Choices;
    }

    public async Task<IReadOnlyList<StandingValue>> For(Listener listener)
    {
        if (listener.Visitor is not { } visitor)
        {
            return [];
        }

        var view = await ViewOf(visitor.Organisation);
        var state = new StandingValue("availability", "", AvailabilityValue.Of(view.For(visitor.Site, RegionsOf(visitor, view))));
        return ListFor(visitor, view) is { } list ? [state, new StandingValue("choices", "", list)] : [state];
    }

    private static bool Bears(JournalEvent e) =>
        e.Kind.StartsWith("agent.", StringComparison.Ordinal)
        || e.Kind.StartsWith("routing.", StringComparison.Ordinal)
        || e.Kind.StartsWith("calendar.", StringComparison.Ordinal)
        || e.Kind.StartsWith("department.", StringComparison.Ordinal)
        || e.Kind.StartsWith("site.", StringComparison.Ordinal)
        || ConversationChanged.MovesOwner(e.Kind);

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

    private async ValueTask<AvailabilityView> ViewOf(OrganisationId organisation) =>
        known.TryGetValue(organisation, out var view) ? view : await WorkOut(organisation);

    private async Task<AvailabilityView> WorkOut(OrganisationId organisation)
    {
        var turn = turns.GetOrAdd(organisation, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync();
        try
        {
            var view = await storage.Read(organisation, async tx =>
            {
                var state = await reader.Read(tx);
                return new AvailabilityView(state, await choices.Read(tx, state));
            });
            var before = known.GetValueOrDefault(organisation);
            known[organisation] = view;
            live.Here.StandVisitors(organisation, "availability", "", visitor => Changed(visitor, before, view));
            if (view.HasLists || before?.HasLists == true)
            {
                live.Here.StandVisitors(organisation, "choices", "", visitor => ChangedList(visitor, before, view));
            }

            return view;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Asked only where a policy depends on it.</summary>
    private string RegionsOf(VisitorCaller visitor, AvailabilityView view) => view.GoesByRegion(visitor.Site) ? regions.Of(visitor.Address) : "";

    /// <summary>Null where the site shows none. A page that only knows the button is told no names.</summary>
    private ChoicesValue? ListFor(VisitorCaller visitor, AvailabilityView view) =>
        visitor.Reach == Reach.Talk ? view.ListFor(visitor.Site, RegionsOf(visitor, view)) : null;

    /// <summary>Null where it is as it was.</summary>
    private ChoicesValue? ChangedList(VisitorCaller visitor, AvailabilityView? before, AvailabilityView now)
    {
        var (was, list) = (before is null ? null : ListFor(visitor, before), ListFor(visitor, now));
        return list is null ? (was is null ? null : ChoicesValue.None)
            : list.Choices!.Same(was?.Choices) ? null : list;
    }

    /// <summary>Null where it is as it was.</summary>
    private AvailabilityValue? Changed(VisitorCaller visitor, AvailabilityView? before, AvailabilityView now)
    {
        var where = RegionsOf(visitor, now);
        var state = now.For(visitor.Site, where);
        return before?.For(visitor.Site, where) == state ? null : AvailabilityValue.Of(state);
    }
}

/// <summary>The states of one organisation at one moment: each scope's is worked out once, when it is first asked for.</summary>
internal sealed class AvailabilityView(RoutingState state, ChoiceFaces? faces)
{
    private readonly ConcurrentDictionary<(Guid Site, string Regions), Availability> worked = new();

    /// <summary>The value itself is kept, not only the list in it: the same object is written out once for all who are told it.</summary>
    private readonly ConcurrentDictionary<(Guid Site, string Regions), ChoicesValue?> lists = new();

    /// <summary>Does any site show a list?</summary>
    public bool HasLists => faces is not null;

    public bool GoesByRegion(Guid site) => state.Policy.Regions && state.Of(site).Regions.Count > 0;

    /// <summary>For a visitor of this site who is in these regions, one a line.</summary>
    public Availability For(Guid site, string regions) => worked.GetOrAdd((site, GoesByRegion(site) ? regions : ""), key => WorkOut(key.Site, key.Regions));

    /// <summary>The list shown to such a visitor; null for none.</summary>
    public ChoicesValue? ListFor(Guid site, string regions) => faces is null ? null
        : lists.GetOrAdd((site, GoesByRegion(site) ? regions : ""), key => faces.For(state, AskedBy(key.Site, key.Regions)) is { } list ? new ChoicesValue(list) : null);

    private Availability WorkOut(Guid site, string regions) => Decide.Availability(state, AskedBy(site, regions));

    private static Request AskedBy(Guid site, string regions) => new()
    {
        Conversation = Guid.Empty,
        Site = site,
        ArrivedAt = 0,
        Regions = regions.Split('\n', StringSplitOptions.RemoveEmptyEntries),
    };
}

/// <summary>The button state on the wire.</summary>
public sealed record AvailabilityValue(string State)
{
    private static readonly AvailabilityValue Away = new("away");
    private static readonly AvailabilityValue Waiting = new("waiting");
    private static readonly AvailabilityValue Serving = new("serving");

    internal static AvailabilityValue Of(Availability state) => state switch
    {
        Availability.Waiting => Waiting,
        Availability.Serving => Serving,
        _ => Away,
    };
}
