using Genkan.Administration;
using Genkan.Conversations;
using Genkan.Live;
using Genkan.Storage;
using Genkan.Texts;
using Genkan.Visitors;

namespace Genkan.LeftMessages;

/// <summary>What visitors wrote when nobody was there.</summary>
public static class LeftMessagesModule
{
    /// <summary>Registers the room.</summary>
    public static void AddLeftMessages(this IServiceCollection services)
    {
        services.AddSingleton(new SealedColumn("leftmessages_messages", "email") { MarkColumn = "email_key", Folded = Folded.Key });
        services.AddSingleton(new SealedColumn("leftmessages_messages", "phone") { MarkColumn = "phone_key", Folded = LeftMessageStore.PhoneDigits });
        services.AddSingleton(new SealedEvents(LeftMessageEvents.Prefix));
        services.AddSingleton<LeaveMessage>();
        services.AddSingleton<ILeftMessages>(s => s.GetRequiredService<LeaveMessage>());
        services.AddSingleton<ReadLeftMessages>();
        services.AddSingleton<MarkLeftMessage>();
        services.AddSingleton<ReplyToLeftMessage>();
        services.AddSingleton<ReplyLetter>();
        services.AddSingleton<WhoAnswers>();
        services.AddSingleton<LeftMessageSettings>();
        services.AddSingleton<Answers>();
        services.AddSingleton<IVisitAnswerPart>(s => s.GetRequiredService<Answers>());
        services.AddSingleton<ILetterWatch, ReplyDelivery>();
        services.AddSingleton<IStoreCheck, LeftMessageCheck>();
        services.AddSingleton<IStreamGate, LeftMessageGate>();
        services.AddSingleton<IDeskPart, OpenOnDesk>();
        services.AddHostedService<FoldAtStart>();
    }

    /// <summary>Opens its doors.</summary>
    public static void MapLeftMessages(this IEndpointRouteBuilder routes)
    {
        LeaveMessage.Map(routes);
        ReadLeftMessages.Map(routes);
        MarkLeftMessage.Map(routes);
        ReplyToLeftMessage.Map(routes);
        Answers.Map(routes);
        LeftMessageSettings.Map(routes);
    }
}
