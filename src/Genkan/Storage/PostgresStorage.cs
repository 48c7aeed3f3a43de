using System.Data;
using Npgsql;

namespace Genkan.Storage;

/// <summary>
/// PostgreSQL: a unit is its own transaction, or shares one with others that are each about something else. Events are buffered
/// in the unit; the counter, the inserts and COMMIT are one last round trip, so that the organisation's counter is locked as short as can be.
/// </summary>
internal sealed class PostgresStorage : IStorage, IStore
{
    /// <summary>
    /// Serialisation failures are retried, and unique violations too: of two repeats of one command at once the second
    /// then finds what the first kept. More than this many in a row is a fault of ours.
    /// </summary>
    private const int Attempts = 8;

    private const long MigrationLock = 0x67656e6b616e; // "genkan"

    private readonly TimeProvider time;
    private readonly Seal seal;
    private readonly JournalSeal journalSeal;
    private readonly SealAtStart sealAtStart;
    private readonly StatementLog statements;
    private readonly ILogger<PostgresStorage> log;
    private readonly NpgsqlDataSource source;
    private readonly FairLines lines;
    private readonly TogetherLines groups;

    public PostgresStorage(
        GenkanSettings settings, TimeProvider time, Seal seal, JournalSeal journalSeal, SealAtStart sealAtStart, StatementLog statements, ILogger<PostgresStorage> log)
    {
        (this.time, this.seal, this.journalSeal, this.sealAtStart, this.statements, this.log) = (time, seal, journalSeal, sealAtStart, statements, log);
        source = NpgsqlDataSource.Create(Prepared(settings.Database!));
        // Half of the connections at most write for one organisation: the others always find one.
        lines = new FairLines(Math.Max(1, new NpgsqlConnectionStringBuilder(settings.Database!).MaxPoolSize / 2));
        groups = new TogetherLines(RunTogether, log);
    }

    public event Action<IReadOnlyList<JournalEvent>>? Committed;

    public string Epoch { get; private set; } = "";

    public bool Ready { get; private set; }

    public WriteHealth Health { get; } = new();

    public int Waiting => 0;

    public Task<string> EngineVersion() => RunQueries(null, async tx => "PostgreSQL " + await tx.One<string>("SELECT split_part(current_setting('server_version'), ' ', 1)"));

    public Task<long> Size() => RunQueries(null, tx => tx.One<long>("SELECT pg_database_size(current_database())"));

    public async Task Open()
    {
        await using var connection = await source.OpenConnectionAsync();
        await using (var lockCommand = new NpgsqlCommand("SELECT pg_advisory_lock(@key)", connection))
        {
            lockCommand.Parameters.AddWithValue("key", MigrationLock);
            await lockCommand.ExecuteNonQueryAsync();
        }

        await Migrator.Apply(connection, Dialect, log);
        Epoch = await Migrator.Epoch(connection);
        await sealAtStart.Run(connection, tables => Scrub(connection, tables));
        await using var unlock = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
        await unlock.ExecuteNonQueryAsync();
        Ready = true;
    }

    public Task<T> Write<T>(OrganisationId organisation, Func<ITx, Task<T>> unit) => RunUnit(organisation, unit);

    public async Task<T> WriteAbout<T>(OrganisationId organisation, Guid about, Func<ITx, Task<T>> unit)
    {
        var together = new WaitingUnit<T>(organisation, unit) { About = about };
        groups.Add(together);
        try
        {
            return await together.Outcome;
        }
        catch (RunsAloneException)
        {
            return await RunUnit(organisation, unit);
        }
    }

    public Task<T> WriteInstallation<T>(Func<ITx, Task<T>> unit) => RunUnit(null, unit);

    public Task<T> Read<T>(OrganisationId organisation, Func<IReadTx, Task<T>> queries) => RunQueries(organisation, queries);

    public Task<T> ReadInstallation<T>(Func<IReadTx, Task<T>> queries) => RunQueries(null, queries);

    public void Dispose()
    {
        Ready = false;
        source.Dispose();
    }

    /// <summary>Statements used often are kept prepared by each connection, unless the operator's string says otherwise (a pooler in between may not bear it).
    /// Sessions are not reset when they are given back: nothing here changes a session, and the reset's statements cost as much as a short read.</summary>
    private static string Prepared(string connection) => connection.Contains("Auto Prepare", StringComparison.OrdinalIgnoreCase)
        ? connection
        : new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 200, AutoPrepareMinUsages = 3, NoResetOnClose = true }.ToString();

    internal static string Dialect(string sql) => Migrator.For("postgres", sql)
        .Replace("{uuid}", "uuid", StringComparison.Ordinal)
        .Replace("{blob}", "bytea", StringComparison.Ordinal);

    /// <summary>Changed rows stay in the tables' files until these are written anew.</summary>
    private static async Task Scrub(NpgsqlConnection connection, IReadOnlyList<string> tables)
    {
        foreach (var table in tables)
        {
            await using var vacuum = new NpgsqlCommand($"VACUUM FULL {table}", connection);
            await vacuum.ExecuteNonQueryAsync();
        }
    }

    private async Task<T> RunQueries<T>(OrganisationId? organisation, Func<IReadTx, Task<T>> queries)
    {
        await using var held = new HeldConnection(await Connect(), log);
        var connection = held.Connection;
        return await Guarded(connection, async () =>
        {
            await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
            return await queries(new UnitOfWork(organisation, new DapperStatements(connection, snapshot), time.GetUtcNow().ToUnixTimeMilliseconds(), seal, statements));
        });
    }

    private async Task<T> RunUnit<T>(OrganisationId? organisation, Func<ITx, Task<T>> unit)
    {
        using var turn = await lines.Enter(organisation?.Value ?? Guid.Empty);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnce(organisation, unit);
            }
            catch (PostgresException again) when (again.SqlState is "40001" or "40P01" or "23505" && attempt < Attempts)
            {
                log.LogDebug("A unit met {SqlState} and runs again", again.SqlState);
            }
        }
    }

    private async Task<T> RunOnce<T>(OrganisationId? organisation, Func<ITx, Task<T>> unit)
    {
        try
        {
            return await RunNoted(organisation, unit);
        }
        catch (Exception fault) when (fault is CannotWriteException or OutcomeUnknownException)
        {
            Health.CouldNotWrite();
            StorageMeasures.NotCommitted();
            throw;
        }
    }

    private async Task<T> RunNoted<T>(OrganisationId? organisation, Func<ITx, Task<T>> unit)
    {
        await using var held = new HeldConnection(await Connect(), log);
        var connection = held.Connection;
        // A pooled connection may have died since it was used last: that shows at BEGIN.
        var tx = new UnitOfWork(organisation, new DapperStatements(connection, null), await Guarded(connection, () => Begin(connection)), seal, statements);
        var result = await Guarded(connection, () => unit(tx));
        tx.Done();
        var mark = StorageMeasures.Mark();
        var happened = await Commit(connection, tx);
        StorageMeasures.Committed(mark, 1, happened.Count);
        Health.Wrote();
        Tell(happened);
        return result;
    }

    /// <summary>
    /// Several units in one transaction. Their questions travel together, what they write goes with one COMMIT, and nothing waits for a row another
    /// transaction holds: such a unit leaves the group, so that two groups never wait for each other.
    /// </summary>
    private async Task RunTogether(IReadOnlyList<WaitingUnit> units)
    {
        try
        {
            await using var held = new HeldConnection(await Connect(), log);
            var connection = held.Connection;
            var now = await Guarded(connection, () => Begin(connection));
            var group = units.Select(unit => new TogetherMember(unit, s => new UnitOfWork(unit.Organisation, s, now, seal, statements))).ToList();
            await TogetherRun.Ask(connection, group);
            if (group.Exists(member => member is { Ended.Fault: not null, Wrote: true }))
            {
                // What it wrote cannot be taken back without what the others wrote.
                throw new RunsAloneException();
            }

            var kept = group.Where(member => member.Ended.Fault is null).ToList();
            kept.ForEach(member => member.Tx.Done());
            var mark = StorageMeasures.Mark();
            var happened = await Commit(connection, kept.ConvertAll(member => member.Tx));
            StorageMeasures.Committed(mark, kept.Count, happened.Count);
            Health.Wrote();
            Tell(happened);
        }
        catch (OutcomeUnknownException fault)
        {
            Health.CouldNotWrite();
            StorageMeasures.NotCommitted();
            Answer(units, unit => unit.Fail(fault));
            return;
        }
        catch (Exception fault)
        {
            // Nothing was kept. Each by itself meets what this was, or does not.
            log.LogDebug(fault, "A group of {Count} units is run one by one", units.Count);
            Answer(units, unit => unit.Fail(new RunsAloneException()));
            return;
        }

        Answer(units, unit => unit.Answer());
    }

    private static void Answer(IReadOnlyList<WaitingUnit> units, Action<WaitingUnit> answer)
    {
        foreach (var unit in units)
        {
            answer(unit);
        }
    }

    /// <summary>What was committed stays committed and is answered, whatever happens to those who listen.</summary>
    private void Tell(List<JournalEvent> happened)
    {
        try
        {
            if (happened.Count > 0)
            {
                Committed?.Invoke(happened);
            }
        }
        catch (Exception fault)
        {
            log.LogError(fault, "Somebody could not hear what was committed");
        }
    }

    private async Task<NpgsqlConnection> Connect()
    {
        try
        {
            return await source.OpenConnectionAsync();
        }
        catch (Exception fault) when (fault is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw new CannotWriteException("PostgreSQL is away.", fault);
        }
    }

    /// <summary>Begins, and asks the database's clock in the same round trip: all nodes decide by one clock.</summary>
    private async Task<long> Begin(NpgsqlConnection connection)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL READ COMMITTED"),
                new NpgsqlBatchCommand("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"),
            },
        };
        var now = (long)(await batch.ExecuteScalarAsync())!;
        return ReferenceEquals(time, TimeProvider.System) ? now : time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    private static async Task<T> Guarded<T>(NpgsqlConnection connection, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception fault) when (IsAway(fault, connection))
        {
            throw new CannotWriteException("The connection to PostgreSQL broke before the commit.", fault);
        }
    }

    private async Task<List<JournalEvent>> Commit(NpgsqlConnection connection, params IReadOnlyList<UnitOfWork> units)
    {
        await using var batch = new NpgsqlBatch(connection);
        var happened = new List<JournalEvent>();
        foreach (var tx in units)
        {
            foreach (var (sql, values) in tx.TakeLater())
            {
                batch.BatchCommands.Add(BatchValues.Command(sql, values));
            }

            happened.AddRange(tx.Numbered(happened.Count));
        }

        if (happened.Count > 0)
        {
            batch.BatchCommands.Add(PostgresJournal.Turn(happened[0].Organisation));
            batch.BatchCommands.Add(PostgresJournal.Append(happened.ConvertAll(journalSeal.Closed)));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        try
        {
            if (happened.Count == 0)
            {
                await batch.ExecuteNonQueryAsync();
                return happened;
            }

            await using var reader = await batch.ExecuteReaderAsync();
            var head = 0L;
            do
            {
                // To the end: the journal's head comes last, and after it how the commit went.
                while (await reader.ReadAsync())
                {
                    head = reader.GetInt64(0);
                }
            }
            while (await reader.NextResultAsync());

            var before = head - happened.Count;
            return happened.ConvertAll(e => e with { Seq = e.Seq + before });
        }
        catch (Exception fault) when (IsAway(fault, connection))
        {
            throw new OutcomeUnknownException("The connection to PostgreSQL broke during the commit.", fault);
        }
    }

    /// <summary>
    /// Shutdown and connection states (class 57P and 08), no room or memory (53), I/O errors (58), and a server that only reads now
    /// (25006, after a fail-over): it did not say no to the deed, and may take it later.
    /// </summary>
    private static bool IsAway(Exception fault, NpgsqlConnection connection) => fault switch
    {
        PostgresException { SqlState: { } state } => state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal)
            || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("58", StringComparison.Ordinal)
            || state is "25006",
        NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException => true,
        // What a driver makes of a connection that broke a moment ago is not always an exception of its own: it meets parts of
        // itself that are gone. A unit touches nothing but its transaction, so nothing else can have been disposed.
        ObjectDisposedException => true,
        _ => connection.State != ConnectionState.Open,
    };

    /// <summary>
    /// Given back whatever happened to it. Giving back rolls open work back, and on a line that just broke that fails: what was decided
    /// (a result, a refusal) stays decided, since nothing more was to be written.
    /// </summary>
    private sealed class HeldConnection(NpgsqlConnection connection, ILogger log) : IAsyncDisposable
    {
        public NpgsqlConnection Connection => connection;

        public async ValueTask DisposeAsync()
        {
            try
            {
                await connection.DisposeAsync();
            }
            catch (Exception fault) when (IsAway(fault, connection))
            {
                log.LogDebug(fault, "A connection broke while it was given back");
            }
        }
    }
}
