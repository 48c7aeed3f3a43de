using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Genkan.Conversations;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>
/// One unit's turn to decide. What it changes of the <see cref="Routing.Standing"/> it says here as it writes it, so that the next turn, if it finds this
/// one's mark, need not ask the store again.
/// </summary>
internal sealed class Turn(TurnRow row, Standing? standing)
{
    private bool isOwn;

    /// <summary>The fingerprint of the people as the log knows them; null where it has not begun.</summary>
    public string? Known { get; set; } = row.Known;

    /// <summary>Null while nobody has asked for it: then what changes is found in the store.</summary>
    public Standing? Standing { get; private set; } = standing;

    public void Found(Standing found) => (Standing, isOwn) = (found, true);

    /// <summary>Rows were written past it.</summary>
    public void Forget() => Standing = null;

    public void Change(Action<Standing> change)
    {
        if (Standing is null)
        {
            return;
        }

        if (!isOwn)
        {
            Found(Standing.Copy());
        }

        change(Standing);
    }
}

/// <summary>
/// An organisation's turns: of the units that decide one runs after the other, on all nodes. Each leaves a random mark in the store; a unit that finds the
/// mark of the turn this node remembers goes on from what is remembered, any other reads the store.
/// </summary>
internal sealed class Turns(RoutingStore store, IConversationLoads loads)
{
    /// <summary>Organisations; with more of them those not asked for lately are read anew.</summary>
    private const int Most = 1000;

    private readonly ConditionalWeakTable<IReadTx, Turn> taken = [];
    private readonly ConcurrentDictionary<OrganisationId, Remembered> remembered = new();

    /// <summary>For tests: hears each standing that is gone on from, and may hold it against the store.</summary>
    public Func<ITx, Standing, Task>? GoesOnFrom { get; set; }

    /// <summary>First of all in the unit; a second time in the same unit it is there already.</summary>
    public async Task Take(ITx tx)
    {
        if (taken.TryGetValue(tx, out _))
        {
            return;
        }

        var mark = Random.Shared.NextInt64(1, long.MaxValue);
        var row = await store.TakeTurn(tx, mark);
        var turn = new Turn(row, remembered.TryGetValue(tx.Organisation, out var before) && before.Mark == row.Previous ? before.Standing : null);
        taken.Add(tx, turn);
        tx.BeforeCommit(() => Remember(tx.Organisation, mark, turn));
    }

    /// <summary>The turn this unit has taken.</summary>
    public Turn Of(ITx tx) => taken.TryGetValue(tx, out var turn) ? turn : throw new InvalidOperationException("This unit decides without having taken its turn.");

    /// <summary>As it is now, with all this unit has written.</summary>
    public async Task<Standing> Standing(ITx tx)
    {
        var turn = Of(tx);
        if (turn.Standing is { } known)
        {
            await (GoesOnFrom?.Invoke(tx, known) ?? Task.CompletedTask);
            return known;
        }

        var found = await Read(tx, await store.Waiting(tx));
        turn.Found(found);
        return found;
    }

    /// <summary>As the store has it.</summary>
    public async Task<Standing> Read(IReadTx tx, IReadOnlyList<RequestRow> waiting) => new(
        waiting,
        (await loads.Held(tx)).ToDictionary(load => load.Agent, load => load.Held),
        (await store.Turns(tx)).ToDictionary(given => given.Key, given => given.Value.LastGivenAt));

    private void Remember(OrganisationId organisation, long mark, Turn turn)
    {
        if (turn.Standing is not { } standing)
        {
            remembered.TryRemove(organisation, out _);
            return;
        }

        if (remembered.Count >= Most)
        {
            remembered.Clear();
        }

        remembered[organisation] = new Remembered(mark, standing);
    }

    private sealed record Remembered(long Mark, Standing Standing);
}

/// <summary>What is there when a turn is taken.</summary>
internal sealed record TurnRow
{
    /// <summary>The mark of the turn before; 0 for none.</summary>
    public long Previous { get; init; }

    public string? Known { get; init; }
}
