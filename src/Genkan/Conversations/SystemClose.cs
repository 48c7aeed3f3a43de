using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>
/// Ends for good what neither side ends: a conversation that hangs, one whose visitor fell silent. Beside <see cref="Ownership"/>, since whoever
/// distributes asks that one itself.
/// </summary>
internal sealed class SystemClose(IStorage storage, IOwnership ownership, IDistribution distribution, TypingBoard typing)
{
    /// <summary>
    /// In one unit, the turn taken first: <paramref name="find"/> is asked inside for the conversation if it is to be closed still, since either side may have acted in the
    /// same moment; <paramref name="answer"/> hears whether it was closed by this. What was being typed in it is forgotten.
    /// </summary>
    public async Task<T> Close<T>(OrganisationId organisation, Guid conversation, Actor by, Func<ITx, Task<Conversation?>> find, Func<ITx, bool, Task<T>> answer)
    {
        var (closed, answered) = await storage.Write(organisation, async tx =>
        {
            await distribution.Before(tx);
            var found = await find(tx);
            var closes = found is not null && await ownership.Close(tx, conversation, by);
            if (closes)
            {
                await distribution.Over(tx, conversation, found!.HeldBy);
            }

            return (closes, await answer(tx, closes));
        });
        if (closed)
        {
            typing.Forget(organisation, conversation);
        }

        return answered;
    }
}
