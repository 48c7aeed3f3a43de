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

    /// <summary>
    /// About 100 MB of WAL. Everybody waits while a checkpoint runs; pages written often are copied once however long the WAL,
    /// so that few long ones cost less in all, and make fewer messages wait, than many short ones (docs/performance.md).
    /// </summary>
    private const int UnitsBetweenCheckpoints = 4000;

    private static readonly TimeSpan IdleBeforeCheckpoint = TimeSpan.FromSeconds(1);

    private readonly string path;
    private readonly SqliteReaders readers;
    private readonly StatementLog statements;
    private readonly FileStream folderLock;
    private readonly FairQueue<WaitingUnit> queue = new();
    private readonly TimeProvider time;
    private readonly Seal seal;
    private readonly JournalSeal journalSeal;
    private readonly SealAtStart sealAtStart;
    private readonly ILogger<SqliteStorage> log;
    private readonly Thread writer;
    private KeptConnection connection = null!;
    private int unitsSinceCheckpoint;

    static SqliteStorage() => BundledSqlite.ConfigureOnce();

    public SqliteStorage(GenkanSettings settings, TimeProvider time, Seal seal, JournalSeal journalSeal, SealAtStart sealAtStart, StatementLog statements, ILogger<SqliteStorage> log)
    {
        (this.seal, this.journalSeal, this.sealAtStart, this.statements) = (seal, journalSeal, sealAtStart, statements);
        this.time = time;
        this.log = log;
        MakeFolder(settings.DataFolder);
        folderLock = LockFolder(settings.DataFolder);
        path = Path.Combine(settings.DataFolder, "genkan.db");
        readers = new SqliteReaders(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        writer = new Thread(WriteUntilClosed) { IsBackground = true, Name = "storage writer" };
    }

    public event Action<IReadOnlyList<JournalEvent>>? Committed;

    public string Epoch { get; private set; } = "";

    public bool Ready { get; private set; }

    public WriteHealth Health { get; } = new();

    public int Waiting => queue.Count;

    public Task<string> EngineVersion() => Task.FromResult("SQLite " + raw.sqlite3_libversion().utf8_to_string());

    public Task<long> Size() => Task.FromResult(new[] { path, path + "-wal" }.Select(f => new FileInfo(f)).Sum(f => f.Exists ? f.Length : 0));

    public async Task Open()
    {
        connection = OpenWriter();
        WarnOfOldLibrary();
        await Migrator.Apply(connection.Inner, Dialect, log);
        Epoch = await Migrator.Epoch(connection.Inner);
        await sealAtStart.Run(connection.Inner, _ => Scrub());
        writer.Start();
        Ready = true;
    }

    public Task<T> Write<T>(OrganisationId organisation, Func<ITx, Task<T>> unit) => Enqueue(organisation, unit);

    public Task<T> WriteAbout<T>(OrganisationId organisation, Guid about, Func<ITx, Task<T>> unit) => Enqueue(organisation, unit);

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
        readers.Dispose();
        folderLock.Dispose();
    }

    internal static string Dialect(string sql) => Migrator.For("sqlite", sql)
        .Replace("{uuid}", "text", StringComparison.Ordinal)
        .Replace("{blob}", "blob", StringComparison.Ordinal);

    /// <summary>A new folder is for the server's own user alone: it holds everybody's words and the keys.</summary>
    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Two servers on one folder would each believe their caches.</summary>
    internal static FileStream LockFolder(string folder)
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

    private KeptConnection OpenWriter()
    {
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        opened.Open();
        // Only the writer thread checkpoints, between its own groups: releases before 3.51.3 can corrupt otherwise.
        opened.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0; PRAGMA busy_timeout = 5000;");
        // 16 MiB, taken only as pages come: with SQLite's own 2 the busiest pages were read from the WAL again and again.
        opened.Execute("PRAGMA cache_size = -16384;");
        const int noCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
        _ = raw.sqlite3_db_config(opened.Handle!, noCheckpointOnClose, 1, out _);
        return new KeptConnection(opened);
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
        await connection.Inner.ExecuteAsync("VACUUM");
        await connection.Inner.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private Task<T> RunQueries<T>(OrganisationId? organisation, Func<IReadTx, Task<T>> queries) =>
        readers.Run(reader => queries(new UnitOfWork(organisation, reader, Now(), seal, statements)));

    private async Task<T> Enqueue<T>(OrganisationId? organisation, Func<ITx, Task<T>> work)
    {
        var unit = new WaitingUnit<T>(organisation, work);
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
        var group = new List<WaitingUnit>(GroupSize);
        var happened = new List<JournalEvent>();
        try
        {
            if (connection.State != System.Data.ConnectionState.Open)
            {
                // Given up after a failed rollback: Dapper would open it again for each statement alone, outside any transaction.
                connection = OpenWriter();
            }

            connection.Do("BEGIN IMMEDIATE");
            while (group.Count < GroupSize && queue.TryTake(out var unit))
            {
                group.Add(unit);
                RunInSavepoint(unit, happened);
            }

            var mark = StorageMeasures.Mark();

            connection.Do("COMMIT");
            StorageMeasures.Committed(mark, group.Count, happened.Count);
            Health.Wrote();
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

    private void RunInSavepoint(WaitingUnit unit, List<JournalEvent> happened)
    {
        connection.Do("SAVEPOINT unit");
        var tx = new UnitOfWork(unit.Organisation, connection, Now(), seal, statements);
        try
        {
            Finish(unit.Run(tx));
            var numbered = Append(tx);
            connection.Do("RELEASE unit");
            tx.Done();
            happened.AddRange(numbered);
        }
        catch (Exception fault) when (InTransaction())
        {
            unit.Fault = AsCannotWrite(fault);
            connection.Do("ROLLBACK TO unit");
            connection.Do("RELEASE unit");
        }
    }

    private static void Finish(Task unit)
    {
        if (!unit.IsCompleted)
        {
            throw new InvalidOperationException("A unit of work awaited something other than its transaction.");
        }

        unit.GetAwaiter().GetResult();
    }

    private List<JournalEvent> Append(UnitOfWork tx)
    {
        if (tx.Events.Count == 0)
        {
            return [];
        }

        var head = SqliteJournal.TakeNumbers(connection, tx.Organisation, tx.Events.Count);
        var numbered = tx.Numbered(head - tx.Events.Count);
        foreach (var happened in numbered)
        {
            SqliteJournal.Add(connection, journalSeal.Closed(happened));
        }

        return numbered;
    }

    /// <summary>
    /// Disk full, I/O errors and the like end the whole transaction: nobody in the group was kept. Who was refused inside it is
    /// not answered so either: the refusal may rest on what a neighbour did and nobody kept ("another agent has it").
    /// </summary>
    private void FailGroup(List<WaitingUnit> group, Exception fault)
    {
        if (InTransaction())
        {
            try
            {
                connection.Do("ROLLBACK");
            }
            catch (SqliteException worse)
            {
                log.LogError(worse, "A rollback failed; the connection is opened anew");
                connection.Dispose();
            }
        }

        Health.CouldNotWrite();
        StorageMeasures.NotCommitted();
        log.LogError(fault, "A group of {Count} units was not kept", group.Count);
        if (group.Count == 0 && queue.TryTake(out var refused))
        {
            // BEGIN itself failed: answer at least one caller each round, or they would all wait for ever.
            group.Add(refused);
        }

        group.ForEach(u => u.Fail(AsCannotWrite(fault)));
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
            connection.Do("PRAGMA wal_checkpoint(PASSIVE)");
        }
        catch (SqliteException fault)
        {
            log.LogWarning(fault, "A checkpoint failed and is tried again later");
        }
    }

    private bool InTransaction() => connection.Inner.Handle is { } handle && raw.sqlite3_get_autocommit(handle) == 0;

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_NOMEM, SQLITE_BUSY.</summary>
    private static Exception AsCannotWrite(Exception fault) =>
        fault is SqliteException { SqliteErrorCode: 13 or 10 or 8 or 14 or 7 or 5 } sqlite
            ? new CannotWriteException(string.Create(CultureInfo.InvariantCulture, $"SQLite error {sqlite.SqliteErrorCode}"), fault)
            : fault;
}
