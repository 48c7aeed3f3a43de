using Genkan.Storage;

namespace Genkan.Live;

/// <summary>
/// The live end of one organisation's journal: puts events in order, tells the gates, hands each to the streams it may
/// concern. A gap (PostgreSQL commits can be reported out of order, other nodes commit too) is filled from the journal.
/// </summary>
internal sealed class OrganisationTail(OrganisationId organisation, Journal journal, IReadOnlyList<IStreamGate> gates, LiveTails tails, ILogger log) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, List<Subscription>> visitors = [];
    private readonly Dictionary<Guid, List<Subscription>> agents = [];
    private readonly HashSet<Subscription> all = [];
    private readonly SortedDictionary<long, JournalEvent> early = [];
    private readonly SemaphoreSlim filling = new(1, 1);
    private readonly RecentTargets recent = new();
    private long head = -1;

    /// <summary>Everything up to here was handed out.</summary>
    public long Head => Interlocked.Read(ref head);

    /// <summary>Joins first; the caller then reads the journal up to <see cref="Head"/> and drops what comes twice.</summary>
    public async Task Join(Subscription subscription)
    {
        lock (gate)
        {
            all.Add(subscription);
            BucketOf(subscription)?.Add(subscription);
        }

        if (Head < 0)
        {
            await Begin();
        }
    }

    /// <summary>
    /// The head, where memory alone can say that nothing after a cursor is for this visitor (null: for a page that hears no
    /// events); else null, and the journal is to be asked.
    /// </summary>
    public long? NothingSince(long cursor, Guid? visitor)
    {
        lock (gate)
        {
            return head >= 0 && cursor <= head && (cursor == head || recent.Nothing(cursor, head, visitor)) ? head : null;
        }
    }

    public void Dispose() => filling.Dispose();

    public void Leave(Subscription subscription)
    {
        lock (gate)
        {
            all.Remove(subscription);
            var (index, key) = PlaceOf(subscription);
            if (index is not null && index.TryGetValue(key, out var bucket) && bucket.Remove(subscription) && bucket.Count == 0)
            {
                index.Remove(key);
            }
        }
    }

    /// <summary>News of commits, in any order.</summary>
    public void Offer(IEnumerable<JournalEvent> committed)
    {
        lock (gate)
        {
            foreach (var happened in committed)
            {
                if (head < 0 && all.Count == 0)
                {
                    // Nobody has joined: whoever does reads the journal. Only the gates must know.
                    Note(happened);
                }
                else if (head >= 0 && happened.Seq == head + 1)
                {
                    Pass(happened);
                }
                else if (head < 0 || happened.Seq > head)
                {
                    early[happened.Seq] = happened;
                }
            }

            Release();
            if (early.Count == 0 || head < 0)
            {
                return;
            }
        }

        _ = FillSoon();
    }

    /// <summary>Does nobody listen?</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return all.Count == 0;
            }
        }
    }

    /// <summary>Another node's journal entries go up to here. False: nobody listens, so they are not read; whoever joins begins anew.</summary>
    public async Task<bool> Follow(long seq)
    {
        lock (gate)
        {
            if (seq > head && all.Count == 0)
            {
                early.Clear();
                Interlocked.Exchange(ref head, -1);
                return false;
            }
        }

        if (seq > Head)
        {
            await Fill(seq);
        }

        return true;
    }

    /// <summary>Reads what the journal has beyond the head; nothing where somebody else has read as far meanwhile.</summary>
    public async Task Fill(long upTo = long.MaxValue)
    {
        await filling.WaitAsync();
        try
        {
            IReadOnlyList<JournalEvent> missing;
            do
            {
                if (Head is not (>= 0 and var from) || from >= upTo)
                {
                    return;
                }

                missing = await journal.After(organisation, from);
                Offer(missing);
                tails.Read(missing);
            }
            while (missing.Count == Journal.Page);
        }
        finally
        {
            filling.Release();
        }
    }

    public IReadOnlyList<Subscription> OfVisitor(Guid visitor)
    {
        lock (gate)
        {
            return visitors.TryGetValue(visitor, out var bucket) ? [.. bucket] : [];
        }
    }

    public IReadOnlyList<Subscription> OfAgent(Guid? agent)
    {
        lock (gate)
        {
            return agent is { } one
                ? agents.TryGetValue(one, out var bucket) ? [.. bucket] : []
                : [.. agents.Values.SelectMany(b => b)];
        }
    }

    public IReadOnlyList<Subscription> OfVisitors()
    {
        lock (gate)
        {
            return [.. all.Where(s => s.Listener.Visitor is not null)];
        }
    }

    /// <summary>Every stream of this organisation; what is done with each must be short.</summary>
    public void ForEach(Action<Subscription> act)
    {
        lock (gate)
        {
            foreach (var one in all)
            {
                act(one);
            }
        }
    }

    private async Task Begin()
    {
        var (now, _) = await journal.Bounds(organisation);
        tails.NotRead(organisation, now);
        lock (gate)
        {
            if (head < 0)
            {
                head = now;
                Release();
            }
        }
    }

    /// <summary>A short wait, since the missing one is most often on its way from the next thread.</summary>
    private async Task FillSoon()
    {
        try
        {
            await Task.Delay(20);
            bool stillMissing;
            lock (gate)
            {
                stillMissing = early.Count > 0;
            }

            if (stillMissing)
            {
                await Fill();
            }
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "A gap of the live tail could not be filled and is tried again with the next event");
        }
    }

    private void Release()
    {
        while (head >= 0 && early.Count > 0)
        {
            var (seq, happened) = early.First();
            if (seq > head + 1)
            {
                return;
            }

            early.Remove(seq);
            if (seq == head + 1)
            {
                Pass(happened);
            }
            else
            {
                Note(happened);
            }
        }
    }

    /// <summary>The next one. The head moves after the event was given: who reads the head has everything up to it waiting.</summary>
    private void Pass(JournalEvent happened)
    {
        HandOut(happened);
        recent.Note(happened.Seq, happened.Target);
        Interlocked.Exchange(ref head, happened.Seq);
    }

    private void Note(JournalEvent happened)
    {
        foreach (var one in gates)
        {
            try
            {
                one.Note(happened);
            }
            catch (Exception fault)
            {
                // One event a gate cannot read must not stop all that come after it.
                log.LogError(fault, "A gate could not take note of {Kind}", happened.Kind);
            }
        }
    }

    private void HandOut(JournalEvent happened)
    {
        Note(happened);
        if (happened.Audience.HasFlag(Audience.Visitor) && happened.Target is { } visitor && visitors.TryGetValue(visitor, out var windows))
        {
            windows.ForEach(w => w.Give(happened));
        }

        if ((happened.Audience & (Audience.Owner | Audience.Agents | Audience.Admins)) != Audience.None)
        {
            var rightsMayChange = happened.Kind.StartsWith("agent.", StringComparison.Ordinal);
            foreach (var (_, screens) in agents)
            {
                foreach (var screen in screens)
                {
                    if (rightsMayChange)
                    {
                        screen.Doubt();
                    }

                    if (screen.InDoubt || MightHear(screen, happened))
                    {
                        screen.Give(happened);
                    }
                }
            }
        }
    }

    /// <summary>Most events concern one screen of many: the others are not woken. What may not be heard now is not given later, as at delivery.</summary>
    private bool MightHear(Subscription screen, JournalEvent happened)
    {
        var guarded = false;
        foreach (var one in gates)
        {
            if (one.Guards(happened))
            {
                guarded = true;
                if (one.MayHearNow(screen.Listener.Staff!, happened) is false)
                {
                    return false;
                }
            }
        }

        return guarded || happened.Audience.HasFlag(Audience.Agents);
    }

    private (Dictionary<Guid, List<Subscription>>? Index, Guid Key) PlaceOf(Subscription subscription) => subscription.Listener switch
    {
        { Staff: { } staff } => (agents, staff.Agent),
        { Visitor.Visitor: { } visitor } => (visitors, visitor),
        _ => (null, default),
    };

    private List<Subscription>? BucketOf(Subscription subscription)
    {
        var (index, key) = PlaceOf(subscription);
        if (index is null)
        {
            return null;
        }

        if (!index.TryGetValue(key, out var bucket))
        {
            index[key] = bucket = [];
        }

        return bucket;
    }
}
