namespace Genkan.Storage;

/// <summary>
/// Writes what this node holds every 20 seconds, in batches, and reads what the others wrote when they say so. While no other node
/// is there nothing is written.
/// </summary>
internal sealed class PostgresLeases(PostgresBus bus, IStorage storage, TimeProvider clock, ILogger<PostgresLeases> log) : BackgroundService, ILeases
{
    private const string Written = "storage.leases";

    /// <summary>Rows of one statement: a few milliseconds of the database's time.</summary>
    private const int AtOnce = 1_000;

    private readonly List<Elsewhere> kinds = [];
    private readonly SemaphoreSlim turn = new(1, 1);

    public IElsewhere Share(string kind, Func<IEnumerable<HeldHere>> heldHere)
    {
        var shared = new Elsewhere(kind, heldHere, bus, clock);
        lock (kinds)
        {
            kinds.Add(shared);
        }

        return shared;
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        bus.Hear<LeaseWord>("storage.lease", word => Kinds.FirstOrDefault(k => k.Kind == word.Kind)?.Note(word.Organisation, word.Subject, word.Node, word.Milliseconds));
        bus.Hear<Guid>(Written, node => _ = Quietly(() => Learn(node)));
        bus.SomebodyCame += Renew;
        bus.Missed += Relearn;
        // What nodes that were here before wrote, also those that have stopped since: who was there is given the rest of the lease.
        Relearn();
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        bus.SomebodyCame -= Renew;
        bus.Missed -= Relearn;
        return base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        var written = clock.GetTimestamp();
        while (await second.WaitForNextTickAsync(stoppingToken))
        {
            if (clock.GetElapsedTime(written) >= Nodes.Beat)
            {
                written = clock.GetTimestamp();
                await Quietly(Write);
            }

            foreach (var kind in Kinds)
            {
                kind.Sweep();
            }
        }
    }

    private Elsewhere[] Kinds
    {
        get
        {
            lock (kinds)
            {
                return [.. kinds];
            }
        }
    }

    private void Renew() => _ = Quietly(Write);

    private void Relearn() => _ = Quietly(() => Learn(null));

    private async Task Write()
    {
        if (!bus.HasOthers)
        {
            return;
        }

        await turn.WaitAsync();
        try
        {
            foreach (var part in Kinds.SelectMany(k => k.HeldHere.Select(held => (k.Kind, Held: held))).Chunk(AtOnce))
            {
                await Write(part);
            }

            await storage.WriteInstallation(tx => tx.Run(
                """
                -- any organisation: the lease says its own
                DELETE FROM storage_leases WHERE until < @now
                """,
                new { now = tx.Now }));
        }
        finally
        {
            turn.Release();
        }

        bus.Say(Written, bus.Me);
    }

    /// <summary>In one order always, so that two who write at once do not wait for each other.</summary>
    private Task<int> Write((string Kind, HeldHere Held)[] part) => storage.WriteInstallation(tx => tx.Run(
        """
        INSERT INTO storage_leases (node, kind, organisation, subject, until)
        SELECT @node, kind, organisation, subject, @now + ms FROM unnest(@kinds, @organisations, @subjects, @times) AS l(kind, organisation, subject, ms)
        ON CONFLICT (node, kind, organisation, subject) DO UPDATE SET until = excluded.until
        """,
        new
        {
            node = bus.Me,
            now = tx.Now,
            kinds = part.Select(p => p.Kind).ToArray(),
            organisations = part.Select(p => p.Held.Organisation.Value).ToArray(),
            subjects = part.Select(p => p.Held.Subject).ToArray(),
            times = part.Select(p => (long)p.Held.For.TotalMilliseconds).ToArray(),
        }));

    /// <summary>Reads what a node holds, or with null what all the others do.</summary>
    private async Task Learn(Guid? node)
    {
        // A unit though it only reads: it has the database's clock, by which leases were written.
        var (rows, now) = await storage.WriteInstallation(async tx => (
            await tx.All<Row>(
                $"""
                -- any organisation: this node serves all of them
                SELECT organisation, kind, subject, node, until FROM storage_leases
                WHERE until > @now AND node <> @me {(node is null ? "" : "AND node = @node")}
                """,
                new { now = tx.Now, me = bus.Me, node }),
            tx.Now));
        var byKind = Kinds.ToDictionary(k => k.Kind, StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (byKind.TryGetValue(row.Kind, out var kind))
            {
                kind.Note(row.Organisation, row.Subject, row.Node, row.Until - now);
            }
        }
    }

    private async Task Quietly(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "Leases could not be shared with the other nodes and are tried again in 20 seconds");
        }
    }

    private sealed record Row
    {
        public OrganisationId Organisation { get; init; }

        public string Kind { get; init; } = "";

        public Guid Subject { get; init; }

        public Guid Node { get; init; }

        public long Until { get; init; }
    }
}
