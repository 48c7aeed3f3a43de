using Genkan.Conversations;
using Genkan.Live;
using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>What visitors wrote when nobody was there.</summary>
public static class LeftMessagesModule
{
    /// <summary>Registers the room.</summary>
    public static void AddLeftMessages(this IServiceCollection services)
    {
        services.AddSingleton(new SealedColumn("leftmessages_messages", "email"));
        services.AddSingleton(new SealedColumn("leftmessages_messages", "phone"));
        services.AddSingleton(new SealedEvents(LeftMessageEvents.Prefix));
        services.AddSingleton<LeaveMessage>();
        services.AddSingleton<ILeftMessages>(s => s.GetRequiredService<LeaveMessage>());
        services.AddSingleton<ReadLeftMessages>();
        services.AddSingleton<MarkLeftMessage>();
        services.AddSingleton<IStreamGate, LeftMessageGate>();
        services.AddSingleton<IDeskPart, OpenOnDesk>();
    }

    /// <summary>Opens its doors.</summary>
    public static void MapLeftMessages(this IEndpointRouteBuilder routes)
    {
        LeaveMessage.Map(routes);
        ReadLeftMessages.Map(routes);
        MarkLeftMessage.Map(routes);
    }
}
