using Genkan.Routing.Decision;

namespace Genkan.Routing.Replay;

/// <summary>A person as the log knows them: what a <see cref="Candidate"/> is besides what it holds, was given last, and being in touch.</summary>
internal sealed record AgentFact
{
    public string Status { get; init; } = "";

    public bool Automatic { get; init; }

    public bool Pick { get; init; }

    public bool Accept { get; init; }

    public bool Transfer { get; init; }

    public bool Online { get; init; }

    public bool MayChat { get; init; }

    public long? Limit { get; init; }

    public IReadOnlyList<Guid> Departments { get; init; } = [];

    public IReadOnlyList<Guid>? Sites { get; init; }

    public IReadOnlyList<string> Languages { get; init; } = [];

    public IReadOnlyList<string> Skills { get; init; } = [];

    public static AgentFact Of(Candidate agent) => new()
    {
        Status = agent.Status,
        Automatic = agent.Automatic,
        Pick = agent.Pick,
        Accept = agent.Accept,
        Transfer = agent.Transfer,
        Online = agent.Online,
        MayChat = agent.MayChat,
        Limit = agent.Limit,
        Departments = agent.Departments,
        Sites = agent.Sites,
        Languages = agent.Languages,
        Skills = agent.Skills,
    };

    public Candidate Candidate(Guid id, bool here) => new()
    {
        Id = id,
        Status = Status,
        Automatic = Automatic,
        Pick = Pick,
        Accept = Accept,
        Transfer = Transfer,
        Online = Online,
        Here = here,
        MayChat = MayChat,
        Limit = Limit,
        Departments = Departments,
        Sites = Sites,
        Languages = Languages,
        Skills = Skills,
    };
}
