using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>
/// Closes a conversation whose visitor has not answered the agent's last word for as long as the organisation says (G-09). While the
/// last word is the visitor's no time runs (G-10).
/// </summary>
internal sealed class SilenceWatch(IStorage storage, ConversationStore store, SystemClose end, TimeProvider time, ILogger<SilenceWatch> log)
    : BackgroundService
{
    /// <summary>The shortest silence anybody can set.</summary>
    private const long Shortest = 60_000;

    /// <summary>How late it may be noticed.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(LookAgain, time);
        while (await tick.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Look();
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(fault, "Who fell silent could not be looked at and is looked at again");
            }
        }
    }

    private async Task Look()
    {
        if (!storage.Ready)
        {
            return;
        }

        var silent = await storage.ReadInstallation(tx => store.SilentOnes(tx, tx.Now - Shortest));
        foreach (var one in silent.GroupBy(s => s.Organisation))
        {
            var minutes = await storage.Read(one.Key, store.SilenceMinutes);
            var until = time.GetUtcNow().ToUnixTimeMilliseconds() - (minutes * 60_000);
            foreach (var due in minutes == 0 ? [] : one.Where(s => s.SilentSince <= until))
            {
                await Close(one.Key, due.Id, minutes);
            }
        }
    }

    /// <summary>Asked again inside: the visitor may have answered in the same moment.</summary>
    private Task<bool> Close(OrganisationId organisation, Guid conversation, long minutes) => end.Close(
        organisation,
        conversation,
        Actor.System,
        async tx => await store.FindToChange(tx, conversation) is { State: Conversation.InChat, SilentSince: { } since } silent && since <= tx.Now - (minutes * 60_000) ? silent : null,
        (_, closed) => Task.FromResult(closed));
}
