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
internal sealed class ServeAvailability(
    IStorage storage, IStore store, RoutingReader reader, ChoiceReader choices, VisitorRegions regions, IAgentContact contact, ILive live, TimeProvider time, ILogger<ServeAvailability> log)
    : WorkNews(store, live, contact), IRouting, IVisitAnswerPart, IStandingValues
{
    /// <summary>However much happens, it is worked out no more often; the first change after a rest is told at once.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<OrganisationId, Board> boards = new();

    public async ValueTask<Availability> For(VisitorCaller visitor)
    {
        var view = await ViewOf(visitor.Organisation);
        return view.For(visitor.Site, RegionsOf(visitor, view));
    }

    public async ValueTask<VisitorChoices?> ChoicesFor(VisitorCaller visitor)
    {
        var view = await ViewOf(visitor.Organisation);
        return view.ListFor(visitor.Site, RegionsOf(visitor, view))?.Choices;
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

    protected override bool Bears(string kind) =>
        kind.StartsWith("agent.", StringComparison.Ordinal)
        || kind.StartsWith("routing.", StringComparison.Ordinal)
        || kind.StartsWith("calendar.", StringComparison.Ordinal)
        || kind.StartsWith("department.", StringComparison.Ordinal)
        || kind.StartsWith("site.", StringComparison.Ordinal)
        || ConversationChanged.MovesOwner(kind);

    /// <summary>Who asks next has it worked out.</summary>
    protected override void Forget(OrganisationId organisation) => Interlocked.Increment(ref BoardOf(organisation).Changes);

    protected override void Renew(OrganisationId organisation)
    {
        var board = BoardOf(organisation);
        Interlocked.Increment(ref board.Changes);
        if (Interlocked.Exchange(ref board.Ordered, 1) == 0)
        {
            _ = RenewSafely(organisation, board);
        }
    }

    private async Task RenewSafely(OrganisationId organisation, Board board)
    {
        try
        {
            await WorkOut(organisation, board);
        }
        catch (Exception fault)
        {
            // What is kept counts as changed still: the next who asks works it out.
            log.LogWarning(fault, "The button state could not be worked out");
        }
    }

    private Board BoardOf(OrganisationId organisation) => boards.GetOrAdd(organisation, _ => new Board());

    private ValueTask<AvailabilityView> ViewOf(OrganisationId organisation)
    {
        var board = BoardOf(organisation);
        return board.Current is { } view ? ValueTask.FromResult(view) : new ValueTask<AvailabilityView>(WorkOut(organisation, board));
    }

    /// <summary>One at a time: of two looks the earlier must not overwrite what the later saw. Who comes while it is being worked out waits for it.</summary>
    private async Task<AvailabilityView> WorkOut(OrganisationId organisation, Board board)
    {
        await board.Turn.WaitAsync();
        try
        {
            if (board.Current is { } current)
            {
                return current;
            }

            await Rest(board);
            Volatile.Write(ref board.Ordered, 0);
            var changes = Volatile.Read(ref board.Changes);
            var view = await storage.Read(organisation, async tx =>
            {
                var state = await reader.Read(tx);
                return new AvailabilityView(state, await choices.Read(tx, state));
            });
            var before = board.Worked(view, changes, time.GetTimestamp());
            Screens.Here.StandVisitors(organisation, "availability", "", visitor => Changed(visitor, before, view));
            if (view.HasLists || before?.HasLists == true)
            {
                Screens.Here.StandVisitors(organisation, "choices", "", visitor => ChangedList(visitor, before, view));
            }

            return view;
        }
        finally
        {
            Volatile.Write(ref board.Ordered, 0);
            board.Turn.Release();
        }
    }

    private async Task Rest(Board board)
    {
        if (board.WorkedAt is { } at && Pace - time.GetElapsedTime(at) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, time);
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

/// <summary>What is kept of one organisation, and what has happened since.</summary>
internal sealed class Board
{
    /// <summary>Counted up by everything that bears on it.</summary>
    public long Changes;

    /// <summary>1 while somebody is about to work it out.</summary>
    public int Ordered;

    private Kept? kept;

    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Null where something has changed since.</summary>
    public AvailabilityView? Current => kept is { } it && it.Changes == Volatile.Read(ref Changes) ? it.View : null;

    /// <summary>When it was worked out last, as a timestamp of the clock.</summary>
    public long? WorkedAt => kept?.At;

    /// <summary>Keeps it; answers what was kept before.</summary>
    public AvailabilityView? Worked(AvailabilityView view, long changes, long at) => Interlocked.Exchange(ref kept, new Kept(view, changes, at))?.View;

    private sealed record Kept(AvailabilityView View, long Changes, long At);
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
