using Genkan.Administration;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

internal sealed record ChangeAgentRequest : WorkFields
{
    public string? Name { get; init; }
    public string? UserName { get; init; }

    /// <summary>null or empty takes it away.</summary>
    public string? Email
    {
        get;
        init => (field, EmailGiven) = (value, true);
    }

    /// <summary>null or empty takes it away.</summary>
    public string? Nickname
    {
        get;
        init => (field, NicknameGiven) = (value, true);
    }

    public string? Role { get; init; }
    public IReadOnlyList<string?>? Permissions { get; init; }
    public string? Password { get; init; }
    public bool? Disabled { get; init; }

    internal bool EmailGiven { get; private init; }

    internal bool NicknameGiven { get; private init; }
}

/// <summary><c>PATCH /api/agents/{id}</c>: what is given changes, the rest stays. What an agent may do, or no longer may, counts at once.</summary>
internal sealed class ChangeAgent(IStorage storage, IAccounts accounts, WorkforceNews news, Belonging belonging, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPatch("/api/agents/{id:guid}", (Guid id, ChangeAgentRequest request, StaffCaller caller, ChangeAgent useCase) => useCase.Handle(caller, id, request))
        .ForStaff(Permission.AgentsManage).Audited(AuditKinds.AgentChanged);

    private async Task<IResult> Handle(StaffCaller caller, Guid id, ChangeAgentRequest request)
    {
        var now = await storage.Read(caller.Organisation, tx => AgentStore.Find(tx, id)) ?? throw Refusal.NotFound();
        var wanted = Check(now, request);
        // One's own password is changed with the present one in hand, or a key left lying about could take the account over.
        if (wanted.Password is not null && id == caller.Agent)
        {
            throw Refusal.NotAllowed();
        }

        var hash = wanted.Password is null ? null : await accounts.HashPassword(wanted.Password);
        var (agent, showOut) = await storage.Write(caller.Organisation, tx => Change(tx, caller, id, wanted, hash));
        accounts.ShowOut(caller.Organisation, id, showOut);
        return TypedResults.Json(agent.Answer(), Wire.Json);
    }

    private Wanted Check(AgentRow now, ChangeAgentRequest request)
    {
        var check = new FieldCheck();
        var wanted = new Wanted
        {
            Name = request.Name is null ? null : check.Text("name", request.Name, AgentFields.LongestName),
            UserName = request.UserName is null ? null : UserNames.Check(check, request.UserName),
            EmailGiven = request.EmailGiven,
            Email = request.EmailGiven ? check.Email("email", request.Email, required: false) : null,
            NicknameGiven = request.NicknameGiven,
            Nickname = request.NicknameGiven ? check.Optional("nickname", request.Nickname, AgentFields.LongestName) : null,
            Role = request.Role is null ? null : AgentFields.Role(check, request.Role),
            Permissions = request.Permissions is null ? null : AgentFields.Permissions(check, request.Permissions),
            Password = string.IsNullOrEmpty(request.Password) ? null : request.Password,
            Disabled = request.Disabled,
            Work = request,
        };
        request.ApplyTo(now, check);
        if (wanted.Password is not null)
        {
            accounts.CheckPassword(check, "password", wanted.Password, wanted.EmailGiven ? wanted.Email : now.Email, wanted.UserName ?? now.UserName);
        }

        check.Done();
        return wanted;
    }

    private async Task<(AgentRow Agent, string? ShowOut)> Change(ITx tx, StaffCaller caller, Guid id, Wanted wanted, string? hash)
    {
        await news.Before(tx);
        await AgentStore.Lock(tx);
        var before = await AgentStore.FindToChange(tx, id) ?? throw Refusal.NotFound();
        var after = wanted.ApplyTo(before, tx.Now);
        await AdminRights.MustStillCover(tx, caller, before, after);
        await AdminRights.TheLastAdminStays(tx, before, after);
        await AdminRights.TheInstallationsOwnerStays(tx, accounts, before, after);
        await AgentFields.RefuseTakenUserName(tx, after);
        var known = await belonging.Read(tx);
        known.RefuseUnknown(after, before);
        after = await new AccountChange(accounts, caller).Apply(tx, before, after, hash);
        if (after == before && hash is null)
        {
            return (before, null);
        }

        return await Keep(tx, caller, before, after, known, newPassword: hash is not null);
    }

    private async Task<(AgentRow Agent, string? ShowOut)> Keep(ITx tx, StaffCaller caller, AgentRow before, AgentRow after, Known known, bool newPassword)
    {
        var ended = newPassword || (after.DisabledAt is not null && before.DisabledAt is null);
        await AgentStore.Update(tx, after);
        if (ended)
        {
            await accounts.EndSessions(tx, after.Organisation, after.Id);
            await AgentStore.Note(tx, after.Id, "signOut", "offline");
            after = await AgentStore.SetStatus(tx, after, AgentStatus.Offline, Actor.Agent(caller.Agent));
        }

        // Told also where only rights changed: open streams ask anew who they are for.
        tx.Append(AgentEvents.Changed(Actor.Agent(caller.Agent), after));
        await news.After(tx);
        await audit.Note(tx, AgentAudit.Of(AuditKinds.AgentChanged, AuditBy.Of(caller), before, after, known, newPassword ? ["password"] : []));
        var reason = after.DisabledAt is not null && before.DisabledAt is null ? "disabled" : ended ? "signed_out" : null;
        return (after, reason);
    }

    private sealed record Wanted
    {
        public string? Name { get; init; }
        public string? UserName { get; init; }
        public bool EmailGiven { get; init; }
        public string? Email { get; init; }
        public bool NicknameGiven { get; init; }
        public string? Nickname { get; init; }
        public string? Role { get; init; }
        public IReadOnlySet<Permission>? Permissions { get; init; }
        public string? Password { get; init; }
        public bool? Disabled { get; init; }
        public WorkFields Work { get; init; } = new();

        /// <summary>The fields of the work were checked before.</summary>
        public AgentRow ApplyTo(AgentRow agent, long now) => Work.ApplyTo(agent, new FieldCheck()) with
        {
            Name = Name ?? agent.Name,
            UserName = UserName ?? agent.UserName,
            Email = EmailGiven ? Email : agent.Email,
            Nickname = NicknameGiven ? Nickname : agent.Nickname,
            Role = Role ?? agent.Role,
            Permissions = PermissionsAfter(agent),
            DisabledAt = Disabled switch
            {
                true => agent.DisabledAt ?? now,
                false => null,
                null => agent.DisabledAt,
            },
        };

        /// <summary>Another role brings its bundle, unless permissions are named too; the same role again changes nothing.</summary>
        private string PermissionsAfter(AgentRow agent) =>
            Permissions is not null ? Roles.Write(Permissions)
            : Role is not null && Role != agent.Role ? Roles.Write(Roles.PermissionsOf(Role))
            : agent.Permissions;
    }
}
