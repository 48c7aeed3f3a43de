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
        foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            var parts = line.Split(' ');
            if (parts.Length == 4 && parts[1] == organisation.ToString() && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            {
                noted[seq] = parts[3];
            }
        }

        return noted;
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
