using System.Collections.Concurrent;
using System.Globalization;
using Genkan.Storage;

namespace Genkan.Audit;

/// <summary>
/// Notes down outside the database, in <c>audit-anchors.log</c> of the data folder and in the log, where each trail stands. Who
/// can write to the database alone can cut entries off its end and put an older head back; against these notes that shows.
/// </summary>
internal sealed class AuditAnchors(GenkanSettings settings)
{
    private readonly string file = Path.Combine(settings.DataFolder, "audit-anchors.log");
    private readonly ConcurrentDictionary<OrganisationId, long> last = new();
    private readonly Lock writing = new();

    /// <summary>Every note of an organisation: the mac by the number of its entry.</summary>
    public IReadOnlyDictionary<long, string> Of(OrganisationId organisation)
    {
        var noted = new Dictionary<long, string>();
        foreach (var anchor in Lines().Select(Anchor.Read).OfType<Anchor>().Where(a => a.Organisation == organisation))
        {
            noted[anchor.Seq] = anchor.Mac;
        }

        return noted;
    }

    /// <summary>Every organisation that is named in a note.</summary>
    public IReadOnlyCollection<OrganisationId> Organisations() => [.. Lines().Select(Anchor.Read).OfType<Anchor>().Select(a => a.Organisation).Distinct()];

    /// <summary>
    /// Takes out what was noted after a restored backup was made. Where the backup knows none of the organisations noted, it is of another
    /// installation, and all notes go. All of them are kept beside, as they were.
    /// </summary>
    /// <param name="asOf">When the backup was made.</param>
    /// <param name="restored">The organisations in it.</param>
    /// <param name="now">Names the file they are kept in.</param>
    public AuditRestored SetAside(DateTimeOffset asOf, IReadOnlyCollection<OrganisationId> restored, DateTimeOffset now)
    {
        var lines = Lines().ToList();
        var isOfAnother = !Organisations().Any(restored.Contains);
        // Notes tell whole seconds: one of the backup's own second may be later than the backup.
        var kept = lines.Where(line => Anchor.Read(line) is not { } anchor || (!isOfAnother && anchor.At.AddSeconds(1) <= asOf)).ToList();
        if (kept.Count == lines.Count)
        {
            return new AuditRestored(0, null);
        }

        var aside = string.Create(CultureInfo.InvariantCulture, $"{file}.before-restore-{now:yyyyMMdd-HHmmss}");
        File.Copy(file, aside, overwrite: true);
        var fresh = file + ".new";
        File.WriteAllLines(fresh, kept);
        File.Move(fresh, file, overwrite: true);
        return new AuditRestored(lines.Count - kept.Count, aside);
    }

    /// <summary>Adds a note, unless the trail stands where it stood.</summary>
    /// <returns>Whether it was added.</returns>
    public bool Note(OrganisationId organisation, AuditHead head, DateTimeOffset now)
    {
        if (head.Seq == 0 || last.GetValueOrDefault(organisation) == head.Seq)
        {
            return false;
        }

        lock (writing)
        {
            File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-ddTHH:mm:ssZ} {organisation} {head.Seq} {head.Mac}\n"));
        }

        last[organisation] = head.Seq;
        return true;
    }

    private IEnumerable<string> Lines() => File.Exists(file) ? File.ReadLines(file) : [];

    /// <summary>One line: when, whose trail, the number of its newest entry, that entry's mac.</summary>
    private sealed record Anchor(DateTimeOffset At, OrganisationId Organisation, long Seq, string Mac)
    {
        /// <summary>Null where a line is none, like one that was cut short by a full disk.</summary>
        public static Anchor? Read(string line) => line.Split(' ') is [var at, var organisation, var seq, var mac]
            && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, out var time)
            && Guid.TryParse(organisation, out var id)
            && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new Anchor(time, OrganisationId.From(id), number, mac)
            : null;
    }
}

/// <summary>Once an hour, for every organisation.</summary>
internal sealed class AnchorHourly(IStorage storage, AuditAnchors anchors, TimeProvider time, ILogger<AnchorHourly> log) : BackgroundService
{
    public async Task AnchorAll()
    {
        foreach (var organisation in await storage.ReadInstallation(AuditStore.Organisations))
        {
            var head = await storage.Read(organisation, tx => AuditStore.Head(tx, organisation));
            if (anchors.Note(organisation, head, time.GetUtcNow()))
            {
                log.LogInformation("The audit trail of {Organisation} stands at entry {Seq}, {Mac}", organisation, head.Seq, head.Mac);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), time);
        while (await hourly.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await AnchorAll();
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(fault, "Where the audit trails stand could not be noted down and is tried again in an hour");
            }
        }
    }
}
