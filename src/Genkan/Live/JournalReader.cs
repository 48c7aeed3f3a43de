using System.Globalization;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Live;

/// <summary>One listener's way through the journal: position, what it may hear, how its cursors look.</summary>
internal sealed class JournalReader(Listener listener, OrganisationTail tail, Journal journal, IReadOnlyList<IStreamGate> gates, Cursors cursors)
{
    public Subscription Subscription { get; } = new(listener);

    /// <summary>Everything for this listener up to here was given.</summary>
    public long Position { get; private set; }

    private Guid? Visitor => Subscription.Listener.Visitor is { Reach: Reach.Talk } talk ? talk.Visitor : null;

    /// <summary>Joins the tail and finds out where to go on. False: the cursor is of no use, the client is to start over.</summary>
    public async Task<bool> Start(string? cursor, string? epoch, string currentEpoch)
    {
        await tail.Join(Subscription);
        var sameEpoch = epoch is null || epoch == currentEpoch;
        if (cursor is null)
        {
            Position = tail.Head;
            return sameEpoch;
        }

        var wanted = Parse(cursor);
        if (sameEpoch && wanted is { } known && NothingSince(known) is { } reached)
        {
            Position = reached;
            return true;
        }

        var (head, oldest) = await journal.Bounds(Subscription.Listener.Organisation);
        var usable = sameEpoch && wanted is { } seq && seq <= head && seq >= oldest - 1;
        Position = usable ? wanted!.Value : head;
        return usable;
    }

    /// <summary>The tail's head, where it is known without the store that nothing came since then for this listener.</summary>
    private long? NothingSince(long cursor) => Subscription.Listener.Staff is null
        ? tail.NothingSince(cursor, Visitor)
        : cursor == tail.Head ? cursor : null;

    public void Leave() => tail.Leave(Subscription);

    /// <summary>The cursor that stands for the present position.</summary>
    public string Cursor() => CursorAt(Position);

    /// <summary>Reads what the journal has between the position and the tail's head.</summary>
    public async IAsyncEnumerable<JournalEvent> CatchUp()
    {
        if (NothingSince(Position) is { } reached)
        {
            Position = reached;
            yield break;
        }

        var until = tail.Head;
        while (Position < until)
        {
            var page = await NextPage();
            // What is beyond the tail's head the gates have not heard of yet: it comes through the tail.
            foreach (var happened in page.Where(e => e.Seq <= until))
            {
                var heard = await Hears(happened);
                Position = Math.Max(Position, happened.Seq);
                if (heard)
                {
                    yield return happened;
                }
            }

            if (page.Count < Journal.Page || page[^1].Seq >= until)
            {
                Position = Math.Max(Position, until);
            }
        }
    }

    /// <summary>Of what was given live: is it new, and may it be heard? Either way it is passed.</summary>
    public async ValueTask<bool> Passes(JournalEvent happened)
    {
        if (happened.Seq <= Position)
        {
            return false;
        }

        var heard = await Hears(happened);
        Position = happened.Seq;
        return heard;
    }

    /// <summary>After all that waited was given: everything up to <paramref name="head"/> was.</summary>
    public void PassedTo(long head) => Position = Math.Max(Position, head);

    /// <summary>The tail's head; to be read before taking what waits.</summary>
    public long Head => tail.Head;

    /// <summary>The cursor that stands right after an event.</summary>
    public string CursorAt(long seq) => Subscription.Listener.Staff is not null
        ? seq.ToString(CultureInfo.InvariantCulture)
        : cursors.Seal(seq, WhoseCursor());

    /// <summary>Does this agent see the event whole?</summary>
    public bool Fully(JournalEvent happened) => gates.Where(g => g.Guards(happened)).All(g => g.Fully(Subscription.Listener.Staff!, happened));

    private long? Parse(string cursor) => Subscription.Listener.Staff is null
        ? cursors.Open(cursor, WhoseCursor())
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : null;

    private Guid WhoseCursor() => Subscription.Listener.Visitor!.Visitor ?? Subscription.Listener.Visitor!.Site;

    private async Task<IReadOnlyList<JournalEvent>> NextPage()
    {
        var organisation = Subscription.Listener.Organisation;
        if (Subscription.Listener.Staff is not null)
        {
            return await journal.After(organisation, Position);
        }

        return Visitor is { } visitor ? await journal.ForTarget(organisation, visitor, Position) : [];
    }

    private ValueTask<bool> Hears(JournalEvent happened) => Subscription.Listener.Staff is { } agent
        ? AgentHears(agent, happened)
        : ValueTask.FromResult(Visitor is { } visitor && happened.Target == visitor
            && happened.Audience.HasFlag(Audience.Visitor) && happened.VisitorData is not null);

    /// <summary>Every gate that guards the event must say yes; what none guards is for all agents or for none.</summary>
    private async ValueTask<bool> AgentHears(StaffCaller agent, JournalEvent happened)
    {
        var guarded = false;
        foreach (var gate in gates)
        {
            if (!gate.Guards(happened))
            {
                continue;
            }

            guarded = true;
            if (!await gate.MayHear(agent, happened))
            {
                return false;
            }
        }

        return guarded || happened.Audience.HasFlag(Audience.Agents);
    }
}
