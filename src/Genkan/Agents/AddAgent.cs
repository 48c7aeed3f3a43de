using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Genkan.Administration;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

internal sealed record AddAgentRequest : WorkFields
{
    public Guid? Id { get; init; }
    public string? Name { get; init; }
    public string? UserName { get; init; }
    public string? Email { get; init; }
    public string? Password { get; init; }
    public string? Nickname { get; init; }
    public string? Role { get; init; }
    public IReadOnlyList<string?>? Permissions { get; init; }
}

internal sealed record AddedAgent(
    AgentAnswer Agent,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] InvitationLink? Invitation);

/// <summary><c>POST /api/agents</c>: with a password the agent can sign in at once, without one an invitation is made.</summary>
internal sealed class AddAgent(IStorage storage, IAccounts accounts, IInvitations invitations, ISeal seal, WorkforceNews news, Belonging belonging, IAudit audit) : IHiring
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/agents", (AddAgentRequest request, StaffCaller caller, HttpContext context, AddAgent useCase) => useCase.Handle(context, caller, request))
        .ForStaff(Permission.AgentsManage).Audited(AuditKinds.AgentAdded);

    public async Task<Guid> Hire(OrganisationId organisation, NewAgent agent)
    {
        var request = new AddAgentRequest
        {
            Id = Guid.CreateVersion7(),
            Name = agent.Name,
            UserName = agent.UserName,
            Email = agent.Email,
            Password = agent.Password,
            Nickname = agent.Nickname,
            Role = agent.Role,
        };
        var wanted = Check(request, organisation);
        var hash = await accounts.HashPassword(agent.Password);
        return await storage.Write(organisation, async tx =>
        {
            await news.Before(tx);
            return (await AddOnce(tx, wanted, hash, AuditBy.System)).Agent.Id;
        });
    }

    private async Task<IResult> Handle(HttpContext context, StaffCaller caller, AddAgentRequest request)
    {
        var wanted = Check(request, caller.Organisation);
        var hash = string.IsNullOrEmpty(request.Password) ? null : await accounts.HashPassword(request.Password);
        var (agent, invitation, isNew) = await storage.Write(caller.Organisation, async tx =>
        {
            await news.Before(tx);
            await AgentStore.Lock(tx);
            await AdminRights.MustStillCover(tx, caller, wanted);
            return await AddOnce(tx, wanted, hash, AuditBy.Of(caller));
        });
        var answer = new AddedAgent(agent.Answer(), invitation is null ? null : invitations.LinkOf(invitation, context.Request));
        return TypedResults.Json(answer, Wire.Json, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private AgentRow Check(AddAgentRequest request, OrganisationId organisation)
    {
        var check = new FieldCheck();
        var invited = string.IsNullOrEmpty(request.Password);
        var role = AgentFields.Role(check, request.Role ?? Roles.Agent);
        var wanted = new AgentRow
        {
            Id = check.Id("id", request.Id ?? Guid.Empty),
            Organisation = organisation,
            Name = check.Text("name", request.Name, AgentFields.LongestName),
            UserName = UserNames.Check(check, request.UserName),
            Email = check.Email("email", request.Email, required: invited),
            Nickname = check.Optional("nickname", request.Nickname, AgentFields.LongestName),
            Role = role,
            Permissions = Roles.Write(request.Permissions is { } named ? AgentFields.Permissions(check, named) : Roles.PermissionsOf(role)),
        };
        wanted = request.ApplyTo(wanted, check);
        if (!invited)
        {
            accounts.CheckPassword(check, "password", request.Password, wanted.Email, wanted.UserName);
        }

        check.Done();
        return wanted with { Fingerprint = FingerprintOf(wanted) };
    }

    private async Task<(AgentRow Agent, Invitation? Invitation, bool IsNew)> AddOnce(ITx tx, AgentRow wanted, string? hash, AuditBy by)
    {
        var invitedBy = by.Actor.Id;
        if (await AgentStore.FindEvenRemoved(tx, wanted.Id) is { } there)
        {
            if (there.Fingerprint != wanted.Fingerprint || there.RemovedAt is not null)
            {
                throw Refusal.Conflict("id_taken");
            }

            // The first link cannot be read again; the repeat gets one of its own, and whichever is used ends both.
            return (there, there.JoinedAt is null ? await invitations.Invite(tx, there.Id, invitedBy, only: false) : null, false);
        }

        await AgentFields.RefuseTakenUserName(tx, wanted);
        var known = await belonging.Read(tx);
        known.RefuseUnknown(wanted, null);
        var account = hash is null ? await AccountToInvite(tx, wanted.Email!) : await NewAccount(tx, wanted.Email, hash);
        var agent = wanted with { Account = account, StatusAt = tx.Now, CreatedAt = tx.Now, JoinedAt = hash is null ? null : tx.Now };
        await AgentStore.Insert(tx, agent);
        tx.Append(AgentEvents.Added(by.Actor, agent));
        var invitation = hash is null ? await invitations.Invite(tx, agent.Id, invitedBy, only: true) : null;
        await news.After(tx);
        await audit.Note(tx, AgentAudit.Of(AuditKinds.AgentAdded, by, null, agent, known));
        return (agent, invitation, true);
    }

    /// <summary>Nobody sets the password of an account that is there already: its person works elsewhere, and is invited.</summary>
    private async Task<Guid> NewAccount(ITx tx, string? email, string hash)
    {
        if (email is not null && await accounts.FindByEmail(tx, email) is { } known)
        {
            throw Refusal.Invalid("email", await AgentStore.FindByAccount(tx, known.Id) is null ? "email_has_account" : "email_taken");
        }

        return await accounts.Make(tx, email, hash);
    }

    private async Task<Guid> AccountToInvite(ITx tx, string email)
    {
        if (await accounts.FindByEmail(tx, email) is not { } known)
        {
            return await accounts.Make(tx, email, null);
        }

        return await AgentStore.FindByAccount(tx, known.Id) is null ? known.Id : throw Refusal.Invalid("email", "email_taken");
    }

    /// <summary>Without the password: a fast hash of one is a gift to whoever steals the table. Keyed, since a mail address can be guessed.</summary>
    private string FingerprintOf(AgentRow agent) => seal.Mark(
        "agents_agents.fingerprint",
        Convert.ToHexString(SHA256.HashData([.. Who(agent), .. Work(agent)])),
        agent.Organisation)!;

    private static byte[] Who(AgentRow agent) => JsonSerializer.SerializeToUtf8Bytes(
        new { agent.Name, agent.UserName, agent.Email, agent.Nickname, agent.Role, agent.Permissions }, Wire.Json);

    /// <summary>Nothing where nothing was said: who was added before these fields were there still has the same fingerprint.</summary>
    private static byte[] Work(AgentRow agent)
    {
        var said = new { agent.ChatLimit, agent.Departments, agent.Sites, agent.Languages, agent.Skills };
        var nothing = new AgentRow();
        return said.Equals(new { nothing.ChatLimit, nothing.Departments, nothing.Sites, nothing.Languages, nothing.Skills })
            ? [] : JsonSerializer.SerializeToUtf8Bytes(said, Wire.Json);
    }
}
