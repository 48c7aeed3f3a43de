using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>What is to be looked at again at a certain time. Kept with the rows, so that a restart forgets none.</summary>
internal sealed class RoutingTimers(IJobs jobs)
{
    public const string OfferKind = "routing.offer";
    public const string GraceKind = "routing.grace";
    public const string LookKind = "routing.look";

    /// <summary>Was it opened by then?</summary>
    public Task Offer(ITx tx, Guid conversation, Guid agent, long dueAt) =>
        jobs.Queue(tx, JobIds.Of(OfferKind, conversation), OfferKind, new OfferDue(conversation, agent), dueAt);

    public Task NoOffer(ITx tx, Guid conversation) => jobs.Cancel(tx, JobIds.Of(OfferKind, conversation));

    /// <summary>Has this agent come back by then ?</summary>
    public Task Grace(ITx tx, Guid agent, long dueAt) => jobs.Queue(tx, JobIds.Of(GraceKind, agent), GraceKind, new GraceDue(agent), dueAt);

    public Task NoGrace(ITx tx, Guid agent) => jobs.Cancel(tx, JobIds.Of(GraceKind, agent));

    /// <summary>The organisation's one next look; with null none.</summary>
    public Task LookAgain(ITx tx, long? dueAt) => dueAt is { } at
        ? jobs.Queue(tx, JobIds.Of(LookKind, tx.Organisation.Value), LookKind, new LookDue(), at)
        : Task.CompletedTask;
}

internal sealed record OfferDue(Guid Conversation, Guid Agent);

internal sealed record GraceDue(Guid Agent);

internal sealed record LookDue;
