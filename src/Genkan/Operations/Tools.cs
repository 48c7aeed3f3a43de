namespace Genkan.Operations;

/// <summary>The rooms without the server: nothing listens, nothing runs in the background, nothing is opened until it is asked for.</summary>
internal static class Tools
{
    public static WebApplication From(Arguments arguments) => GenkanHost.Build(arguments.Settings, builder => builder.Logging.ClearProviders());
}
