using System.Text.Json;
using Genkan.Administration;
using Genkan.Storage;

namespace Genkan.Mail;

/// <summary>
/// Takes one queued letter to the server. What is refused for good is shown as failed at once; what may get better is tried
/// again with growing pauses, at most an hour, for 48 hours, and then shown as failed. A letter that was taken just before
/// the program died goes out again under the same Message-ID.
/// </summary>
internal sealed class DeliverLetter(IStorage storage, IPostman postman, MailSettings settings, IEnumerable<ILetterWatch> watches) : IJobHandler
{
    public const string JobKind = "mail.deliver";

    /// <summary>The last try: the next one, an hour later, would fall beyond the 48 hours.</summary>
    private const long LastTryAfter = 47L * 3_600_000;

    public string Kind => JobKind;

    public async Task Do(Job job, CancellationToken stop)
    {
        var (letter, now) = await storage.Read(job.Organisation, async tx => (await LetterStore.Find(tx, job.Organisation, job.Id), tx.Now));
        if (letter is not { State: LetterStore.Waiting, Content: { } content })
        {
            return;
        }

        try
        {
            await postman.Deliver(Written(letter, JsonSerializer.Deserialize<Letter>(content, Wire.Json)!), stop);
            await storage.Write(job.Organisation, async tx =>
            {
                await LetterStore.Delivered(tx, job.Id);
                return await watches.Tell(tx, job.Id, LetterFate.Sent);
            });
        }
        catch (SmtpTrouble trouble)
        {
            var forGood = trouble.ForGood || now - letter.CreatedAt >= LastTryAfter;
            await storage.Write(job.Organisation, async tx =>
            {
                await LetterStore.NotDelivered(tx, job.Id, trouble, forGood);
                return await watches.Tell(tx, job.Id, forGood ? LetterFate.Failed : LetterFate.Delayed, trouble.Why);
            });
            if (!forGood)
            {
                throw;
            }
        }
    }

    private MimeLetter Written(LetterRow row, Letter letter)
    {
        if (!settings.Ready)
        {
            // Set up when it was queued, and not any more.
            throw new SmtpTrouble("not_set_up");
        }

        return new MimeLetter
        {
            Id = row.Id,
            From = letter.FromName is null ? settings.From! : settings.From!.InTheNameOf(letter.FromName),
            To = Mailbox.Of(letter.To, letter.ToName) ?? throw new SmtpTrouble("address", forGood: true),
            Subject = letter.Subject,
            Language = letter.Language,
            At = row.CreatedAt,
            Text = LetterLayout.Text(letter),
            Html = LetterLayout.Html(letter),
        };
    }
}
