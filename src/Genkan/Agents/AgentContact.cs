using System.Collections.Concurrent;
using Genkan.Live;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>
/// A lease of two minutes for each agent, renewed by every call and held by every open stream; when the last stream ends, half a minute is left. A console answers every
/// heartbeat of its stream, and holds no longer than its answers come: a machine without power closes nothing. In memory: after a start everybody has these two minutes to come back, so that an update of the server takes nobody offline. What other nodes hold counts.
/// </summary>
internal sealed class AgentContact : IAgentContact, IStreamWatcher, IDisposable
{
    /// <summary>Longer than a reload, a change of network or a nap of the browser; short enough for a visitor who waits.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>A closed tab says more than silence does: longer than a reload or a change of network.</summary>
    public static readonly TimeSpan AfterStream = TimeSpan.FromSeconds(30);

    /// <summary>Two heartbeats of 15 s may be missed.</summary>
    public static readonly TimeSpan AfterAnswer = TimeSpan.FromSeconds(40);

    /// <summary>How late a lapse may be noticed.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(OrganisationId Organisation, Guid Agent), Contact> contacts = new();
    private readonly IElsewhere elsewhere;
    private readonly TimeProvider clock;
    private readonly long started;
    private readonly ITimer timer;

    public AgentContact(TimeProvider clock, ILeases leases)
    {
        this.clock = clock;
        elsewhere = leases.Share("agents.contact", HeldHere);
        elsewhere.Changed += NoteElsewhere;
        started = clock.GetTimestamp();
        timer = clock.CreateTimer(_ => NoticeLapses(), null, LookAgain, LookAgain);
    }

    public event Action<OrganisationId, Guid, bool>? Changed;

    /// <summary>Whoever is asked about is watched from then on, so that the end of the first two minutes is noticed too.</summary>
    public bool InTouch(OrganisationId organisation, Guid agent) => IsHeld(Of(organisation, agent)) || elsewhere.Holds(organisation, agent);

    public TimeSpan Silence(OrganisationId organisation, Guid agent)
    {
        var contact = Of(organisation, agent);
        lock (contact)
        {
            return contact.Streams > 0 ? TimeSpan.Zero : clock.GetElapsedTime(contact.HeardAt);
        }
    }

    public void Touch(OrganisationId organisation, Guid agent) => Update(organisation, agent, 0, 0);

    public void Opened(Listener listener) => OfStream(listener, +1);

    public void Closed(Listener listener) => OfStream(listener, -1);

    public void Dispose() => timer.Dispose();

    private void OfStream(Listener listener, int streams)
    {
        if (listener.Staff is { } staff)
        {
            Update(staff.Organisation, staff.Agent, listener.Answers ? 0 : streams, listener.Answers ? streams : 0);
        }
    }

    private void Update(OrganisationId organisation, Guid agent, int streams, int answering)
    {
        var contact = Of(organisation, agent);
        bool returned, unknownElsewhere;
        lock (contact)
        {
            contact.Streams = Math.Max(0, contact.Streams + streams);
            contact.Answering = Math.Max(0, contact.Answering + answering);
            contact.HeardAt = clock.GetTimestamp();
            contact.Until = contact.HeardAt + Ticks(contact.Answering > 0 ? AfterAnswer : streams + answering < 0 ? AfterStream : Lease);
            returned = !contact.WasHeld;
            unknownElsewhere = returned || !contact.Seen;
            contact.Seen = true;
            contact.WasHeld = true;
        }

        if (unknownElsewhere)
        {
            elsewhere.Took(organisation, agent, Lease);
        }

        if (returned && !elsewhere.Holds(organisation, agent))
        {
            Changed?.Invoke(organisation, agent, true);
        }
    }

    /// <summary>Who is in touch here neither comes nor goes with another node.</summary>
    private void NoteElsewhere(OrganisationId organisation, Guid agent, bool held)
    {
        var isHeldHere = contacts.TryGetValue((organisation, agent), out var contact) && IsHeld(contact);
        if (!held)
        {
            HeardElsewhere(Of(organisation, agent));
        }

        if (!isHeldHere)
        {
            Changed?.Invoke(organisation, agent, held);
        }
    }

    /// <summary>The other node noticed half a minute after the end of a stream, or later.</summary>
    private void HeardElsewhere(Contact contact)
    {
        lock (contact)
        {
            contact.HeardAt = Math.Max(contact.HeardAt, clock.GetTimestamp() - Ticks(AfterStream));
        }
    }

    private IEnumerable<HeldHere> HeldHere()
    {
        foreach (var ((organisation, agent), contact) in contacts)
        {
            TimeSpan left;
            lock (contact)
            {
                left = contact.Streams > 0 ? Lease : contact.Seen ? clock.GetElapsedTime(clock.GetTimestamp(), contact.Until) : TimeSpan.Zero;
            }

            yield return new HeldHere(organisation, agent, left);
        }
    }

    private void NoticeLapses()
    {
        foreach (var ((organisation, agent), contact) in contacts)
        {
            if (!Lapsed(contact))
            {
                continue;
            }

            elsewhere.Gave(organisation, agent);
            if (!elsewhere.Holds(organisation, agent))
            {
                Changed?.Invoke(organisation, agent, false);
            }
        }
    }

    private bool Lapsed(Contact contact)
    {
        lock (contact)
        {
            var lapsed = contact.WasHeld && !IsHeld(contact);
            contact.WasHeld &= !lapsed;
            return lapsed;
        }
    }

    private bool IsHeld(Contact contact)
    {
        lock (contact)
        {
            return contact.Streams > 0 || clock.GetTimestamp() <= contact.Until;
        }
    }

    private Contact Of(OrganisationId organisation, Guid agent) =>
        contacts.GetOrAdd((organisation, agent), _ => new Contact { HeardAt = started, Until = started + Ticks(Lease), WasHeld = clock.GetElapsedTime(started) <= Lease });

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);

    private sealed class Contact
    {
        /// <summary>The last sign of life, a timestamp of the clock.</summary>
        public long HeardAt { get; set; }

        /// <summary>A timestamp of the clock.</summary>
        public long Until { get; set; }

        /// <summary>Open streams that hold by themselves.</summary>
        public int Streams { get; set; }

        /// <summary>Open streams that hold while their heartbeats are answered.</summary>
        public int Answering { get; set; }

        public bool WasHeld { get; set; }

        /// <summary>In touch in truth, not only taken to be so after the start.</summary>
        public bool Seen { get; set; }
    }
}
