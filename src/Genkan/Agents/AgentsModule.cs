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
        services.AddSingleton<AddAgent>();
        services.AddSingleton<ChangeAgent>();
        services.AddSingleton<RemoveAgent>();
        services.AddSingleton<InviteAgain>();
        services.AddSingleton<ChangeMe>();
        services.AddSingleton<Avatars>();
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
        ChangeMe.Map(routes);
        Avatars.Map(routes);
        AgentSettings.Map(routes);
    }
}
