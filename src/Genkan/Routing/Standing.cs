using Genkan.Routing.Decision;

namespace Genkan.Routing;

/// <summary>Who waits, how many conversations each agent holds and who was given one when: what moves with every decision, as of one turn.</summary>
internal sealed class Standing
{
    private readonly Dictionary<Guid, Waits> waiting;
    private readonly Dictionary<Guid, long> held;
    private readonly Dictionary<Guid, long> givenAt;

    public Standing(IEnumerable<RequestRow> waiting, IReadOnlyDictionary<Guid, long> held, IReadOnlyDictionary<Guid, long> givenAt)
    {
        this.waiting = waiting.ToDictionary(row => row.Conversation, row => new Waits(row));
        this.held = new Dictionary<Guid, long>(held);
        this.givenAt = new Dictionary<Guid, long>(givenAt);
    }

    private Standing(Standing other)
    {
        waiting = new Dictionary<Guid, Waits>(other.waiting);
        held = new Dictionary<Guid, long>(other.held);
        givenAt = new Dictionary<Guid, long>(other.givenAt);
    }

    /// <summary>Those who wait, in any order.</summary>
    public IEnumerable<RequestRow> Rows => waiting.Values.Select(w => w.Row);

    /// <summary>The same as the decision knows them.</summary>
    public IEnumerable<Request> Requests => waiting.Values.Select(w => w.Request);

    /// <summary>How many running conversations each agent holds; who holds none may be absent.</summary>
    public IReadOnlyDictionary<Guid, long> Held => held;

    /// <summary>When each was given something last.</summary>
    public IReadOnlyDictionary<Guid, long> GivenTimes => givenAt;

    /// <summary>Does anybody wait?</summary>
    public bool IsEmpty => waiting.Count == 0;

    /// <summary>Running conversations of this agent.</summary>
    public long HeldBy(Guid agent) => held.GetValueOrDefault(agent);

    /// <summary>UTC milliseconds; 0 for never.</summary>
    public long GivenAt(Guid agent) => givenAt.GetValueOrDefault(agent);

    public Standing Copy() => new(this);

    public void Wait(RequestRow row) => waiting[row.Conversation] = new Waits(row);

    public void WaitNoMore(Guid conversation) => waiting.Remove(conversation);

    public void Take(Guid agent) => held[agent] = HeldBy(agent) + 1;

    public void Leave(Guid agent) => held[agent] = HeldBy(agent) - 1;

    /// <summary>As <see cref="RoutingStore.Given"/> writes it.</summary>
    public void Given(Guid agent, long at) => givenAt[agent] = Math.Max(at, GivenAt(agent) + 1);

    /// <summary>A row, and what the decision reads in it, read once.</summary>
    private sealed class Waits(RequestRow row)
    {
        private Request? read;

        public RequestRow Row => row;

        public Request Request => read ??= row.Read();
    }
}
