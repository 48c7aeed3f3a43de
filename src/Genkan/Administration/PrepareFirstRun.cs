using Genkan.Doors;
using Genkan.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Genkan.Administration;

/// <summary>
/// At the first start: founds the organisation the operator's variables name, or prints the code the set-up page asks for.
/// Runs before the first request is taken.
/// </summary>
internal sealed class PrepareFirstRun(
    FirstRun firstRun,
    SetupCode code,
    GenkanSettings settings,
    IConfiguration configuration,
    IServer server,
    IHostApplicationLifetime lifetime,
    ILogger<PrepareFirstRun> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await firstRun.Needed())
        {
            code.Burn();
        }
        else if (configuration["GENKAN_SETUP_EMAIL"] is { Length: > 0 } email && configuration["GENKAN_SETUP_PASSWORD"] is { Length: > 0 } password)
        {
            await SetUpAsTold(email, password);
        }
        else
        {
            code.Show();
            lifetime.ApplicationStarted.Register(PrintUnlessDone);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task SetUpAsTold(string email, string password)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var wanted = new NewOrganisation(
            configuration["GENKAN_SETUP_ORGANISATION"] ?? email[(at + 1)..],
            configuration["GENKAN_SETUP_NAME"] ?? (at > 0 ? email[..at] : email),
            email,
            password);
        try
        {
            await firstRun.Begin(wanted);
            log.LogInformation("The first organisation was set up from GENKAN_SETUP_EMAIL and GENKAN_SETUP_PASSWORD");
        }
        catch (Refusal refusal) when (refusal.Code == "setup_done")
        {
            // Another node of the same database was told the same and was faster.
        }
        catch (Refusal refusal)
        {
            var fields = string.Join(", ", refusal.Fields?.SelectMany(f => f.Value.Select(e => $"{f.Key}: {e.Code}")) ?? [refusal.Code]);
            throw new StartRefusedException($"The set-up from GENKAN_SETUP_EMAIL and GENKAN_SETUP_PASSWORD was refused ({fields}). A password has at least {PasswordRule.Shortest} characters.");
        }
    }

    /// <summary>To the output, not to the log: logs travel to places where a code has no business.</summary>
    private void PrintUnlessDone()
    {
        // The demo founds its own organisation between our start and this.
        if (!firstRun.Needed().GetAwaiter().GetResult())
        {
            code.Burn();
            return;
        }

        Console.WriteLine($"\n  Genkan is ready to be set up. Open {BaseUrl()}/console/setup and give this code:\n\n      {code.Show()}\n");
    }

    private string BaseUrl() => settings.PublicUrl
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?.Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal)
        ?? "";
}
