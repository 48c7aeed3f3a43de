using System.Text.Json;
using Genkan.Administration;
using Genkan.Storage;

namespace Genkan.Mail;

/// <summary>Queues letters for the rooms below: the row and its job stand in the unit of their cause.</summary>
internal sealed class OutgoingLetters(MailSettings settings, IJobs jobs) : ILetters
{
    public bool Ready => settings.Ready;

    public async Task Queue(ITx tx, Letter letter)
    {
        if (settings.Ready && await LetterStore.Add(tx, letter, JsonSerializer.Serialize(letter, Wire.Json)))
        {
            await jobs.Queue(tx, letter.Id, DeliverLetter.JobKind, new { }, 0);
        }
    }
}
