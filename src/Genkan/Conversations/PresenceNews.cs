using Genkan.Doors;
using Genkan.Live;
using Genkan.Storage;
using Genkan.Visitors;

namespace Genkan.Conversations;

/// <summary>Tells the desks who of their visitors is there (RT-21, RT-31), on connect and on change, with what stands of typing.</summary>
internal sealed class PresenceNews : IStandingValues, IHostedService
{
    private readonly IStorage storage;
    private readonly ConversationStore store;
    private readonly IPresence presence;
    private readonly TypingBoard typing;
    private readonly ILive live;
    private readonly ILogger<PresenceNews> log;

    public PresenceNews(IStorage storage, ConversationStore store, IPresence presence, TypingBoard typing, ILive live, ILogger<PresenceNews> log)
    {
        this.storage = storage;
        this.store = store;
        this.presence = presence;
        this.typing = typing;
        this.live = live;
        this.log = log;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        presence.Changed += Tell;
        presence.Settled += TellAll;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        presence.Changed -= Tell;
        presence.Settled -= TellAll;
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<StandingValue>> For(Listener listener)
    {
        if (listener.Staff is { } staff)
        {
            return staff.May(Permission.ConversationsChat) ? await ForAgent(staff) : [];
        }

        return listener.Visitor is { Reach: Reach.Talk, Visitor: { } visitor } ? await ForVisitor(listener.Organisation, visitor) : [];
    }

    private async Task<IReadOnlyList<StandingValue>> ForAgent(StaffCaller staff)
    {
        var (waiting, mine, preview) = await storage.Read(staff.Organisation, async tx =>
            (await store.WaitingOnes(tx), await store.OpenOf(tx, staff.Agent), await store.TypingPreview(tx)));
        var values = waiting.Concat(mine).Select(c => OfPresence(staff.Organisation, c.Id, c.Visitor)).ToList();
        values.AddRange(mine
            .Select(c => typing.Standing(staff.Organisation, c.Id, "visitor", preview))
            .OfType<TypingNews>()
            .Select(t => new StandingValue("typing", t.Conversation.ToString(), t)));
        return values;
    }

    private async Task<IReadOnlyList<StandingValue>> ForVisitor(OrganisationId organisation, Guid visitor)
    {
        if (!typing.Any(organisation, "agent"))
        {
            return [];
        }

        var running = await storage.Read(organisation, tx => store.RunningOf(tx, visitor));
        return running is not null && typing.Standing(organisation, running.Id, "agent", withText: false) is { } stands
            ? [new StandingValue("typing", running.Id.ToString(), stands)]
            : [];
    }

    private StandingValue OfPresence(OrganisationId organisation, Guid conversation, Guid visitor) =>
        new("presence", conversation.ToString(), new PresenceValue(conversation, presence.IsThere(organisation, visitor)));

    /// <summary>Streams are told whole again: those who have not come back since the start are gone by now.</summary>
    private void TellAll() => live.Here.StandAgain();

    private void Tell(OrganisationId organisation, Guid visitor, bool there) => _ = TellLater(organisation, visitor, there);

    /// <summary>Each node hears of every change and tells its own streams.</summary>
    private async Task TellLater(OrganisationId organisation, Guid visitor, bool there)
    {
        if (!live.AnybodyHere(organisation))
        {
            return;
        }

        try
        {
            var open = await storage.Read(organisation, tx => store.OpenOfVisitor(tx, visitor));
            foreach (var c in open)
            {
                var to = c.State == Conversation.Waiting ? null : c.Agent;
                live.Here.StandAgents(organisation, to, "presence", c.Id.ToString(), new PresenceValue(c.Id, there));
            }
        }
        catch (Exception fault)
        {
            // A light that is late is put right at the next connect; it must not take the sweep down with it.
            log.LogWarning(fault, "A change of presence could not be told");
        }
    }
}

/// <summary>Is the visitor of this conversation there?</summary>
public sealed record PresenceValue(Guid Conversation, bool Online);
