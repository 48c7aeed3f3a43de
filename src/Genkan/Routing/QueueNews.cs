using System.Collections.Concurrent;
using Genkan.Agents;
using Genkan.Conversations;
using Genkan.Live;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>
/// Tells who waits the place in the queue and the wait to expect: a standing value, worked out once for all who wait and at most
/// once a second, as the queue moves. The wait is the place times the usual length of a talk, over the talks that go on at a time.
/// </summary>
internal sealed class QueueNews(IStorage storage, IStore store, RoutingStore requests, RoutingReader reader, IConversationLoads loads, IAgentContact contact, ILive live, TimeProvider time, ILogger<QueueNews> log)
    : PacedNews(store, live, contact, time, TimeSpan.FromSeconds(1), log), IStandingValues
{
    private const string Kind = "queue";

    /// <summary>More is no forecast any more.</summary>
    private const int LongestMinutes = 60;

    private const int Minute = 60_000;

    private readonly ConcurrentDictionary<OrganisationId, IReadOnlyDictionary<Guid, QueueValue>> told = new();
    private readonly ConcurrentDictionary<OrganisationId, UsualTalk> talks = new();

    public async Task<IReadOnlyList<StandingValue>> For(Listener listener)
    {
        if (listener.Visitor is not { Visitor: { } visitor } caller)
        {
            return [];
        }

        var known = told.GetValueOrDefault(caller.Organisation) ?? await InTurn(caller.Organisation, () => Known(caller.Organisation));
        return known.TryGetValue(visitor, out var value) ? [new StandingValue(Kind, "", value)] : [];
    }

    protected override bool Bears(string kind) =>
        kind.StartsWith("agent.", StringComparison.Ordinal) || kind.StartsWith("routing.", StringComparison.Ordinal) || kind == ConversationChanged.Started || ConversationChanged.MovesOwner(kind);

    protected override void Forget(OrganisationId organisation) => told.TryRemove(organisation, out _);

    protected override async Task Tell(OrganisationId organisation)
    {
        var now = await Now(organisation);
        var before = told.GetValueOrDefault(organisation);
        told[organisation] = now;
        foreach (var (visitor, value) in now.Where(one => before?.GetValueOrDefault(one.Key) != one.Value))
        {
            Screens.Here.StandVisitor(organisation, visitor, Kind, "", value);
        }

        foreach (var (visitor, value) in before?.Where(one => !now.ContainsKey(one.Key)) ?? [])
        {
            Screens.Here.StandVisitor(organisation, visitor, Kind, "", value with { Place = null, Minutes = null });
        }
    }

    /// <summary>What all were told last; where nobody was told yet it begins with this.</summary>
    private async Task<IReadOnlyDictionary<Guid, QueueValue>> Known(OrganisationId organisation) =>
        told.GetValueOrDefault(organisation) ?? (told[organisation] = await Now(organisation));

    private Task<IReadOnlyDictionary<Guid, QueueValue>> Now(OrganisationId organisation) => storage.Read(organisation, async tx =>
    {
        var waiting = await requests.Waiting(tx);
        if (waiting.Count == 0)
        {
            return (IReadOnlyDictionary<Guid, QueueValue>)new Dictionary<Guid, QueueValue>();
        }

        var state = await reader.Read(tx, waiting);
        var places = QueuePlaces.Of(state);
        var usual = await UsualTalkOf(tx);
        return waiting.Where(row => state.Of(row.Site) is { TellPlace: true } or { TellWait: true })
            .ToDictionary(row => row.Visitor, row => ValueOf(row, places[row.Conversation], state.Of(row.Site), usual));
    });

    private static QueueValue ValueOf(RequestRow row, QueuePlace place, SiteRouting site, long? usual) => new(
        row.Conversation,
        site.TellPlace ? place.Place : null,
        site.TellWait && usual is { } talk ? (int)Math.Clamp(Math.Ceiling(place.Place * (double)talk / place.Capacity / Minute), 1, LongestMinutes + 1) : null);

    /// <summary>Looked at once a minute: it changes slowly.</summary>
    private async Task<long?> UsualTalkOf(IReadTx tx)
    {
        if (talks.TryGetValue(tx.Organisation, out var known) && tx.Now - known.At < Minute)
        {
            return known.Length;
        }

        var lengths = (await loads.LatestTalks(tx)).Order().ToList();
        long? median = lengths.Count < 3 ? null : lengths[lengths.Count / 2];
        talks[tx.Organisation] = new UsualTalk(tx.Now, median);
        return median;
    }

    private sealed record UsualTalk(long At, long? Length);
}

/// <summary>On the wire, to the one who waits.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="Place">1 for who is next; null where the site does not tell it.</param>
/// <param name="Minutes">The wait to expect, rounded up, 61 for more than an hour; null where the site does not tell it, or too few talks are over to know.</param>
public sealed record QueueValue(Guid Conversation, int? Place, int? Minutes);
