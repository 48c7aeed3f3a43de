using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Genkan.Storage;

/// <summary>
/// One look at the whole store from outside the server: read only, never a checkpoint, on one snapshot. What backup,
/// check and restore use, also while a server runs.
/// </summary>
internal sealed class Snapshot : IAsyncDisposable
{
    private Snapshot(DbConnection connection, DbTransaction transaction) => (Connection, Transaction) = (connection, transaction);

    public DbConnection Connection { get; }

    public DbTransaction Transaction { get; }

    public bool IsPostgres => Connection is NpgsqlConnection;

    public async Task<IReadOnlyList<string>> Texts(string sql) => (await Connection.QueryAsync<string>(sql, transaction: Transaction)).AsList();

    public static async Task<Snapshot> OfSqlite(string path)
    {
        var connection = OpenSqlite(path, SqliteOpenMode.ReadOnly);
        var transaction = connection.BeginTransaction(deferred: true);
        // The snapshot is taken by the first read, not by BEGIN.
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_schema";
        command.Transaction = transaction;
        await command.ExecuteScalarAsync();
        return new Snapshot(connection, transaction);
    }

    public static async Task<Snapshot> OfPostgres(string database)
    {
        var connection = await OpenPostgres(database);
        return new Snapshot(connection, await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead));
    }

    /// <summary>A connection that never checkpoints: releases before 3.51.3 can corrupt when two do, or one does while the server commits.</summary>
    public static SqliteConnection OpenSqlite(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        const int noCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
        _ = SQLitePCL.raw.sqlite3_db_config(connection.Handle!, noCheckpointOnClose, 1, out _);
        return connection;
    }

    /// <summary>Outside the pool: one connection for one long deed.</summary>
    public static async Task<NpgsqlConnection> OpenPostgres(string database)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false, CommandTimeout = 0 }.ToString());
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch (Exception fault) when (fault is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException)
        {
            await connection.DisposeAsync();
            throw new StartRefusedException("PostgreSQL cannot be reached with GENKAN_DATABASE: " + fault.Message, fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
