using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>Counts what is tried on the other nodes too, from the start on and not only from the first try made here.</summary>
internal sealed class GuessesTogether(GuessLimit guesses, FailureLimit failures, IBus bus) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        bus.Hear<TryWord>(GuessLimit.Tried, guesses.NoteElsewhere);
        bus.Hear<FailureWord>(FailureLimit.Failed, word => failures.Count(word.High, word.Low));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
