using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>Answers what whoever hands out work asks.</summary>
internal sealed class WorkforceReader : IWorkforce
{
    /// <summary>Whoever writes an agent, a department or a status says that this changed.</summary>
    public const string Subject = "workforce";

    private readonly KeptFacts<Workforce> kept = new(Subject);

    public Task<Workforce> Read(IReadTx tx) => kept.Read(tx, ReadAnew);

    private async Task<Workforce> ReadAnew(IReadTx tx)
    {
        var statuses = await Statuses(tx);
        var lets = statuses.ToDictionary(s => s.Key, s => s.Lets(), StringComparer.Ordinal);
        var agents = await AgentStore.Workers(tx);
        return new Workforce([.. agents.Select(a => Of(a, lets))], await Departments(tx), statuses);
    }

    public async Task<IReadOnlyList<DepartmentBrief>> Departments(IReadTx tx) => [.. (await DepartmentStore.All(tx)).Select(d => d.Brief())];

    public async Task<IReadOnlyList<DepartmentBrief>> DepartmentsEver(IReadTx tx) => [.. (await DepartmentStore.AllEver(tx)).Select(d => d.Brief())];

    public async Task<IReadOnlyList<StatusBrief>> Statuses(IReadTx tx) => [.. (await StatusStore.All(tx)).Select(s => s.Brief())];

    private static WorkforceAgent Of(AgentRow agent, Dictionary<string, LetsThrough> lets) => new()
    {
        Id = agent.Id,
        Name = agent.Name,
        Nickname = agent.Nickname,
        Status = agent.Status,
        Online = agent.Status == AgentStatus.Online,
        Lets = lets.GetValueOrDefault(agent.Status) ?? Agents.LetsThrough.Nothing,
        StatusAt = agent.StatusAt,
        Limit = (int?)agent.ChatLimit,
        Departments = agent.DepartmentIds,
        Sites = agent.SiteIds,
        Languages = agent.LanguageTags,
        Skills = agent.SkillWords,
        Disabled = agent.DisabledAt is not null,
        Removed = agent.RemovedAt is not null,
        MayChat = Roles.Read(agent.Permissions).Contains(Permission.ConversationsChat),
    };
}
