using Genkan.Administration;
using Genkan.Storage;

namespace Genkan.Mail;

/// <summary>Letters on their way out.</summary>
public static class MailModule
{
    /// <summary>Registers the room.</summary>
    public static void AddMail(this IServiceCollection services)
    {
        services.AddSingleton(s => MailSettings.Read(s.GetRequiredService<IConfiguration>(), s.GetRequiredService<GenkanSettings>()));
        services.AddSingleton<IPostman, Postman>();
        services.AddSingleton<ILetters, OutgoingLetters>();
        services.AddSingleton<IJobHandler, DeliverLetter>();
        services.AddSingleton<SeeToMail>();
        foreach (var column in new[] { "recipient", "content", "reply" })
        {
            services.AddSingleton(new SealedColumn(LetterStore.Table, column));
        }
    }

    /// <summary>Opens its doors.</summary>
    public static void MapMail(this IEndpointRouteBuilder routes) => SeeToMail.Map(routes);
}
