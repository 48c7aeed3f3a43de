using Genkan.Routing.Decision;

namespace Genkan.Routing.Replay;

/// <summary>Who waits, who has what, and what was given to whom last: the part of the decision's state that decisions themselves change.</summary>
internal sealed class World
{
    private readonly Dictionary<Guid, Talk> open = [];
    private readonly Dictionary<Guid, Turn> turns = [];
    private readonly Dictionary<Guid, long> held = [];

    public World(IWorldFigures? figures = null) => Figures = figures;

    /// <summary>Told of everything; null while nobody counts.</summary>
    public IWorldFigures? Figures { get; set; }

    /// <summary>All that wait or are held.</summary>
    public IReadOnlyCollection<Talk> Open => open.Values;

    public IEnumerable<Talk> Waiting => open.Values.Where(talk => talk.IsWaiting);

    /// <summary>As this one stands.</summary>
    public World Copy()
    {
        var copy = new World();
        foreach (var talk in open.Values)
        {
            copy.open[talk.Conversation] = talk.Copy();
        }

        foreach (var (agent, turn) in turns)
        {
            copy.turns[agent] = turn;
        }

        foreach (var (agent, count) in held)
        {
            copy.held[agent] = count;
        }

        return copy;
    }

    public Talk? Find(Guid conversation) => open.GetValueOrDefault(conversation);

    public long Held(Guid agent) => held.GetValueOrDefault(agent);

    public Turn TurnOf(Guid agent) => turns.GetValueOrDefault(agent) ?? new Turn();

    public void Begin(Guid agent, Turn turn) => turns[agent] = turn;

    public Talk Ask(RequestRow request, long at)
    {
        var talk = open[request.Conversation] = new Talk(request);
        Figures?.Asked(request.Conversation, at);
        return talk;
    }

    public void TurnAway(RequestRow request, long at)
    {
        Figures?.Asked(request.Conversation, at);
        Figures?.TurnedAway(request.Conversation);
    }

    public void Give(Talk talk, Guid agent, long at, bool followed)
    {
        if (talk.Owner is not null)
        {
            Release(talk, at, counts: true);
        }

        talk.Owner = agent;
        talk.HandAt = at;
        talk.Hand++;
        talk.Opened = false;
        talk.Followed = followed;
        talk.HadHands = true;
        talk.Wisher = null;
        held[agent] = Held(agent) + 1;
        WasGiven(agent, at);
        Figures?.Given(talk.Conversation, agent, at);
    }

    /// <summary>Two at one millisecond are told apart, as in the store.</summary>
    public void WasGiven(Guid agent, long at)
    {
        var turn = TurnOf(agent);
        turns[agent] = turn with { LastGivenAt = turn.LastGivenAt >= at ? turn.LastGivenAt + 1 : at };
    }

    public void Take(Talk talk, Guid agent, long at, bool followed)
    {
        Give(talk, agent, at, followed);
        OpenedBy(talk);
    }

    public void OpenedBy(Talk talk)
    {
        talk.Opened = true;
        turns[talk.Owner!.Value] = TurnOf(talk.Owner.Value) with { Misses = 0 };
    }

    /// <summary>How many in a row now.</summary>
    public long Missed(Guid agent)
    {
        var turn = TurnOf(agent);
        turns[agent] = turn with { Misses = turn.Misses + 1 };
        return turn.Misses + 1;
    }

    public void ForgetMisses(Guid agent) => turns[agent] = TurnOf(agent) with { Misses = 0 };

    public void Return(Talk talk, string why, Guid? sentTo, long at)
    {
        var owner = talk.Owner!.Value;
        Release(talk, at, counts: why != AssignmentNote.Missed);
        talk.Request = talk.Request.BackFrom(owner, why, sentTo);
        talk.Owner = null;
        talk.Opened = false;
        talk.Followed = false;
        talk.Hand++;
        Figures?.Returned(talk.Conversation, why, at);
    }

    /// <summary>Requests that name a department name another from now on.</summary>
    public void Move(Guid from, Guid to)
    {
        foreach (var talk in open.Values)
        {
            talk.Request = talk.Request.Moved(from, to);
        }
    }

    public void End(Talk talk, long at)
    {
        if (talk.Owner is not null)
        {
            Release(talk, at, counts: true);
        }
        else
        {
            Figures?.Left(talk.Conversation, at);
        }

        talk.Hand++;
        open.Remove(talk.Conversation);
    }

    private void Release(Talk talk, long at, bool counts)
    {
        var owner = talk.Owner!.Value;
        held[owner] = Held(owner) - 1;
        talk.Spent += counts ? Math.Max(0, at - talk.HandAt) : 0;
        Figures?.Released(talk.Conversation, owner, at);
    }
}

/// <summary>Whoever counts what happens in a world.</summary>
internal interface IWorldFigures
{
    void Asked(Guid conversation, long at);

    /// <summary>Not let in: nobody there, or the queue full.</summary>
    void TurnedAway(Guid conversation);

    void Given(Guid conversation, Guid agent, long at);

    void Released(Guid conversation, Guid agent, long at);

    void Returned(Guid conversation, string why, long at);

    /// <summary>Gone while waiting.</summary>
    void Left(Guid conversation, long at);
}
