namespace Genkan.Storage;

/// <summary>What the other nodes hold of one kind: by whom and until when, on this node's own clock.</summary>
internal sealed class Elsewhere(string kind, Func<IEnumerable<HeldHere>> heldHere, PostgresBus bus, TimeProvider clock) : IElsewhere
{
    private readonly Lock gate = new();
    private readonly Dictionary<(OrganisationId Organisation, Guid Subject), Dictionary<Guid, long>> holders = [];

    public event Action<OrganisationId, Guid, bool>? Changed;

    public string Kind => kind;

    public IEnumerable<HeldHere> HeldHere => heldHere().Where(h => h.For > TimeSpan.Zero);

    public bool Holds(OrganisationId organisation, Guid subject)
    {
        lock (gate)
        {
            return holders.ContainsKey((organisation, subject));
        }
    }

    public void Took(OrganisationId organisation, Guid subject, TimeSpan lease) =>
        bus.Say("storage.lease", new LeaseWord(kind, organisation, subject, bus.Me, (long)lease.TotalMilliseconds));

    public void Gave(OrganisationId organisation, Guid subject) =>
        bus.Say("storage.lease", new LeaseWord(kind, organisation, subject, bus.Me, 0));

    /// <summary>Another node says how long it holds something from now on.</summary>
    public void Note(OrganisationId organisation, Guid subject, Guid node, long milliseconds)
    {
        bool before, after;
        lock (gate)
        {
            before = holders.TryGetValue((organisation, subject), out var by);
            if (milliseconds > 0)
            {
                (by ??= holders[(organisation, subject)] = [])[node] = clock.GetTimestamp() + Ticks(milliseconds);
            }
            else
            {
                by?.Remove(node);
            }

            after = by?.Count > 0;
            if (before && !after)
            {
                holders.Remove((organisation, subject));
            }
        }

        if (before != after)
        {
            Changed?.Invoke(organisation, subject, after);
        }
    }

    /// <summary>Leases nobody renewed run out: their node is dead or cut off.</summary>
    public void Sweep()
    {
        foreach (var (organisation, subject) in Lapsed())
        {
            Changed?.Invoke(organisation, subject, false);
        }
    }

    private List<(OrganisationId Organisation, Guid Subject)> Lapsed()
    {
        var now = clock.GetTimestamp();
        lock (gate)
        {
            foreach (var by in holders.Values.Where(by => by.Values.Any(until => until <= now)))
            {
                foreach (var (node, _) in by.Where(held => held.Value <= now).ToList())
                {
                    by.Remove(node);
                }
            }

            var lapsed = holders.Where(h => h.Value.Count == 0).Select(h => h.Key).ToList();
            lapsed.ForEach(key => holders.Remove(key));
            return lapsed;
        }
    }

    private long Ticks(long milliseconds) => milliseconds * clock.TimestampFrequency / 1000;
}

/// <summary>A node holds something for so long from now on; 0: no longer.</summary>
internal sealed record LeaseWord(string Kind, OrganisationId Organisation, Guid Subject, Guid Node, long Milliseconds);
