using Genkan.Administration;
using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Agents;

/// <summary>One membership as stored.</summary>
internal sealed record AgentRow
{
    public Guid Id { get; init; }
    public OrganisationId Organisation { get; init; }
    public Guid? Account { get; init; }
    public string Name { get; init; } = "";
    public string UserName { get; init; } = "";
    public string? Nickname { get; init; }
    public string? Email { get; init; }
    public string Role { get; init; } = Roles.Agent;
    public string Permissions { get; init; } = "";
    public string Status { get; init; } = "offline";
    public long StatusAt { get; init; }

    /// <summary>The picture's version; null where there is none.</summary>
    public string? Avatar { get; init; }
    public string? Language { get; init; }
    public long Sound { get; init; } = 1;

    /// <summary>Hash of what the agent was added with, to tell a repeat from another agent under the same id.</summary>
    public string Fingerprint { get; init; } = "";
    public long CreatedAt { get; init; }
    public long? JoinedAt { get; init; }
    public long? DisabledAt { get; init; }
    public long? RemovedAt { get; init; }

    public string UserNameKey => Folded.Key(UserName);

    /// <summary>Is it found by these words?</summary>
    public bool IsFoundBy(string words) =>
        Folded.ForSearch(string.Join('\n', Name, UserName, Nickname, Email)).Contains(Folded.ForSearch(words.Trim()), StringComparison.Ordinal);

    /// <summary>As it is kept: the mail address sealed.</summary>
    public AgentRow Closed(ISeal seal) => this with { Email = seal.Close(EmailPlace, Email) };

    /// <summary>As it was before it was kept.</summary>
    public AgentRow Opened(ISeal seal) => this with { Email = seal.Open(EmailPlace, Email) };

    private SealedPlace EmailPlace => new("agents_agents.email", Organisation, Id);

    /// <summary>Somebody who can let others in: as long as one is left, the organisation is not locked out of itself.</summary>
    public bool IsKeeper => Role == Roles.Admin && JoinedAt is not null && DisabledAt is null && RemovedAt is null
        && Roles.Read(Permissions).Contains(Permission.AgentsManage);

    public string? AvatarUrl => Avatar is null ? null : $"/avatars/{Id}/{Avatar}";

    public AgentBrief Brief() => new(Id, Name, Nickname, AvatarUrl, AgentStatuses.Parse(Status), DisabledAt is not null, RemovedAt is not null);

    public AgentAnswer Answer() => new(
        Id, Name, Nickname, AvatarUrl, Status, DisabledAt is not null, RemovedAt is not null,
        UserName, Email, Role, Roles.Names(Roles.Read(Permissions)), JoinedAt is null, CreatedAt);

    public Member Membership() => new()
    {
        Agent = Id,
        Organisation = Organisation,
        Account = Account ?? Guid.Empty,
        Name = Name,
        Email = Email,
        UserName = UserName,
        Permissions = Roles.Read(Permissions),
        Joined = JoinedAt is not null,
        Disabled = DisabledAt is not null,
        Language = Language,
        Sound = Sound != 0,
    };
}
