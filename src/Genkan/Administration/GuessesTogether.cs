namespace Genkan.Administration;

/// <summary>Both counts begin with the server and not with the first try made here, so that what is tried on other nodes is counted from the start.</summary>
internal sealed class GuessesTogether(GuessLimit guesses, FailureLimit failures) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(guesses);
        ArgumentNullException.ThrowIfNull(failures);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
