using System.Diagnostics;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Genkan.Storage;

/// <summary>Backups of either engine have one form: a SQLite file of all tables, the keys and the files, in one archive.</summary>
internal sealed class Backups(GenkanSettings settings, StoreCheck check, Func<ISeal> seal, TimeProvider time) : IBackups
{
    private string DatabaseFile => Path.Combine(settings.DataFolder, "genkan.db");

    private string NoteFile => Path.Combine(settings.DataFolder, "last-backup.json");

    public async Task<BackupMade> Make(string file, BackupChoices choices)
    {
        var watch = Stopwatch.StartNew();
        file = Path.GetFullPath(file);
        RefuseWrongPlace(file, choices);
        var part = file + ".part";
        var copy = file + ".part.sqlite";
        // Before the snapshot is taken: what was written down until then is in it.
        var began = time.GetUtcNow();
        try
        {
            await Copy(copy);
            var (manifest, rows) = await Describe(copy, choices, began);
            await Archive.Write(part, Contents(copy, choices), manifest);
            // Read back from the disk: a backup that was never read is a hope.
            await Archive.Read(part);
            File.Move(part, file, overwrite: choices.Replace);
            var made = new BackupMade(file, new FileInfo(file).Length, rows, !choices.WithoutKeys, watch.Elapsed);
            Note(made, manifest);
            return made;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The backup could not be written: {fault.Message}", fault);
        }
        finally
        {
            Forget(part, copy, copy + "-wal", copy + "-shm", copy + "-journal");
        }
    }

    public async Task<BackupRestored> Restore(string file, RestoreChoices choices)
    {
        await Archive.Read(file);
        Directory.CreateDirectory(settings.DataFolder);
        using var folderLock = SqliteStorage.LockFolder(settings.DataFolder);
        RefuseUnlessEmpty(choices);
        var workshop = Path.Combine(settings.DataFolder, $"restoring-{Guid.NewGuid():N}");
        Directory.CreateDirectory(workshop);
        try
        {
            var manifest = await Archive.Read(file, workshop);
            RefuseNewer(manifest);
            RefuseWithoutKeys(manifest);
            var database = Path.Combine(workshop, Archive.Database);
            await Renew(database);
            await using (var candidate = await Snapshot.OfSqlite(database))
            {
                RefuseUnsound(await check.Run(candidate), file);
            }

            await PutInPlace(workshop, choices);
            return new BackupRestored(DateTimeOffset.FromUnixTimeMilliseconds(manifest.MadeAt), manifest.Genkan, manifest.Rows, manifest.Keys, await Check());
        }
        finally
        {
            Directory.Delete(workshop, recursive: true);
        }
    }

    public async Task<bool> HoldsSomething() => settings.Database is { } database ? await PostgresTables.Hold(database) : File.Exists(DatabaseFile);

    public async Task<CheckReport> Check()
    {
        await using var snapshot = await Open();
        return await check.Run(snapshot);
    }

    public Task<T> Read<T>(Func<IReadTx, Task<T>> queries) => Read(null, queries);

    public Task<T> Read<T>(OrganisationId organisation, Func<IReadTx, Task<T>> queries) => Read((OrganisationId?)organisation, queries);

    private async Task<T> Read<T>(OrganisationId? organisation, Func<IReadTx, Task<T>> queries)
    {
        await using var snapshot = await Open();
        return await queries(new UnitOfWork(organisation, new DapperStatements(snapshot.Connection, snapshot.Transaction), time.GetUtcNow().ToUnixTimeMilliseconds(), seal()));
    }

    public LastBackup? Last()
    {
        try
        {
            return JsonSerializer.Deserialize<LastBackup>(File.ReadAllBytes(NoteFile), Wire.Json);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    // ---------------------------------------------------------------- making

    private static void RefuseWrongPlace(string file, BackupChoices choices)
    {
        if (File.Exists(file) && !choices.Replace)
        {
            throw new StartRefusedException($"{file} is there already. Choose another name, or say --replace.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            throw new StartRefusedException($"The folder {Path.GetDirectoryName(file)} is not there.");
        }
    }

    /// <summary>All tables as of one moment, in one SQLite file.</summary>
    private async Task Copy(string to)
    {
        await using var snapshot = await Open();
        // Made before anything is written into it: SQLite's own file would be readable for all.
        File.Create(to).Dispose();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(to, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await using var target = Snapshot.OpenSqlite(to, SqliteOpenMode.ReadWriteCreate);
        if (snapshot.Connection is SqliteConnection source)
        {
            // The backup API in one step, inside the snapshot: the server's writer neither waits nor starts it over.
            source.BackupDatabase(target);
        }
        else
        {
            await PostgresTables.CopyTo(snapshot, target);
        }

        // One plain file, without the write-ahead log beside it.
        await target.ExecuteAsync("PRAGMA journal_mode = DELETE");
    }

    private async Task<(Manifest Manifest, long Rows)> Describe(string copy, BackupChoices choices, DateTimeOffset began)
    {
        await using var snapshot = await Snapshot.OfSqlite(copy);
        var report = await check.Run(snapshot);
        if (!report.Sound)
        {
            throw new StartRefusedException("The store is not sound, so this backup was not kept. genkan check says what is wrong: " + report.Faults[0].Rule + ".");
        }

        return (new Manifest
        {
            Genkan = GenkanSettings.Version,
            MadeAt = began.ToUnixTimeMilliseconds(),
            Engine = settings.Database is null ? "sqlite" : "postgres",
            Epoch = await snapshot.Connection.QuerySingleAsync<string>("SELECT content FROM storage_installation WHERE name = 'epoch'"),
            Migration = await snapshot.Connection.QuerySingleAsync<long>("SELECT MAX(number) FROM storage_migrations"),
            Rows = report.Rows,
            Keys = !choices.WithoutKeys,
        }, report.Rows);
    }

    private IEnumerable<(string Name, string Source)> Contents(string copy, BackupChoices choices) =>
    [
        (Archive.Database, copy),
        .. choices.WithoutKeys ? [] : FilesBelow(Archive.KeysFolder),
        .. FilesBelow(Archive.FilesFolder),
    ];

    private IEnumerable<(string Name, string Source)> FilesBelow(string folder)
    {
        var path = Path.Combine(settings.DataFolder, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(f => (Path.GetRelativePath(settings.DataFolder, f).Replace(Path.DirectorySeparatorChar, '/'), f))
            : [];
    }

    /// <summary>For the owner's status page. A folder that cannot be written is no reason to call a good backup failed.</summary>
    private void Note(BackupMade made, Manifest manifest)
    {
        try
        {
            var fresh = NoteFile + ".new";
            File.WriteAllBytes(fresh, JsonSerializer.SerializeToUtf8Bytes(new LastBackup(DateTimeOffset.FromUnixTimeMilliseconds(manifest.MadeAt), made.Bytes, made.WithKeys), Wire.Json));
            File.Move(fresh, NoteFile, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The backup is made, but the note of it could not be left in {settings.DataFolder}: {fault.Message}");
        }
    }

    private static void Forget(params string[] files)
    {
        foreach (var file in files)
        {
            File.Delete(file);
        }
    }

    private async Task<Snapshot> Open()
    {
        if (settings.Database is { } database)
        {
            if (!await PostgresTables.Hold(database))
            {
                throw new StartRefusedException("The database named by GENKAN_DATABASE holds no Genkan.");
            }

            return await Snapshot.OfPostgres(database);
        }

        return File.Exists(DatabaseFile) ? await Snapshot.OfSqlite(DatabaseFile) : throw new StartRefusedException($"There is no Genkan in {settings.DataFolder}. Name its folder with --data, or its database with GENKAN_DATABASE.");
    }

    // ---------------------------------------------------------------- restoring

    private void RefuseUnlessEmpty(RestoreChoices choices)
    {
        if (!choices.Replace && HoldsSomething().GetAwaiter().GetResult())
        {
            throw new StartRefusedException(settings.Database is null
                ? $"There is a Genkan in {settings.DataFolder} already. Restore into an empty folder, or say --replace."
                : "There is a Genkan in this database already. Restore into an empty one, or say --replace.");
        }
    }

    private static void RefuseNewer(Manifest manifest)
    {
        if (manifest.Migration > Migrator.Newest)
        {
            throw new StartRefusedException($"This backup was made by Genkan {manifest.Genkan}, which is newer than this one. Restore it with that one.");
        }
    }

    private void RefuseWithoutKeys(Manifest manifest)
    {
        if (!manifest.Keys && !File.Exists(Path.Combine(settings.DataFolder, Archive.KeysFolder, "root.key")))
        {
            throw new StartRefusedException($"This backup was made without keys. Put the keys folder you kept apart into {settings.DataFolder} first; without it what is encrypted stays unreadable.");
        }
    }

    /// <summary>Brings the tables to this program's form and begins a new life: the same numbers may mean other events now.</summary>
    private static async Task Renew(string database)
    {
        await using var connection = Snapshot.OpenSqlite(database, SqliteOpenMode.ReadWrite);
        await Migrator.Apply(connection, SqliteStorage.Dialect, NullLogger.Instance);
        await connection.ExecuteAsync("UPDATE storage_installation SET content = @epoch WHERE name = 'epoch'", new { epoch = Guid.NewGuid().ToString("N") });
    }

    private static void RefuseUnsound(CheckReport report, string file)
    {
        if (!report.Sound)
        {
            throw new StartRefusedException($"{file} does not pass the check: {report.Faults[0].Rule} ({string.Join(", ", report.Faults[0].Examples)}). Nothing was changed.");
        }
    }

    private async Task PutInPlace(string workshop, RestoreChoices choices)
    {
        var aside = $".before-restore-{time.GetUtcNow():yyyyMMdd-HHmmss}";
        var database = Path.Combine(workshop, Archive.Database);
        if (settings.Database is { } postgres)
        {
            await PostgresTables.CopyFrom(database, postgres, choices.Replace);
        }
        else
        {
            foreach (var ending in new[] { "", "-wal", "-shm" })
            {
                SetAside(DatabaseFile + ending, DatabaseFile + aside + ending);
            }

            File.Move(database, DatabaseFile);
        }

        foreach (var folder in new[] { Archive.KeysFolder, Archive.FilesFolder })
        {
            var fresh = Path.Combine(workshop, folder);
            var place = Path.Combine(settings.DataFolder, folder);
            if (Directory.Exists(fresh))
            {
                SetAside(place, place + aside);
                Directory.Move(fresh, place);
            }
        }
    }

    private static void SetAside(string path, string to)
    {
        if (File.Exists(path))
        {
            File.Move(path, to);
        }
        else if (Directory.Exists(path))
        {
            Directory.Move(path, to);
        }
    }
}
