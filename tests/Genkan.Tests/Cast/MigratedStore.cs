using Genkan.Storage;
using Genkan.Tests.Cast;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(MigratedStore.Sweeper))]

namespace Genkan.Tests.Cast;

/// <summary>
/// Stores whose tables are made already: copies of one that was migrated from nothing once in this run. They hold no row beside the list of
/// migrations: epoch, keys and all that is set up are each store's own. What is about migrating takes <see cref="Engine.NewStore"/>.
/// </summary>
public static class MigratedStore
{
    private static readonly Lazy<Task<byte[]>> File = new(MigrateFile);
    private static readonly Lazy<Task<TestStore>> Database = new(MigrateDatabase);

    internal static async Task<TestStore> New()
    {
        if (Engine.IsPostgres)
        {
            return await Engine.NewPostgresStore((await Database.Value).DatabaseName);
        }

        var store = await Engine.NewStore();
        await System.IO.File.WriteAllBytesAsync(Path.Combine(store.Folder, "genkan.db"), await File.Value);
        return store;
    }

    private static async Task<byte[]> MigrateFile()
    {
        await using var store = await Engine.NewStore();
        var path = Path.Combine(store.Folder, "template.db");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync();
            await Migrator.Apply(connection, SqliteStorage.Dialect, NullLogger.Instance);
        }

        return await System.IO.File.ReadAllBytesAsync(path);
    }

    private static async Task<TestStore> MigrateDatabase()
    {
        var store = await Engine.NewPostgresStore();
        // Nobody may be connected to a database that others are copied from.
        await using var connection = new NpgsqlConnection(store.Database + ";Pooling=false");
        await connection.OpenAsync();
        await Migrator.Apply(connection, PostgresStorage.Dialect, NullLogger.Instance);
        return store;
    }

    /// <summary>Drops the template when the last test is done.</summary>
    public sealed class Sweeper : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (Database.IsValueCreated)
            {
                await (await Database.Value).DisposeAsync();
            }
        }
    }
}
