using Genkan.Live;
using Genkan.Storage;
using Genkan.Visitors;

namespace Genkan.Conversations;

/// <summary>The talk.</summary>
public static class ConversationsModule
{
    /// <summary>Adds this room.</summary>
    public static void AddConversations(this IServiceCollection services)
    {
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<IStoreCheck, ConversationCheck>();
        services.AddSingleton<IConversationLoads>(s => s.GetRequiredService<ConversationStore>());
        services.AddSingleton<Ownership>();
        services.AddSingleton<IOwnership>(s => s.GetRequiredService<Ownership>());
        services.AddSingleton<SystemClose>();
        services.AddSingleton<IRunningConversations>(s => s.GetRequiredService<ConversationStore>());
        services.AddSingleton<ConversationAccess>();
        services.AddSingleton<ConversationViews>();
        services.AddSingleton<ConversationGate>();
        services.AddSingleton<IStreamGate>(s => s.GetRequiredService<ConversationGate>());
        services.AddSingleton<TypingBoard>();
        services.AddSingleton<StartConversation>();
        services.AddSingleton<SendMessage>();
        services.AddSingleton<ChangeMessage>();
        services.AddSingleton<AcceptConversation>();
        services.AddSingleton<EndConversation>();
        services.AddSingleton<BackToWaiting>();
        services.AddSingleton<CloseHanging>();
        services.AddSingleton<MarkMessages>();
        services.AddSingleton<Typing>();
        services.AddSingleton<ReadConversations>();
        services.AddSingleton<ShowDesk>();
        services.AddSingleton<ConversationSettings>();
        services.AddSingleton<PresenceNews>();
        services.AddSingleton<IStandingValues>(s => s.GetRequiredService<PresenceNews>());
        services.AddHostedService(s => s.GetRequiredService<PresenceNews>());
        services.AddHostedService<SilenceWatch>();
        services.AddSingleton<ConversationsFace>();
        services.AddSingleton<IConversations>(s => s.GetRequiredService<ConversationsFace>());
        services.AddSingleton<IVisitAnswerPart>(s => s.GetRequiredService<ConversationsFace>());
    }

    /// <summary>Maps this room's doors.</summary>
    public static void MapConversations(this IEndpointRouteBuilder routes)
    {
        StartConversation.Map(routes);
        SendMessage.Map(routes);
        ChangeMessage.Map(routes);
        AcceptConversation.Map(routes);
        EndConversation.Map(routes);
        BackToWaiting.Map(routes);
        CloseHanging.Map(routes);
        MarkMessages.Map(routes);
        Typing.Map(routes);
        ReadConversations.Map(routes);
        ShowDesk.Map(routes);
        ConversationSettings.Map(routes);
    }
}
