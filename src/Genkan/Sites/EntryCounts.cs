using System.Globalization;
using Genkan.Storage;

namespace Genkan.Sites;

/// <summary>How often the nickname screen was opened (E-02) and how often a chat followed (E-03), per site and UTC day.</summary>
internal static class EntryCounts
{
    // Repeats of one opening come within minutes; two days are kept so that midnight doubles nothing.
    private const int DaysKept = 2;

    public static string DayOf(long at) => DayOf(DateTimeOffset.FromUnixTimeMilliseconds(at));

    public static string DayOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Counts one opening, once per id.</summary>
    public static async Task AddOpened(ITx tx, Guid site, Guid id, Guid? visitor)
    {
        var day = DayOf(tx.Now);
        var isNew = await tx.Run(
            "INSERT INTO sites_entries (organisation, id, day, visitor) VALUES (@organisation, @id, @day, @visitor) ON CONFLICT (organisation, id) DO NOTHING",
            new { organisation = tx.Organisation, id, day, visitor });
        if (isNew == 1 && await Add(tx, site, day, opened: 1, chatted: 0) == 1)
        {
            await ForgetOldIds(tx);
        }
    }

    public static Task AddChatted(ITx tx, Guid site) => Add(tx, site, DayOf(tx.Now), opened: 0, chatted: 1);

    public static Task<long> OpenedToday(IReadTx tx, Guid visitor) => tx.One<long>(
        "SELECT COUNT(*) FROM sites_entries WHERE organisation = @organisation AND day = @day AND visitor = @visitor",
        new { organisation = tx.Organisation, day = DayOf(tx.Now), visitor });

    public static Task<IReadOnlyList<EntryCount>> Between(IReadTx tx, Guid site, string from, string to) => tx.All<EntryCount>(
        "SELECT day, opened, chatted FROM sites_entry_days WHERE organisation = @organisation AND site = @site AND day >= @from AND day <= @to ORDER BY day",
        new { organisation = tx.Organisation, site, from, to });

    /// <summary>The day's new number of openings.</summary>
    private static Task<long> Add(ITx tx, Guid site, string day, long opened, long chatted) => tx.One<long>(
        """
        INSERT INTO sites_entry_days (organisation, site, day, opened, chatted) VALUES (@organisation, @site, @day, @opened, @chatted)
        ON CONFLICT (organisation, site, day) DO UPDATE
        SET opened = sites_entry_days.opened + excluded.opened, chatted = sites_entry_days.chatted + excluded.chatted
        RETURNING opened
        """,
        new { organisation = tx.Organisation, site, day, opened, chatted });

    /// <summary>Once a day and site, with the day's first opening.</summary>
    private static Task<int> ForgetOldIds(ITx tx) => tx.Run(
        "DELETE FROM sites_entries WHERE organisation = @organisation AND day < @day",
        new { organisation = tx.Organisation, day = DayOf(DateTimeOffset.FromUnixTimeMilliseconds(tx.Now).AddDays(-DaysKept)) });
}

/// <summary>One day of one site.</summary>
internal sealed record EntryCount
{
    public string Day { get; init; } = "";
    public long Opened { get; init; }
    public long Chatted { get; init; }
}
