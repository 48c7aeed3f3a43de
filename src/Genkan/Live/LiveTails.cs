using System.Collections.Concurrent;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Live;

/// <summary>All organisations' tails, and the rooms' way to signals and standing values.</summary>
internal sealed class LiveTails : ILive
{
    private readonly ConcurrentDictionary<OrganisationId, OrganisationTail> tails = new();
    private readonly Journal journal;
    private readonly IReadOnlyList<IStreamGate> gates;
    private readonly IBus bus;
    private readonly Cursors cursors;
    private readonly ILogger<LiveTails> log;

    public LiveTails(IStore store, Journal journal, IEnumerable<IStreamGate> gates, IBus bus, Cursors cursors, ILogger<LiveTails> log)
    {
        this.cursors = cursors;
        this.journal = journal;
        this.gates = [.. gates];
        this.bus = bus;
        this.log = log;
        store.Committed += Hear;
    }

    public event Action<IReadOnlyList<JournalEvent>>? HappenedElsewhere;

    public event Action<OrganisationId>? Unread;

    public OrganisationTail Of(OrganisationId organisation) =>
        tails.GetOrAdd(organisation, o => new OrganisationTail(o, journal, gates, this, log));

    public ILive Here => this;

    public bool AnybodyHere(OrganisationId organisation) => Present(organisation) is { IsEmpty: false };

    public bool AnybodyHere(OrganisationId organisation, Permission needs) =>
        Present(organisation)?.OfAgent(null).Any(screen => screen.Listener.Staff!.May(needs)) == true;

    /// <summary>Other nodes' commits are found within a second even when every hint is lost.</summary>
    public async Task FillAll()
    {
        foreach (var (organisation, seq) in await journal.Heads())
        {
            if (bus.HasOthers || Present(organisation) is { Head: >= 0 })
            {
                await Follow(organisation, seq);
            }
        }
    }

    /// <summary>An organisation's journal goes on up to here by another node's doing.</summary>
    public async Task Follow(OrganisationId organisation, long seq)
    {
        if (Present(organisation) is not { } tail || !await tail.Follow(seq))
        {
            NotRead(organisation, seq);
        }
    }

    /// <summary>What a tail read because another node committed.</summary>
    public void Read(IReadOnlyList<JournalEvent> events)
    {
        if (bus.HasOthers && events.Count > 0)
        {
            HappenedElsewhere?.Invoke(events);
        }
    }

    /// <summary>What other nodes committed up to here was not read.</summary>
    public void NotRead(OrganisationId organisation, long upTo)
    {
        if (!bus.HasOthers)
        {
            return;
        }

        foreach (var gate in gates)
        {
            gate.Unread(organisation, upTo);
        }

        Unread?.Invoke(organisation);
    }

    /// <summary>Every stream there is.</summary>
    public void ForEach(Action<Subscription> act)
    {
        foreach (var tail in tails.Values)
        {
            tail.ForEach(act);
        }
    }

    public void SignalVisitor(OrganisationId organisation, Guid visitor, string kind, object data)
    {
        var frame = Frame.Of(kind, data);
        foreach (var window in Present(organisation)?.OfVisitor(visitor) ?? [])
        {
            if (window.Listener.Visitor!.Reach == Reach.Talk)
            {
                window.Signal(frame);
            }
        }
    }

    public void SignalAgent(OrganisationId organisation, Guid agent, Permission needs, string kind, object data)
    {
        var frame = Frame.Of(kind, data);
        foreach (var screen in Present(organisation)?.OfAgent(agent) ?? [])
        {
            if (screen.Listener.Staff!.May(needs))
            {
                screen.Signal(frame);
            }
        }
    }

    public void StandVisitor(OrganisationId organisation, Guid visitor, string kind, string key, object data)
    {
        var frame = Frame.Of(kind, data);
        foreach (var window in Present(organisation)?.OfVisitor(visitor) ?? [])
        {
            if (window.Listener.Visitor!.Reach == Reach.Talk)
            {
                window.Stand(kind + key, frame);
            }
        }
    }

    public void StandVisitors(OrganisationId organisation, string kind, string key, Func<VisitorCaller, object?> dataFor)
    {
        var frames = new Dictionary<object, Frame>(ReferenceEqualityComparer.Instance);
        foreach (var window in Present(organisation)?.OfVisitors() ?? [])
        {
            if (dataFor(window.Listener.Visitor!) is not { } data)
            {
                continue;
            }

            if (!frames.TryGetValue(data, out var frame))
            {
                frames[data] = frame = Frame.Of(kind, data);
            }

            window.Stand(kind + key, frame);
        }
    }

    public void StandAgents(OrganisationId organisation, Guid? agent, string kind, string key, object data)
    {
        var frame = Frame.Of(kind, data);
        foreach (var screen in Present(organisation)?.OfAgent(agent) ?? [])
        {
            screen.Stand(kind + key, frame);
        }
    }

    public void StandAgents(OrganisationId organisation, Permission needs, string kind, string key, object data)
    {
        var frame = Frame.Of(kind, data);
        foreach (var screen in Present(organisation)?.OfAgent(null) ?? [])
        {
            if (screen.Listener.Staff!.May(needs))
            {
                screen.Stand(kind + key, frame);
            }
        }
    }

    public void StandAgain()
    {
        foreach (var screen in tails.Values.SelectMany(t => t.OfAgent(null)))
        {
            screen.TellAgain();
        }
    }

    public string CursorAt(VisitorCaller visitor, long seq) => cursors.Seal(seq, visitor.Visitor ?? visitor.Site);

    public void CloseAgent(OrganisationId organisation, Guid agent, Guid? credential, string reason)
    {
        foreach (var screen in Present(organisation)?.OfAgent(agent) ?? [])
        {
            if (credential is null || screen.Listener.Staff!.Session == credential || screen.Listener.Staff!.Key == credential)
            {
                screen.Close(reason);
            }
        }
    }

    private OrganisationTail? Present(OrganisationId organisation) => tails.GetValueOrDefault(organisation);

    private void Hear(IReadOnlyList<JournalEvent> committed)
    {
        foreach (var part in committed.GroupBy(e => e.Organisation))
        {
            // Also where nobody listens yet: the gates must not go on believing what was true before.
            Of(part.Key).Offer(part);
        }
    }
}
