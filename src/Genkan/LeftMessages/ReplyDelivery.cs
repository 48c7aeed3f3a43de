using Genkan.Administration;
using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>Hears what became of an answer's letter and says so at the message, where those look who wrote it.</summary>
internal sealed class ReplyDelivery : ILetterWatch
{
    public async Task Became(ITx tx, Guid letter, LetterFate fate, string? why)
    {
        if (await LeftMessageStore.FindByLetter(tx, letter) is not { ReplyId: not null } row)
        {
            return;
        }

        var (state, before) = (StateOf(fate), row.Opened(tx));
        // Each further try in vain is no news.
        if (before.Reply!.Mail == state && before.Reply.MailWhy == why)
        {
            return;
        }

        await LeftMessageStore.Mailed(tx, row.Id, state, why);
        if (fate is LetterFate.Sent or LetterFate.Failed)
        {
            await LeftMessageStore.Note(tx, row.Id, fate == LetterFate.Sent ? LeftStep.Mailed : LeftStep.MailFailed, null);
        }

        tx.Append(LeftMessageEvents.Changed(Actor.System, before, before with { Reply = before.Reply with { Mail = state, MailWhy = why } }));
    }

    private static string StateOf(LetterFate fate) => fate switch
    {
        LetterFate.Sent => LetterStates.Sent,
        LetterFate.Delayed => LetterStates.Delayed,
        LetterFate.Failed => LetterStates.Failed,
        _ => LetterStates.Waiting,
    };
}
