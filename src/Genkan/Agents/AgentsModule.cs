using Genkan.Administration;
using Genkan.Audit;
using Genkan.Live;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>The people who answer: names, pictures, rights, status and contact.</summary>
public static class AgentsModule
{
    /// <summary>Registers the room.</summary>
    public static void AddAgents(this IServiceCollection services)
    {
        services.AddSingleton(new SealedColumn("agents_agents", "email"));
        services.AddSingleton(new SealedColumn("agents_agents", "fingerprint") { IsMark = true });
        services.AddSingleton(new SealedColumn("agents_avatars", "bytes") { Row = "agent", Bytes = true });
        services.AddSingleton<IStoreCheck, AgentCheck>();
        services.AddSingleton<AgentContact>();
        services.AddSingleton<IAgentContact>(s => s.GetRequiredService<AgentContact>());
        services.AddSingleton<IStreamWatcher>(s => s.GetRequiredService<AgentContact>());
        services.AddSingleton<Members>();
        services.AddSingleton<IMembers>(s => s.GetRequiredService<Members>());
        services.AddSingleton<IAuditNames>(s => s.GetRequiredService<Members>());
        services.AddSingleton<IAgents>(s => s.GetRequiredService<Members>());
        services.AddSingleton<WorkforceNews>();
        services.AddSingleton<IStatusSetter, StatusSetter>();
        services.AddSingleton<IWorkforce, WorkforceReader>();
        services.AddSingleton<Belonging>();
        services.AddSingleton<AddAgent>();
        services.AddSingleton<ChangeAgent>();
        services.AddSingleton<RemoveAgent>();
        services.AddSingleton<InviteAgain>();
        services.AddSingleton<ChangeMe>();
        services.AddSingleton<Avatars>();
        services.AddSingleton<AddDepartment>();
        services.AddSingleton<ChangeDepartment>();
        services.AddSingleton<RemoveDepartment>();
        services.AddSingleton<AddStatus>();
        services.AddSingleton<ChangeStatus>();
        services.AddSingleton<RemoveStatus>();
        services.AddSingleton<IHiring>(s => s.GetRequiredService<AddAgent>());
    }

    /// <summary>Opens its doors.</summary>
    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        ListAgents.Map(routes);
        AddAgent.Map(routes);
        ChangeAgent.Map(routes);
        RemoveAgent.Map(routes);
        InviteAgain.Map(routes);
        SetStatus.Map(routes);
        StayInTouch.Map(routes);
        ChangeMe.Map(routes);
        Avatars.Map(routes);
        AgentSettings.Map(routes);
        ReadPresence.Map(routes);
        ListDepartments.Map(routes);
        AddDepartment.Map(routes);
        ChangeDepartment.Map(routes);
        RemoveDepartment.Map(routes);
        ListStatuses.Map(routes);
        AddStatus.Map(routes);
        ChangeStatus.Map(routes);
        RemoveStatus.Map(routes);
    }
}
