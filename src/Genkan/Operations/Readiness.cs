using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Operations;

/// <summary>
/// <c>/readyz</c>: can this server do its work now? It tells what the last write told; where that is some seconds ago, it tries one. Nobody asks, nothing is written.
/// </summary>
internal sealed class Readiness(IStorage storage, IStore store, GenkanSettings settings, IHostApplicationLifetime lifetime)
{
    /// <summary>A write this fresh speaks for itself. Also the most often strangers can make us try one.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    /// <summary>Whoever asks gives up soon; a store that takes longer for one small row is not ready either.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Where less is left, the next message may not fit although the last one did.</summary>
    private const long LeastFree = 1024 * 1024;

    private readonly Lock gate = new();
    private Task? trying;
    private long triedAt = long.MinValue;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("alive")).OpenToAnyone().At(Pace.Unlimited).ExcludeFromDescription();
        routes.MapGet("/readyz", (Readiness readiness) => readiness.Answer()).OpenToAnyone().At(Pace.Unlimited).ExcludeFromDescription();
    }

    /// <summary>Why not, as codes that tell nothing of the inside; empty where all is well.</summary>
    public async Task<IReadOnlyList<string>> WhyNot()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return ["stopping"];
        }

        if (!storage.Ready)
        {
            return ["starting"];
        }

        var why = new List<string>();
        if (FreeSpace() < LeastFree)
        {
            why.Add("disk_full");
        }

        if (!await Writes())
        {
            why.Add("cannot_write");
        }

        return why;
    }

    /// <summary>Bytes the server's user may still write beside the data; null where the system does not say.</summary>
    public long? FreeSpace()
    {
        try
        {
            return new DriveInfo(settings.DataFolder).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private async Task<IResult> Answer()
    {
        var why = await WhyNot();
        return why.Count == 0
            ? TypedResults.Text("ready")
            : throw new Refusal(503, "not_ready", new Dictionary<string, object?>(StringComparer.Ordinal) { ["reasons"] = why }) { RetryAfter = 5 };
    }

    private async Task<bool> Writes()
    {
        var health = store.Health;
        if (!health.Failing && health.WroteAt is { } at && Environment.TickCount64 - at < Fresh.TotalMilliseconds)
        {
            return true;
        }

        try
        {
            await TryOnce().WaitAsync(Patience);
            return !health.Failing;
        }
        catch (Exception fault) when (fault is CannotWriteException or OutcomeUnknownException or TooBusyException or TimeoutException or System.Data.Common.DbException)
        {
            return false;
        }
    }

    /// <summary>One small row, one at a time: a hundred askers share one try.</summary>
    private Task TryOnce()
    {
        lock (gate)
        {
            if (trying is null || (trying.IsCompleted && Environment.TickCount64 - triedAt >= Fresh.TotalMilliseconds / 4))
            {
                triedAt = Environment.TickCount64;
                trying = storage.WriteInstallation(tx => tx.Run(
                    "INSERT INTO storage_installation (name, content) VALUES ('tried', @now) ON CONFLICT (name) DO UPDATE SET content = excluded.content",
                    new { now = tx.Now.ToString(System.Globalization.CultureInfo.InvariantCulture) }));
            }

            return trying;
        }
    }
}
