using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>The first hour of an installation, and organisations founded in code (demo, command line).</summary>
public interface IFirstRun
{
    /// <summary>True until the first organisation exists.</summary>
    Task<bool> Needed();

    /// <summary>The first organisation with its owner, who also owns the installation.</summary>
    /// <exception cref="Refusal"><c>setup_done</c> when somebody was faster; field errors.</exception>
    Task<FoundedOrganisation> Begin(NewOrganisation first);

    /// <summary>A further organisation with its owner.</summary>
    /// <exception cref="Refusal">Field errors.</exception>
    Task<FoundedOrganisation> Found(NewOrganisation further);
}

/// <summary>What an organisation begins with. An account that exists already must be proved by its password.</summary>
public sealed record NewOrganisation(string? Name, string? OwnerName, string? Email, string? Password)
{
    /// <summary>Made by the client, so that a repeat does it once.</summary>
    public Guid? Id { get; init; }

    /// <summary>Short name for addresses; made from the name where absent.</summary>
    public string? Slug { get; init; }

    /// <summary>The installation's owner who founds it; null for the server on its own.</summary>
    public StaffCaller? By { get; init; }

    /// <summary>The owner's language; null for the browser's.</summary>
    public string? Language { get; init; }
}

/// <summary>A new organisation.</summary>
public sealed record FoundedOrganisation(OrganisationId Id, string Name, string Slug, Guid Owner, bool IsNew = true);

/// <summary>The organisations there are, for whom the installation belongs to.</summary>
public interface IOrganisations
{
    /// <summary>How many.</summary>
    Task<long> Count();

    /// <summary>May further ones register themselves?</summary>
    Task<bool> MayRegister();
}

/// <summary>How organisations are called, for commands that look at the store from outside the server.</summary>
public interface IOrganisationNames
{
    /// <summary>The short name of each.</summary>
    Task<IReadOnlyDictionary<OrganisationId, string>> ShortNames(IReadTx tx);
}

/// <summary>Is a feature part of this organisation's plan? Everything is, for everybody: there is no seat limit either.</summary>
public interface IPlans
{
    /// <summary>May the organisation use it?</summary>
    bool Has(OrganisationId organisation, string feature);

    /// <summary>The whole of it.</summary>
    Plan Of(OrganisationId organisation);
}

/// <summary>What an organisation may use.</summary>
/// <param name="HasEverything">No feature is held back.</param>
/// <param name="Agents">How many people may work; null for any number.</param>
/// <param name="EndsAt">UTC milliseconds; null for never.</param>
public sealed record Plan(bool HasEverything, long? Agents, long? EndsAt);

/// <summary>What the Agents room asks about the accounts behind its members.</summary>
public interface IAccounts
{
    /// <summary>Hashes a password; slow on purpose, so outside of units.</summary>
    Task<string> HashPassword(string password);

    /// <summary>Says what is wrong with a password somebody chose.</summary>
    void CheckPassword(FieldCheck check, string field, string? password, string? email, string? userName);

    /// <summary>The account of a mail address, or null.</summary>
    Task<AccountBrief?> FindByEmail(IReadTx tx, string email);

    /// <summary>One account.</summary>
    Task<AccountBrief?> Find(IReadTx tx, Guid account);

    /// <summary>Makes an account.</summary>
    /// <exception cref="Refusal">Field error <c>email_taken</c>.</exception>
    Task<Guid> Make(ITx tx, string? email, string? passwordHash);

    /// <summary>Gives the account another mail address, or none.</summary>
    /// <exception cref="Refusal">Field error <c>email_taken</c>.</exception>
    Task SetEmail(ITx tx, Guid account, string? email);

    /// <summary>Sets the password, lifts a lock, and forgets every browser that was remembered.</summary>
    Task SetPassword(ITx tx, Guid account, string passwordHash);

    /// <summary>Forgets an account that belongs nowhere any more.</summary>
    Task Drop(ITx tx, Guid account);

    /// <summary>Ends a member's sessions. After the commit: <see cref="ShowOut"/>.</summary>
    Task EndSessions(ITx tx, OrganisationId organisation, Guid agent);

    /// <summary>Takes keys and invitations of a removed member away.</summary>
    Task EndKeysAndInvitations(ITx tx, OrganisationId organisation, Guid agent);

    /// <summary>After the commit of a change of rights: nobody acts on what was remembered, and where a reason is given the member's streams end.</summary>
    void ShowOut(OrganisationId organisation, Guid agent, string? reason);
}

/// <summary>What others may know of an account.</summary>
public sealed record AccountBrief(Guid Id, string? Email, bool HasPassword, bool OwnsInstallation);

/// <summary>Links that let an invited person choose a password, once.</summary>
public interface IInvitations
{
    /// <summary>A fresh link for a member; with <paramref name="only"/> earlier ones end.</summary>
    Task<Invitation> Invite(ITx tx, Guid agent, Guid? by, bool only);

    /// <summary>Where the link leads, as the browser reaches this server.</summary>
    InvitationLink LinkOf(Invitation invitation, HttpRequest request);
}

/// <summary>The token is shown once and stored as a hash.</summary>
public sealed record Invitation(string Token, long ExpiresAt);

/// <summary>What the admin hands on.</summary>
public sealed record InvitationLink(string Url, long ExpiresAt);

/// <summary>Answers <c>Session</c> for a caller.</summary>
public interface ISessions
{
    /// <summary>As read in one snapshot.</summary>
    Task<SessionAnswer> Show(StaffCaller caller);
}

/// <summary>What a signed-in member knows of the own sign-in.</summary>
public sealed record SessionAnswer(
    AgentAnswer Agent,
    OrganisationAnswer Organisation,
    IReadOnlyList<string> Permissions,
    bool InstallationOwner,
    string? Language,
    bool Sound,
    long Seq,
    string Epoch);

/// <summary>An organisation on the wire.</summary>
public sealed record OrganisationAnswer(Guid Id, string Name, string Slug);

/// <summary>What who may manage agents, and the agent, sees.</summary>
public sealed record AgentAnswer(
    Guid Id,
    string Name,
    string? Nickname,
    string? Avatar,
    string Status,
    bool Disabled,
    bool Removed,
    string UserName,
    string? Email,
    string Role,
    IReadOnlyList<string> Permissions,
    bool Invited,
    long? Limit,
    IReadOnlyList<Guid> Departments,
    IReadOnlyList<Guid>? Sites,
    IReadOnlyList<string> Languages,
    IReadOnlyList<string> Skills,
    long CreatedAt);

/// <summary>Filled by Agents: the memberships behind the accounts.</summary>
public interface IMembers
{
    /// <summary>One membership; null once removed.</summary>
    Task<Member?> Find(IReadTx tx, OrganisationId organisation, Guid agent);

    /// <summary>The member of that user name.</summary>
    Task<Member?> FindByUserName(IReadTx tx, OrganisationId organisation, string userName);

    /// <summary>All memberships of an account.</summary>
    Task<IReadOnlyList<Member>> OfAccount(IReadTx tx, Guid account);

    /// <summary>All members of an organisation.</summary>
    Task<IReadOnlyList<Member>> AllOf(IReadTx tx, OrganisationId organisation);

    /// <summary>The first member of a new organisation: its owner, with every permission.</summary>
    Task<Guid> AddOwner(ITx tx, Guid account, string name, string? email, string? language);

    /// <summary>An invited person has come.</summary>
    Task Join(ITx tx, Guid agent, string? name);

    /// <summary>Can it be a status' key? Whether the organisation has it turns out when the member is signed in.</summary>
    bool MayBeStatus(string name);

    /// <summary>First of all in a unit that signs a member in or out: what that may decide is locked before anything else.</summary>
    Task BeforeComingOrGoing(ITx tx);

    /// <summary>Status after sign-in: the chosen one where there is such a one, else the organisation's initial one.</summary>
    Task SignedIn(ITx tx, Guid agent, string? status);

    /// <summary>A session ended; with <paramref name="last"/> nobody is left and the member goes offline.</summary>
    Task SignedOut(ITx tx, Guid agent, bool last);

    /// <summary>The member as answers show one.</summary>
    Task<AgentAnswer> Show(IReadTx tx, Guid agent);

    /// <summary>A sign of life.</summary>
    void Seen(OrganisationId organisation, Guid agent);
}

/// <summary>A membership, as far as signing in goes.</summary>
public sealed record Member
{
    /// <summary>Its id.</summary>
    public required Guid Agent { get; init; }

    /// <summary>Where.</summary>
    public required OrganisationId Organisation { get; init; }

    /// <summary>Whose.</summary>
    public required Guid Account { get; init; }

    /// <summary>Name and mail address, for the invitation page.</summary>
    public required string Name { get; init; }

    /// <summary>As given.</summary>
    public string? Email { get; init; }

    /// <summary>As given.</summary>
    public required string UserName { get; init; }

    /// <summary>What it allows.</summary>
    public required IReadOnlySet<Permission> Permissions { get; init; }

    /// <summary>Has accepted the invitation, or never needed one.</summary>
    public required bool Joined { get; init; }

    /// <summary>Switched off by an admin.</summary>
    public required bool Disabled { get; init; }

    /// <summary>Chosen language.</summary>
    public string? Language { get; init; }

    /// <summary>Wants to hear sounds.</summary>
    public bool Sound { get; init; }

    /// <summary>May this member come in?</summary>
    public bool MayEnter => Joined && !Disabled;
}
