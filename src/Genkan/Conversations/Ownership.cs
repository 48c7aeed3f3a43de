using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>Changes of hands, each with its record, its line to the visitor and its event.</summary>
internal sealed class Ownership(ConversationStore store, ConversationViews views, ISites sites) : IOwnership
{
    public async Task<bool> Give(ITx tx, Guid conversation, Guid agent)
    {
        if (await store.FindToChange(tx, conversation) is not { State: Conversation.Waiting } waiting)
        {
            return false;
        }

        await Keep(tx, waiting, waiting.GivenTo(agent, tx.Now), ConversationChanged.Accepted, "agent_joined", Actor.System);
        return true;
    }

    public async Task<bool> HandOver(ITx tx, Guid conversation, Guid from, Guid to, Actor by)
    {
        if (await store.FindToChange(tx, conversation) is not { State: Conversation.InChat } held || held.Agent != from)
        {
            return false;
        }

        await Keep(tx, held, held.HandedTo(to, tx.Now), ConversationChanged.Transferred, "handed_over", by);
        return true;
    }

    public async Task<bool> Return(ITx tx, Guid conversation, Guid owner, Actor by, bool unopenedOnly = false)
    {
        if (await store.FindToChange(tx, conversation) is not { State: Conversation.InChat } held || held.Agent != owner || (unopenedOnly && held.OpenedAt is not null))
        {
            return false;
        }

        await Keep(tx, held, held.ReturnedToQueue(tx.Now), ConversationChanged.Returned, "back_in_queue", by);
        return true;
    }

    public async Task<bool> Close(ITx tx, Guid conversation, Actor by)
    {
        if (await store.FindToChange(tx, conversation) is not { } open || open.State == Conversation.Closed)
        {
            return false;
        }

        var line = open.IsRunning ? "system_ended" : null;
        await Keep(tx, open, open.ClosedBySystem(tx.Now), ConversationChanged.Ended, line, by);
        return true;
    }

    public async Task<bool> Leave(ITx tx, Guid conversation)
    {
        if (await store.FindToChange(tx, conversation) is not { State: Conversation.Waiting } waiting)
        {
            return false;
        }

        await Keep(tx, waiting, waiting.EndedByItsVisitor(tx.Now), ConversationChanged.Ended, null, Actor.Visitor(waiting.Visitor));
        return true;
    }

    public async Task<IReadOnlyList<HeldOne>> Open(IReadTx tx) => [.. (await store.Open(tx)).Where(c => c.IsRunning).Select(Seen)];

    public async Task<IReadOnlyList<HeldOne>> HeldBy(IReadTx tx, Guid agent) =>
        [.. (await store.OpenOf(tx, agent)).Where(c => c.State == Conversation.InChat).Select(Seen)];

    public async Task<HeldOne?> Look(IReadTx tx, Guid conversation) => await store.Find(tx, conversation) is { } found ? Seen(found) : null;

    private static HeldOne Seen(Conversation c) => new(c.Id, c.Site, c.Visitor, c.State, c.Agent, c.Language, c.StartedAt, c.OpenedAt);

    /// <summary>Writes the change with all that belongs to it: record, count, line and event. Answers the conversation with its line in it.</summary>
    public async Task<Conversation> Keep(ITx tx, Conversation before, Conversation after, string kind, string? line, Actor by)
    {
        var agent = await views.OwnerFor(tx, after);
        await store.Record(tx, after.Id, kind == ConversationChanged.Ended ? after.State : kind["conversation.".Length..], by);
        if (kind == ConversationChanged.Accepted && before is { Nickname: not null, Returned: 0 })
        {
            await sites.CountChat(tx, after.Site);
        }

        // Who gains it hears of it before the line in it; who loses it has heard the line by then, and the row of the end counts it.
        if (kind == ConversationChanged.Ended)
        {
            after = await Tell(tx, after, line, agent);
            tx.Append(ConversationAudiences.Changed(kind, after, by, agent));
        }
        else
        {
            tx.Append(ConversationAudiences.Changed(kind, after, by, agent));
            after = await Tell(tx, after, line, agent);
        }

        await store.Save(tx, after);
        return after;
    }

    private async Task<Conversation> Tell(ITx tx, Conversation c, string? line, VisitorsAgent? agent) =>
        line is null ? c : await SystemLines.Line(tx, store, c, line, ("nickname", agent?.Nickname ?? ""));
}
