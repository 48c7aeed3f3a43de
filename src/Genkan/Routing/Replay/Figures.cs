namespace Genkan.Routing.Replay;

/// <summary>Counts what happens in a world between two instants: requests made in it, hands and talks as far as they lie in it.</summary>
internal sealed class Figures(long from, long to) : IWorldFigures
{
    private readonly Dictionary<Guid, Asking> requests = [];
    private readonly Dictionary<Guid, Load> loads = [];
    private readonly List<HandOver> hands = [];

    /// <summary>Every hand that began in it, in order.</summary>
    public IReadOnlyList<HandOver> Hands => hands;

    public IReadOnlyDictionary<Guid, Asking> Requests => requests;

    public IReadOnlyDictionary<Guid, Load> Loads => loads;

    public long Missed { get; private set; }

    public long CameBack { get; private set; }

    /// <summary>What is held when it begins.</summary>
    public void Begin(World world)
    {
        foreach (var talk in world.Open.Where(talk => talk.Owner is not null))
        {
            Of(talk.Owner!.Value).Takes(talk.Conversation, from);
        }
    }

    public void Asked(Guid conversation, long at) => requests.TryAdd(conversation, new Asking(at));

    public void TurnedAway(Guid conversation) => requests[conversation].TurnedAway = true;

    public void Given(Guid conversation, Guid agent, long at)
    {
        hands.Add(new HandOver(conversation, agent, at));
        Of(agent).Takes(conversation, at);
        Of(agent).Conversations++;
        if (requests.TryGetValue(conversation, out var asking))
        {
            asking.ServedAt ??= at;
        }
    }

    public void Released(Guid conversation, Guid agent, long at) => Of(agent).Leaves(conversation, at);

    public void Returned(Guid conversation, string why, long at)
    {
        if (why == AssignmentNote.Missed)
        {
            Missed++;
        }
        else if (why != AssignmentNote.Sent)
        {
            CameBack++;
        }
    }

    public void Left(Guid conversation, long at)
    {
        if (requests.TryGetValue(conversation, out var asking))
        {
            asking.LeftAt = at;
        }
    }

    /// <summary>What is held when it is over counts up to then.</summary>
    public void End()
    {
        foreach (var load in loads.Values)
        {
            load.End(to);
        }
    }

    private Load Of(Guid agent) => loads.TryGetValue(agent, out var load) ? load : loads[agent] = new Load();
}

/// <summary>A conversation given to somebody.</summary>
internal sealed record HandOver(Guid Conversation, Guid Agent, long At);

/// <summary>A request and what became of it, UTC milliseconds.</summary>
internal sealed class Asking(long at)
{
    public long At => at;

    public long? ServedAt { get; set; }

    public long? LeftAt { get; set; }

    public bool TurnedAway { get; set; }

    public long? Waited => ServedAt - at;
}

/// <summary>What an agent had.</summary>
internal sealed class Load
{
    private readonly Dictionary<Guid, long> since = [];

    public long Conversations { get; set; }

    public long MostAtOnce { get; private set; }

    /// <summary>Milliseconds, conversations at the same time each for itself.</summary>
    public long Talked { get; private set; }

    public void Takes(Guid conversation, long at)
    {
        since[conversation] = at;
        MostAtOnce = Math.Max(MostAtOnce, since.Count);
    }

    public void Leaves(Guid conversation, long at)
    {
        if (since.Remove(conversation, out var began))
        {
            Talked += Math.Max(0, at - began);
        }
    }

    public void End(long at)
    {
        foreach (var conversation in since.Keys.ToList())
        {
            Leaves(conversation, at);
        }
    }
}
