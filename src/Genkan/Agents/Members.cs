using Genkan.Administration;
using Genkan.Audit;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Agents;

/// <summary>Answers Administration's questions about memberships, and other rooms' about agents.</summary>
internal sealed class Members(AgentContact contact, WorkforceNews news) : IMembers, IAgents, IAuditNames
{
    public async Task<Member?> Find(IReadTx tx, OrganisationId organisation, Guid agent) => (await AgentStore.Find(tx, organisation, agent))?.Membership();

    public async Task<Member?> FindByUserName(IReadTx tx, OrganisationId organisation, string userName) =>
        (await AgentStore.FindByUserName(tx, organisation, userName))?.Membership();

    public async Task<IReadOnlyList<Member>> OfAccount(IReadTx tx, Guid account) => [.. (await AgentStore.OfAccount(tx, account)).Select(a => a.Membership())];

    public async Task<IReadOnlyList<Member>> AllOf(IReadTx tx, OrganisationId organisation) =>
        [.. (await AgentStore.All(tx)).Where(a => a.Organisation == organisation && a.Account is not null).Select(a => a.Membership())];

    public async Task<Guid> AddOwner(ITx tx, Guid account, string name, string? email, string? language)
    {
        await AgentSettings.Begin(tx);
        var owner = new AgentRow
        {
            Id = Guid.CreateVersion7(),
            Organisation = tx.Organisation,
            Account = account,
            Name = name,
            UserName = UserNames.From(email ?? name),
            Email = email,
            Role = Roles.Admin,
            Permissions = Roles.Write(Roles.PermissionsOf(Roles.Admin)),
            StatusAt = tx.Now,
            Language = language,
            CreatedAt = tx.Now,
            JoinedAt = tx.Now,
        };
        await AgentStore.Insert(tx, owner);
        tx.Append(AgentEvents.Added(Actor.System, owner));
        return owner.Id;
    }

    public async Task Join(ITx tx, Guid agent, string? name)
    {
        var before = (await AgentStore.FindToChange(tx, agent))!;
        var after = before with { JoinedAt = before.JoinedAt ?? tx.Now, Name = name ?? before.Name };
        await AgentStore.Update(tx, after);
        if (after.Name != before.Name)
        {
            tx.Append(AgentEvents.Changed(Actor.Agent(agent), after));
        }
    }

    public bool MayBeStatus(string name) => StatusStore.IsKey(name);

    public Task BeforeComingOrGoing(ITx tx) => news.Before(tx);

    public async Task SignedIn(ITx tx, Guid agent, string? status)
    {
        // An own status may be gone, or another organisation's: the sign-in goes on without it.
        var wanted = (await StatusStore.FindToStandOn(tx, status))?.Key ?? await AgentSettings.InitialStatus(tx, agent);
        await AgentStore.Note(tx, agent, "signIn", wanted);
        await AgentStore.SetStatus(tx, (await AgentStore.FindToChange(tx, agent))!, wanted, Actor.Agent(agent));
        await news.After(tx);
    }

    public async Task SignedOut(ITx tx, Guid agent, bool last)
    {
        if (await AgentStore.FindToChange(tx, agent) is not { } member)
        {
            return;
        }

        await AgentStore.Note(tx, agent, "signOut", last ? "offline" : member.Status);
        if (last)
        {
            await AgentStore.SetStatus(tx, member, AgentStatus.Offline, Actor.Agent(agent));
            await news.After(tx);
        }
    }

    public async Task<AgentAnswer> Show(IReadTx tx, Guid agent) => (await AgentStore.Find(tx, agent))!.Answer();

    public void Seen(OrganisationId organisation, Guid agent) => contact.Touch(organisation, agent);

    public Task<AgentBrief?> Find(IReadTx tx, Guid agent) => AgentStore.FindBrief(tx, agent);

    public async Task<bool> IsAdmin(IReadTx tx, Guid agent) => await AgentStore.Find(tx, agent) is { Role: Roles.Admin };

    public async Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadTx tx, IReadOnlyCollection<Guid> agents) =>
        (await AgentStore.EvenRemoved(tx)).Where(a => agents.Contains(a.Id)).ToDictionary(a => a.Id, a => a.Name);

    public async Task<IReadOnlyList<AgentBrief>> AllEver(IReadTx tx) =>
        [.. (await AgentStore.EvenRemoved(tx)).OrderBy(a => Folded.ForSearch(a.Name), StringComparer.Ordinal).ThenBy(a => a.Id).Select(a => a.Brief())];

    public async Task<IReadOnlyList<AgentBrief>> All(IReadTx tx) => [.. (await AgentStore.All(tx)).Select(a => a.Brief())];
}
