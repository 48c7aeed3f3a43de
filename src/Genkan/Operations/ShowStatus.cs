using Genkan.Administration;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Operations;

/// <summary><c>GET /api/installation/status</c>: how the installation is, for whom it belongs to. Numbers only; of no organisation more than that it is there.</summary>
internal sealed class ShowStatus(IStore store, IJobs jobs, IBackups backups, IOrganisations organisations, ILetters letters, Readiness readiness, OpenStreams streams, MessageRate rate, GenkanSettings settings, TimeProvider time)
{
    /// <summary>A nightly backup that failed once, and the night after it.</summary>
    private static readonly TimeSpan BackupTooOld = TimeSpan.FromDays(2);

    private const long LittleSpace = 1L << 30;

    private readonly DateTimeOffset startedAt = time.GetUtcNow();

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/installation/status", (HttpContext context, ShowStatus status) => status.Answer(context)).ForInstallationOwner();

    private async Task<IResult> Answer(HttpContext context)
    {
        var backlog = await jobs.Backlog();
        var free = readiness.FreeSpace();
        var last = backups.Last();
        var engine = await store.EngineVersion();
        return TypedResults.Json(
            new InstallationStatus(
                GenkanSettings.Version,
                startedAt.ToUnixTimeMilliseconds(),
                engine,
                await store.Size(),
                free,
                await organisations.Count(),
                streams.Staff,
                streams.Visitors,
                rate.LastMinute(),
                store.Waiting,
                backlog.Overdue,
                backlog.OldestDueAt,
                backlog.GivenUp,
                last is null ? null : new BackupNote(last.At.ToUnixTimeMilliseconds(), last.Bytes, last.WithKeys),
                [.. Warnings(context, engine, free, last, backlog), .. await OfMail()]),
            Wire.Json);
    }

    private IEnumerable<string> Warnings(HttpContext context, string engine, long? free, LastBackup? last, JobBacklog backlog)
    {
        if (store.Health.Failing)
        {
            yield return "cannot_write";
        }

        if (free < LittleSpace)
        {
            yield return "disk_low";
        }

        if (last is null || time.GetUtcNow() - last.At > BackupTooOld)
        {
            yield return last is null ? "no_backup" : "backup_old";
        }

        if (!settings.BaseUrl(context.Request).StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            yield return "no_https";
        }

        if (settings.LimitsOff)
        {
            yield return "limits_off";
        }

        if (backlog.GivenUp > 0)
        {
            yield return "jobs_given_up";
        }

        // Before 3.51.3 two checkpoints at once can corrupt; this server never makes two, another program on the file might.
        if (engine.StartsWith("SQLite ", StringComparison.Ordinal) && Version.Parse(engine["SQLite ".Length..]) < new Version(3, 51, 3))
        {
            yield return "sqlite_old";
        }
    }

    /// <summary>Passwords are forgotten everywhere; where organisations are promised a letter to register by, that is the more pressing.</summary>
    private async Task<IReadOnlyList<string>> OfMail() =>
        letters.Ready ? [] : [await organisations.MayRegister() ? "no_mail_registration" : "no_mail"];
}

internal sealed record BackupNote(long At, long Bytes, bool WithKeys);

/// <param name="Version">The program's.</param>
/// <param name="StartedAt">UTC ms.</param>
/// <param name="Engine">Name and version.</param>
/// <param name="DatabaseBytes">On its disk.</param>
/// <param name="FreeBytes">Left beside the data folder; null where the system does not say.</param>
/// <param name="Organisations">How many.</param>
/// <param name="StaffStreams">Open on this server.</param>
/// <param name="VisitorStreams">Open on this server.</param>
/// <param name="MessagesPerMinute">Through this server, in the last minute.</param>
/// <param name="WaitingWrites">For the one writer; 0 on PostgreSQL.</param>
/// <param name="OverdueJobs">Due and not done.</param>
/// <param name="OldestDueAt">When the oldest of them was due, UTC ms.</param>
/// <param name="GivenUpJobs">Tried for 48 hours in vain.</param>
/// <param name="LastBackup">Null where none is known.</param>
/// <param name="Warnings">Codes, worded by the console.</param>
internal sealed record InstallationStatus(
    string Version,
    long StartedAt,
    string Engine,
    long DatabaseBytes,
    long? FreeBytes,
    long Organisations,
    int StaffStreams,
    int VisitorStreams,
    int MessagesPerMinute,
    int WaitingWrites,
    long OverdueJobs,
    long? OldestDueAt,
    long GivenUpJobs,
    BackupNote? LastBackup,
    IReadOnlyList<string> Warnings);
