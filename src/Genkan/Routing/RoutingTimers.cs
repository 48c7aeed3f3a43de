using System.Security.Cryptography;
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
        jobs.Queue(tx, IdOf(OfferKind, conversation), OfferKind, new OfferDue(conversation, agent), dueAt);

    public Task NoOffer(ITx tx, Guid conversation) => jobs.Cancel(tx, IdOf(OfferKind, conversation));

    /// <summary>Has this agent come back by then ?</summary>
    public Task Grace(ITx tx, Guid agent, long dueAt) => jobs.Queue(tx, IdOf(GraceKind, agent), GraceKind, new GraceDue(agent), dueAt);

    public Task NoGrace(ITx tx, Guid agent) => jobs.Cancel(tx, IdOf(GraceKind, agent));

    /// <summary>The organisation's one next look; with null none.</summary>
    public Task LookAgain(ITx tx, long? dueAt) => dueAt is { } at
        ? jobs.Queue(tx, IdOf(LookKind, tx.Organisation.Value), LookKind, new LookDue(), at)
        : Task.CompletedTask;

    /// <summary>The same id for the same matter, so that a later timer replaces an earlier one.</summary>
    private static Guid IdOf(string kind, Guid matter)
    {
        Span<byte> about = stackalloc byte[16 + 16];
        matter.TryWriteBytes(about);
        for (var at = 0; at < kind.Length && at < 16; at++)
        {
            about[16 + at] = (byte)kind[at];
        }

        return new Guid(SHA256.HashData(about).AsSpan(0, 16));
    }
}

internal sealed record OfferDue(Guid Conversation, Guid Agent);

internal sealed record GraceDue(Guid Agent);

internal sealed record LookDue;
