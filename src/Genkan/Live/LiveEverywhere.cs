using System.Text.Json;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Live;

/// <summary>What has no place in the journal reaches the streams of this node at once, and those of the others by the bus.</summary>
internal sealed class LiveEverywhere(LiveTails here, IBus bus) : ILive
{
    public event Action<IReadOnlyList<JournalEvent>>? HappenedElsewhere
    {
        add => here.HappenedElsewhere += value;
        remove => here.HappenedElsewhere -= value;
    }

    public event Action<OrganisationId>? Unread
    {
        add => here.Unread += value;
        remove => here.Unread -= value;
    }

    public ILive Here => here;

    public bool AnybodyHere(OrganisationId organisation) => here.AnybodyHere(organisation);

    public bool AnybodyHere(OrganisationId organisation, Permission needs) => here.AnybodyHere(organisation, needs);

    public void SignalVisitor(OrganisationId organisation, Guid visitor, string kind, object data)
    {
        here.SignalVisitor(organisation, visitor, kind, data);
        Say(new LiveWord(LiveDeed.SignalVisitor, organisation) { Whom = visitor, Kind = kind }, data);
    }

    public void SignalAgent(OrganisationId organisation, Guid agent, Permission needs, string kind, object data)
    {
        here.SignalAgent(organisation, agent, needs, kind, data);
        Say(new LiveWord(LiveDeed.SignalAgent, organisation) { Whom = agent, Needs = (long)needs, Kind = kind }, data);
    }

    public void StandVisitor(OrganisationId organisation, Guid visitor, string kind, string key, object data)
    {
        here.StandVisitor(organisation, visitor, kind, key, data);
        Say(new LiveWord(LiveDeed.StandVisitor, organisation) { Whom = visitor, Kind = kind, Key = key }, data);
    }

    /// <summary>What each visitor is told is worked out by each node for its own.</summary>
    public void StandVisitors(OrganisationId organisation, string kind, string key, Func<VisitorCaller, object?> dataFor) =>
        here.StandVisitors(organisation, kind, key, dataFor);

    public void StandAgents(OrganisationId organisation, Guid? agent, string kind, string key, object data)
    {
        here.StandAgents(organisation, agent, kind, key, data);
        Say(new LiveWord(LiveDeed.StandAgents, organisation) { Whom = agent, Kind = kind, Key = key }, data);
    }

    public void StandAgents(OrganisationId organisation, Permission needs, string kind, string key, object data) =>
        here.StandAgents(organisation, needs, kind, key, data);

    public void StandAgain()
    {
        here.StandAgain();
        Say(new LiveWord(LiveDeed.StandAgain, default), null);
    }

    public string CursorAt(VisitorCaller visitor, long seq) => here.CursorAt(visitor, seq);

    public void CloseAgent(OrganisationId organisation, Guid agent, Guid? credential, string reason)
    {
        here.CloseAgent(organisation, agent, credential, reason);
        Say(new LiveWord(LiveDeed.CloseAgent, organisation) { Whom = agent, Credential = credential, Reason = reason }, null);
    }

    private void Say(LiveWord word, object? data)
    {
        if (bus.HasOthers)
        {
            bus.Say(LiveWord.Topic, data is null ? word : word with { Data = JsonSerializer.SerializeToElement(data, Wire.Json) });
        }
    }
}

/// <summary>What another node's rooms asked of <see cref="ILive"/>.</summary>
internal enum LiveDeed
{
    SignalVisitor,
    SignalAgent,
    StandVisitor,
    StandAgents,
    StandAgain,
    CloseAgent,
}

/// <summary>One such deed with what it needs.</summary>
internal sealed record LiveWord(LiveDeed Deed, OrganisationId Organisation)
{
    public const string Topic = "live";

    public Guid? Whom { get; init; }

    public long Needs { get; init; }

    public string Kind { get; init; } = "";

    public string Key { get; init; } = "";

    public JsonElement? Data { get; init; }

    public Guid? Credential { get; init; }

    public string Reason { get; init; } = "";

    public void Do(ILive here)
    {
        switch (Deed)
        {
            case LiveDeed.SignalVisitor:
                here.SignalVisitor(Organisation, Whom!.Value, Kind, Data!);
                break;
            case LiveDeed.SignalAgent:
                here.SignalAgent(Organisation, Whom!.Value, (Permission)Needs, Kind, Data!);
                break;
            case LiveDeed.StandVisitor:
                here.StandVisitor(Organisation, Whom!.Value, Kind, Key, Data!);
                break;
            case LiveDeed.StandAgents:
                here.StandAgents(Organisation, Whom, Kind, Key, Data!);
                break;
            case LiveDeed.StandAgain:
                here.StandAgain();
                break;
            case LiveDeed.CloseAgent:
                here.CloseAgent(Organisation, Whom!.Value, Credential, Reason);
                break;
        }
    }
}
