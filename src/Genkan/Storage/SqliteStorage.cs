using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Genkan.Storage;

/// <summary>
/// SQLite in the data folder: one writer thread takes queued units, runs each inside a savepoint, commits them
/// together and then answers the callers, so that many small commands share one fsync.
/// </summary>
internal sealed class SqliteStorage : IStorage, IStore
{
    /// <summary>More units than this in one commit make the first wait longer than the fsync they save.</summary>
    private const int GroupSize = 128;

    /// <summary>About 16 MB of WAL at four dirty pages a unit; a longer WAL makes reads slower.</summary>
    private const int UnitsBetweenCheckpoints = 1000;

    private static readonly TimeSpan IdleBeforeCheckpoint = TimeSpan.FromSeconds(1);

    private readonly string path;
    private readonly string readOnly;
    private readonly FileStream folderLock;
    private readonly FairQueue<Unit> queue = new();
    private readonly TimeProvider time;
    private readonly Seal seal;
    private readonly JournalSeal journalSeal;
    private readonly SealAtStart sealAtStart;
    private readonly ILogger<SqliteStorage> log;
    private readonly Thread writer;
    private SqliteConnection connection = null!;
    private int unitsSinceCheckpoint;

    public SqliteStorage(GenkanSettings settings, TimeProvider time, Seal seal, JournalSeal journalSeal, SealAtStart sealAtStart, ILogger<SqliteStorage> log)
    {
        (this.seal, this.journalSeal, this.sealAtStart) = (seal, journalSeal, sealAtStart);
        this.time = time;
        this.log = log;
        Directory.CreateDirectory(settings.DataFolder);
        folderLock = LockFolder(settings.DataFolder);
        path = Path.Combine(settings.DataFolder, "genkan.db");
        readOnly = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = true }.ToString();
        writer = new Thread(WriteUntilClosed) { IsBackground = true, Name = "storage writer" };
    }

    public event Action<IReadOnlyList<JournalEvent>>? Committed;

    public string Epoch { get; private set; } = "";

    public bool Ready { get; private set; }

    public async Task Open()
    {
        connection = OpenWriter();
        WarnOfOldLibrary();
        await Migrator.Apply(connection, Dialect, log);
        Epoch = await Migrator.Epoch(connection);
        await sealAtStart.Run(connection, _ => Scrub());
        writer.Start();
        Ready = true;
    }

    public Task<T> Write<T>(OrganisationId organisation, Func<ITx, Task<T>> unit) => Enqueue(organisation, unit);

    public Task<T> WriteInstallation<T>(Func<ITx, Task<T>> unit) => Enqueue(null, unit);

    public Task<T> Read<T>(OrganisationId organisation, Func<IReadTx, Task<T>> queries) => RunQueries(organisation, queries);

    public Task<T> ReadInstallation<T>(Func<IReadTx, Task<T>> queries) => RunQueries(null, queries);

    public void Dispose()
    {
        queue.Close();
        if (writer.IsAlive)
        {
            writer.Join(TimeSpan.FromSeconds(10));
        }

        Ready = false;
        connection?.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(readOnly));
        folderLock.Dispose();
    }

    private static string Dialect(string sql) => Migrator.For("sqlite", sql)
        .Replace("{uuid}", "text", StringComparison.Ordinal)
        .Replace("{blob}", "blob", StringComparison.Ordinal);

    /// <summary>Two servers on one folder would each believe their caches.</summary>
    private static FileStream LockFolder(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "genkan.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new StartRefusedException("Another Genkan is running on this data folder, or it cannot be written.", fault);
        }
    }

    private SqliteConnection OpenWriter()
    {
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        opened.Open();
        // Only the writer thread checkpoints, between its own groups: releases before 3.51.3 can corrupt otherwise.
        opened.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0; PRAGMA busy_timeout = 5000;");
        const int noCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
        _ = raw.sqlite3_db_config(opened.Handle!, noCheckpointOnClose, 1, out _);
        return opened;
    }

    private void WarnOfOldLibrary()
    {
        var version = Version.Parse(raw.sqlite3_libversion().utf8_to_string());
        if (version < new Version(3, 51, 3))
        {
            log.LogInformation("SQLite {Version}: checkpoints are kept to one thread, since two at once can corrupt before 3.51.3", version);
        }
    }

    /// <summary>Free pages keep what was deleted, and so does the WAL: both are written anew. Nobody else has the file open yet.</summary>
    private async Task Scrub()
    {
        await connection.ExecuteAsync("VACUUM");
        await connection.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private async Task<T> RunQueries<T>(OrganisationId? organisation, Func<IReadTx, Task<T>> queries)
    {
        await using var reader = new SqliteConnection(readOnly);
        await reader.OpenAsync();
        await using var snapshot = reader.BeginTransaction(deferred: true);
        return await queries(new UnitOfWork(organisation, reader, snapshot, Now(), seal));
    }

    private async Task<T> Enqueue<T>(OrganisationId? organisation, Func<ITx, Task<T>> work)
    {
        var unit = new Unit<T>(organisation, work);
        queue.Add(organisation?.Value ?? Guid.Empty, unit);
        return await unit.Outcome;
    }

    private void WriteUntilClosed()
    {
        while (WaitForWork())
        {
            try
            {
                WriteGroup();
            }
            catch (Exception fault)
            {
                // A group answers its own callers; what ends here must not end the thread all writes depend on.
                log.LogError(fault, "The writer met a fault between groups");
            }
        }
    }

    /// <summary>Waits for the next unit; uses a quiet second to checkpoint. False when the queue is closed.</summary>
    private bool WaitForWork()
    {
        while (!queue.Wait(unitsSinceCheckpoint > 0 ? IdleBeforeCheckpoint : Timeout.InfiniteTimeSpan))
        {
            if (queue.IsDone)
            {
                return false;
            }

            if (unitsSinceCheckpoint > 0)
            {
                Checkpoint();
            }
        }

        return true;
    }

    private void WriteGroup()
    {
        var group = new List<Unit>(GroupSize);
        var happened = new List<JournalEvent>();
        try
        {
            if (connection.State != System.Data.ConnectionState.Open)
            {
                // Given up after a failed rollback: Dapper would open it again for each statement alone, outside any transaction.
                connection = OpenWriter();
            }

            connection.Execute("BEGIN IMMEDIATE");
            while (group.Count < GroupSize && queue.TryTake(out var unit))
            {
                group.Add(unit);
                RunInSavepoint(unit, happened);
            }

            connection.Execute("COMMIT");
        }
        catch (Exception fault)
        {
            FailGroup(group, fault);
            return;
        }

        Tell(happened);
        group.ForEach(u => u.Answer());
        unitsSinceCheckpoint += group.Count;
        if (unitsSinceCheckpoint >= UnitsBetweenCheckpoints)
        {
            Checkpoint();
        }
    }

    private void RunInSavepoint(Unit unit, List<JournalEvent> happened)
    {
        connection.Execute("SAVEPOINT unit");
        var tx = new UnitOfWork(unit.Organisation, connection, null, Now(), seal);
        try
        {
            unit.Run(tx);
            var numbered = Append(tx);
            connection.Execute("RELEASE unit");
            happened.AddRange(numbered);
        }
        catch (Exception fault) when (InTransaction())
        {
            unit.Fault = AsCannotWrite(fault);
            connection.Execute("ROLLBACK TO unit");
            connection.Execute("RELEASE unit");
        }
    }

    private List<JournalEvent> Append(UnitOfWork tx)
    {
        if (tx.Events.Count == 0)
        {
            return [];
        }

        var head = connection.ExecuteScalar<long>(
            """
            INSERT INTO storage_heads (organisation, seq, oldest) VALUES (@o, @n, 1)
            ON CONFLICT (organisation) DO UPDATE SET seq = storage_heads.seq + @n RETURNING seq
            """,
            new { o = tx.Organisation, n = tx.Events.Count });
        var numbered = tx.Numbered(head - tx.Events.Count);
        connection.Execute(
            """
            INSERT INTO storage_events (organisation, seq, at, kind, conversation, actor_type, actor_id, audience, target, data, visitor_data, brief_data)
            VALUES (@Organisation, @Seq, @At, @Kind, @Conversation, @ActorType, @ActorId, @Audience, @Target, @Data, @VisitorData, @BriefData)
            """,
            numbered.ConvertAll(journalSeal.Closed));
        return numbered;
    }

    /// <summary>Disk full, I/O errors and the like end the whole transaction: nobody in the group was kept.</summary>
    private void FailGroup(List<Unit> group, Exception fault)
    {
        if (InTransaction())
        {
            try
            {
                connection.Execute("ROLLBACK");
            }
            catch (SqliteException worse)
            {
                log.LogError(worse, "A rollback failed; the connection is opened anew");
                connection.Dispose();
            }
        }

        log.LogError(fault, "A group of {Count} units was not kept", group.Count);
        if (group.Count == 0 && queue.TryTake(out var refused))
        {
            // BEGIN itself failed: answer at least one caller each round, or they would all wait for ever.
            group.Add(refused);
        }

        group.ForEach(u => u.Fail(u.Fault ?? AsCannotWrite(fault)));
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

    private void Checkpoint()
    {
        unitsSinceCheckpoint = 0;
        try
        {
            connection.Execute("PRAGMA wal_checkpoint(PASSIVE)");
        }
        catch (SqliteException fault)
        {
            log.LogWarning(fault, "A checkpoint failed and is tried again later");
        }
    }

    private bool InTransaction() => connection.Handle is { } handle && raw.sqlite3_get_autocommit(handle) == 0;

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_NOMEM, SQLITE_BUSY.</summary>
    private static Exception AsCannotWrite(Exception fault) =>
        fault is SqliteException { SqliteErrorCode: 13 or 10 or 8 or 14 or 7 or 5 } sqlite
            ? new CannotWriteException(string.Create(CultureInfo.InvariantCulture, $"SQLite error {sqlite.SqliteErrorCode}"), fault)
            : fault;

    private abstract class Unit(OrganisationId? organisation)
    {
        public OrganisationId? Organisation { get; } = organisation;

        public Exception? Fault { get; set; }

        public abstract void Run(UnitOfWork tx);

        public abstract void Answer();

        public abstract void Fail(Exception fault);
    }

    private sealed class Unit<T>(OrganisationId? organisation, Func<ITx, Task<T>> work) : Unit(organisation)
    {
        private readonly TaskCompletionSource<T> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T result = default!;

        public Task<T> Outcome => outcome.Task;

        public override void Run(UnitOfWork tx)
        {
            var task = work(tx);
            if (!task.IsCompleted)
            {
                throw new InvalidOperationException("A unit of work awaited something other than its transaction.");
            }

            result = task.GetAwaiter().GetResult();
        }

        public override void Answer()
        {
            if (Fault is { } fault)
            {
                outcome.SetException(fault);
            }
            else
            {
                outcome.SetResult(result);
            }
        }

        public override void Fail(Exception fault) => outcome.SetException(fault);
    }
}
