using System.Collections.Concurrent;
using Genkan.Doors;
using Genkan.Live;
using Genkan.Storage;

namespace Genkan.Visitors;

/// <summary>Who is there: an open stream, or a sign of life within the last 60 seconds (RT-31).</summary>
public interface IPresence
{
    /// <summary>Is this visitor there?</summary>
    bool IsThere(OrganisationId organisation, Guid visitor);

    /// <summary>A sign of life.</summary>
    void Touch(OrganisationId organisation, Guid visitor);

    /// <summary>Somebody came or went.</summary>
    event Action<OrganisationId, Guid, bool>? Changed;

    /// <summary>The first 60 seconds after the start are over: who has not come back by now is gone.</summary>
    event Action? Settled;
}

internal sealed class Presence : IPresence, IStreamWatcher, IDisposable
{
    /// <summary>RT-31 names the figure: 60 seconds without contact count as leaving.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What another node grants after this one died: the 60 seconds and the 20 until it would have said again that the stream is
    /// open. Nobody is called gone too early, and at the latest 80 seconds after.
    /// </summary>
    private static readonly TimeSpan Lease = Grace + TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<(OrganisationId Organisation, Guid Visitor), Contact> contacts = new();
    private readonly IElsewhere elsewhere;
    private readonly TimeProvider time;
    private readonly DateTimeOffset settlesAt;
    private readonly ITimer sweep;
    private bool settled;

    public Presence(TimeProvider time, ILeases leases)
    {
        this.time = time;
        elsewhere = leases.Share("visitors.presence", HeldHere);
        elsewhere.Changed += NoteElsewhere;
        settlesAt = time.GetUtcNow() + Grace;
        sweep = time.CreateTimer(_ => Sweep(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public event Action<OrganisationId, Guid, bool>? Changed;

    public event Action? Settled;

    /// <summary>After a start nobody is called gone before they had the time to come back.</summary>
    public bool IsThere(OrganisationId organisation, Guid visitor) =>
        contacts.ContainsKey((organisation, visitor)) || elsewhere.Holds(organisation, visitor) || time.GetUtcNow() < settlesAt;

    public void Touch(OrganisationId organisation, Guid visitor) => Note(organisation, visitor, 0);

    public void Opened(Listener listener) => Note(listener, +1);

    public void Closed(Listener listener) => Note(listener, -1);

    public void Dispose() => sweep.Dispose();

    private void Note(Listener listener, int streams)
    {
        if (listener.Visitor is { Visitor: { } visitor, Reach: Reach.Talk })
        {
            Note(listener.Organisation, visitor, streams);
        }
    }

    private void Note(OrganisationId organisation, Guid visitor, int streams)
    {
        bool? came;
        do
        {
            came = Note(contacts.GetOrAdd((organisation, visitor), _ => new Contact()), streams);
        }
        while (came is null);

        if (came is true)
        {
            elsewhere.Took(organisation, visitor, Lease);
            if (!elsewhere.Holds(organisation, visitor))
            {
                Changed?.Invoke(organisation, visitor, true);
            }
        }
    }

    /// <summary>Who is here too neither comes nor goes with another node.</summary>
    private void NoteElsewhere(OrganisationId organisation, Guid visitor, bool there)
    {
        if (!contacts.ContainsKey((organisation, visitor)))
        {
            Changed?.Invoke(organisation, visitor, there);
        }
    }

    private IEnumerable<HeldHere> HeldHere()
    {
        var now = time.GetUtcNow();
        foreach (var ((organisation, visitor), contact) in contacts)
        {
            TimeSpan left;
            lock (contact)
            {
                left = contact.Streams > 0 ? Lease : contact.LastSeen + Grace - now;
            }

            yield return new HeldHere(organisation, visitor, left);
        }
    }

    /// <summary>Did somebody come? Null: the sweep took this contact away in the same moment, a new one is needed.</summary>
    private bool? Note(Contact contact, int streams)
    {
        lock (contact)
        {
            if (contact.Gone)
            {
                return null;
            }

            var came = !contact.There;
            contact.There = true;
            contact.Streams = Math.Max(0, contact.Streams + streams);
            contact.LastSeen = time.GetUtcNow();
            return came;
        }
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var (who, contact) in contacts)
        {
            lock (contact)
            {
                if (contact.Streams > 0 || now - contact.LastSeen < Grace)
                {
                    continue;
                }

                contact.Gone = true;
                contacts.TryRemove(KeyValuePair.Create(who, contact));
            }

            elsewhere.Gave(who.Organisation, who.Visitor);
            if (!elsewhere.Holds(who.Organisation, who.Visitor))
            {
                Changed?.Invoke(who.Organisation, who.Visitor, false);
            }
        }

        if (!settled && now >= settlesAt)
        {
            settled = true;
            Settled?.Invoke();
        }
    }

    private sealed class Contact
    {
        public bool There { get; set; }

        public bool Gone { get; set; }

        public int Streams { get; set; }

        public DateTimeOffset LastSeen { get; set; }
    }
}
