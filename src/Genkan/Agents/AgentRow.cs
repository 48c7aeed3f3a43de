using System.Text.Json;
using Genkan.Administration;
using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Agents;

/// <summary>One membership as stored.</summary>
internal sealed record AgentRow
{
    public const string NoSkills = "[]";

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

    /// <summary>How many conversations at a time (AD-08); null for the organisation's ceiling.</summary>
    public long? ChatLimit { get; init; }

    /// <summary>Ids, sorted.</summary>
    public string Departments { get; init; } = "";

    /// <summary>Ids, sorted; null for all sites, empty for none (AD-14).</summary>
    public string? Sites { get; init; }

    /// <summary>BCP 47 tags.</summary>
    public string Languages { get; init; } = "";

    /// <summary>A JSON list of words.</summary>
    public string Skills { get; init; } = NoSkills;
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

    public IReadOnlyList<Guid> DepartmentIds => IdList.Read(Departments);

    public IReadOnlyList<Guid>? SiteIds => Sites is null ? null : IdList.Read(Sites);

    public IReadOnlyList<string> LanguageTags => Languages.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<string> SkillWords => JsonSerializer.Deserialize<List<string>>(Skills, Wire.Json)!;

    public bool IsIn(Guid department) => DepartmentIds.Contains(department);

    public string? AvatarUrl => Avatar is null ? null : $"/avatars/{Id}/{Avatar}";

    public AgentBrief Brief() => new(Id, Name, Nickname, AvatarUrl, Status, DisabledAt is not null, RemovedAt is not null, DepartmentIds);

    /// <summary>Would colleagues see a difference?</summary>
    public bool LooksLike(AgentRow other) =>
        Departments == other.Departments && Brief() with { Departments = [] } == other.Brief() with { Departments = [] };

    public AgentAnswer Answer() => new(
        Id, Name, Nickname, AvatarUrl, Status, DisabledAt is not null, RemovedAt is not null,
        UserName, Email, Role, Roles.Names(Roles.Read(Permissions)), JoinedAt is null,
        ChatLimit, DepartmentIds, SiteIds, LanguageTags, SkillWords, CreatedAt);

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
