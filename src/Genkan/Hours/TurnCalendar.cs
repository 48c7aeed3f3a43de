using System.Text.Json;
using Genkan.Storage;

namespace Genkan.Hours;

/// <summary>
/// The clock of a calendar rings: it opens or closes now. A job of the store, so that it rings on one node only, and after a restart
/// for what was missed. It looks at the truth and not at what it was set for, so that ringing twice or too early turns nothing.
/// </summary>
internal sealed class TurnCalendar(IStorage storage, HoursBook book) : IJobHandler
{
    public string Kind => HoursBook.Job;

    public Task Do(Job job, CancellationToken stop)
    {
        var calendar = JsonSerializer.Deserialize<HoursTurn>(job.Data, Wire.Json)!.Calendar;
        return storage.Write(job.Organisation, async tx =>
        {
            await book.Before(tx);
            if (await HoursStore.FindToChange(tx, calendar) is { } row && await book.Note(tx, row, row.ToCalendar(), Actor.System))
            {
                await book.After(tx);
            }

            return 0;
        });
    }
}
