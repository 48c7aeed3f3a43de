using Microsoft.Extensions.Logging.Console;

namespace Genkan.Operations;

/// <summary>How the log is written (<c>GENKAN_LOG</c>). What is in it is the same: names and numbers, never a person's words or address.</summary>
internal static class LogForm
{
    public static void Choose(IServiceCollection services, GenkanSettings settings)
    {
        services.Configure<ConsoleLoggerOptions>(o => o.FormatterName = settings.Log switch
        {
            "json" => ConsoleFormatterNames.Json,
            "systemd" => ConsoleFormatterNames.Systemd,
            _ => ConsoleFormatterNames.Simple,
        });
        services.Configure<JsonConsoleFormatterOptions>(o =>
        {
            o.UseUtcTimestamp = true;
            o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            // Scopes hold the request's path, in which links carry their tokens.
            o.IncludeScopes = false;
        });
    }
}
