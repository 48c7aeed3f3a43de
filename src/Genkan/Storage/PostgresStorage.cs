using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Genkan.Storage;

/// <summary>
/// PostgreSQL: every unit is its own transaction. Events are buffered in the unit; the counter, the inserts and COMMIT
/// are one last round trip, so that the organisation's counter row is locked as short as can be.
/// </summary>
internal sealed class PostgresStorage(
    GenkanSettings settings, TimeProvider time, Seal seal, JournalSeal journalSeal, SealAtStart sealAtStart, StatementLog statements, ILogger<PostgresStorage> log) : IStorage, IStore
{
    /// <summary>
    /// Serialisation failures are retried, and unique violations too: of two repeats of one command at once the second
    /// then finds what the first kept. More than this many in a row is a fault of ours.
    /// </summary>
    private const int Attempts = 8;

    private const long MigrationLock = 0x67656e6b616e; // "genkan"

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(Prepared(settings.Database!));

    // Half of the connections at most write for one organisation: the others always find one.
    private readonly FairLines lines = new(Math.Max(1, new NpgsqlConnectionStringBuilder(settings.Database!).MaxPoolSize / 2));

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

    public Task<T> WriteInstallation<T>(Func<ITx, Task<T>> unit) => RunUnit(null, unit);

    public Task<T> Read<T>(OrganisationId organisation, Func<IReadTx, Task<T>> queries) => RunQueries(organisation, queries);

    public Task<T> ReadInstallation<T>(Func<IReadTx, Task<T>> queries) => RunQueries(null, queries);

    public void Dispose()
    {
        Ready = false;
        source.Dispose();
    }

    /// <summary>Statements used often are kept prepared by each connection, unless the operator's string says otherwise (a pooler in between may not bear it).</summary>
    private static string Prepared(string connection) => connection.Contains("Auto Prepare", StringComparison.OrdinalIgnoreCase)
        ? connection
        : new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 200, AutoPrepareMinUsages = 3 }.ToString();

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

    private async Task<List<JournalEvent>> Commit(NpgsqlConnection connection, UnitOfWork tx)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (sql, values) in tx.TakeLater())
        {
            batch.BatchCommands.Add(BatchValues.Command(sql, values));
        }

        if (tx.Events.Count > 0)
        {
            batch.BatchCommands.Add(AppendCommand(tx));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        try
        {
            var head = await batch.ExecuteScalarAsync();
            return tx.Events.Count == 0 ? [] : tx.Numbered((long)head! - tx.Events.Count);
        }
        catch (Exception fault) when (IsAway(fault, connection))
        {
            throw new OutcomeUnknownException("The connection to PostgreSQL broke during the commit.", fault);
        }
    }

    private NpgsqlBatchCommand AppendCommand(UnitOfWork tx)
    {
        var numbered = tx.Numbered(0).ConvertAll(journalSeal.Closed);
        var command = new NpgsqlBatchCommand(
            """
            WITH head AS (
                INSERT INTO storage_heads AS h (organisation, seq, oldest) VALUES (@o, @n, 1)
                ON CONFLICT (organisation) DO UPDATE SET seq = h.seq + @n RETURNING h.seq)
            INSERT INTO storage_events (organisation, seq, at, kind, conversation, actor_type, actor_id, audience, target, data, visitor_data, brief_data)
            SELECT @o, head.seq - @n + e.ord, @at, e.kind, e.conversation, e.actor_type, e.actor_id, e.audience, e.target, e.data, e.visitor_data, e.brief_data
            FROM head, unnest(@kinds, @conversations, @actor_types, @actor_ids, @audiences, @targets, @datas, @visitor_datas, @brief_datas)
                WITH ORDINALITY AS e(kind, conversation, actor_type, actor_id, audience, target, data, visitor_data, brief_data, ord)
            RETURNING (SELECT seq FROM head)
            """);
        void Add(string name, NpgsqlDbType type, object value) => command.Parameters.Add(new NpgsqlParameter(name, type) { Value = value });
        Add("o", NpgsqlDbType.Uuid, tx.Organisation.Value);
        Add("n", NpgsqlDbType.Bigint, (long)numbered.Count);
        Add("at", NpgsqlDbType.Bigint, tx.Now);
        Add("kinds", NpgsqlDbType.Array | NpgsqlDbType.Text, numbered.Select(e => e.Kind).ToArray());
        Add("conversations", NpgsqlDbType.Array | NpgsqlDbType.Uuid, numbered.Select(e => e.Conversation).ToArray());
        Add("actor_types", NpgsqlDbType.Array | NpgsqlDbType.Text, numbered.Select(e => e.ActorType).ToArray());
        Add("actor_ids", NpgsqlDbType.Array | NpgsqlDbType.Uuid, numbered.Select(e => e.ActorId).ToArray());
        Add("audiences", NpgsqlDbType.Array | NpgsqlDbType.Bigint, numbered.Select(e => (long)e.Audience).ToArray());
        Add("targets", NpgsqlDbType.Array | NpgsqlDbType.Uuid, numbered.Select(e => e.Target).ToArray());
        Add("datas", NpgsqlDbType.Array | NpgsqlDbType.Text, numbered.Select(e => e.Data).ToArray());
        Add("visitor_datas", NpgsqlDbType.Array | NpgsqlDbType.Text, numbered.Select(e => e.VisitorData).ToArray());
        Add("brief_datas", NpgsqlDbType.Array | NpgsqlDbType.Text, numbered.Select(e => e.BriefData).ToArray());
        return command;
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
