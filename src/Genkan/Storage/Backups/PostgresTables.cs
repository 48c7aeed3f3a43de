using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;

namespace Genkan.Storage;

/// <summary>Carries all tables between PostgreSQL and a SQLite file. Both were made by the same migrations, so both have the same columns.</summary>
internal static class PostgresTables
{
    /// <summary>What the migrations of a fresh store leave in it by themselves.</summary>
    private const string WithoutOwnRows = "DELETE FROM storage_migrations; DELETE FROM storage_installation;";

    /// <summary>Is there a Genkan in this database?</summary>
    public static async Task<bool> Hold(string database)
    {
        await using var connection = await Snapshot.OpenPostgres(database);
        return await connection.ExecuteScalarAsync<bool>("SELECT to_regclass('storage_migrations') IS NOT NULL");
    }

    /// <summary>Everything the snapshot sees, into an empty SQLite file.</summary>
    public static async Task CopyTo(Snapshot snapshot, SqliteConnection target)
    {
        // Nobody reads this file before it is whole: no write of it needs to wait for the disk.
        await target.ExecuteAsync("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;");
        await Migrator.Apply(target, SqliteStorage.Dialect, NullLogger.Instance);
        var tables = await Tables.Of(snapshot);
        RefuseOtherForm(tables, await Tables.Of(target, null, postgres: false), "start the server of this version once, so that it brings the database up to date");
        await using var transaction = target.BeginTransaction();
        await target.ExecuteAsync(WithoutOwnRows, transaction: transaction);
        foreach (var table in tables)
        {
            await CopyTable((NpgsqlConnection)snapshot.Connection, table, target, transaction);
        }

        await transaction.CommitAsync();
    }

    /// <summary>Everything of a SQLite file, into PostgreSQL, in one transaction: all of it or nothing.</summary>
    public static async Task CopyFrom(string file, string database, bool replace)
    {
        await using var source = await Snapshot.OfSqlite(file);
        await using var connection = await Snapshot.OpenPostgres(database);
        await RefuseOthers(connection);
        await using var transaction = await connection.BeginTransactionAsync();
        var tables = await Tables.Of(source);
        if (replace)
        {
            await Drop(connection, transaction, tables);
        }

        await Migrator.Apply(connection, PostgresStorage.Dialect, NullLogger.Instance, transaction);
        var made = await Tables.Of(connection, transaction, postgres: true);
        RefuseOtherForm(made, tables, "restore it with the Genkan that made it");
        await connection.ExecuteAsync(WithoutOwnRows, transaction: transaction);
        foreach (var table in made)
        {
            await CopyTable((SqliteConnection)source.Connection, table, connection);
        }

        await transaction.CommitAsync();
        await connection.ExecuteAsync("ANALYZE;");
    }

    /// <summary>Ours alone: the tables, and the functions whose names begin as they do. What else lives in this database stays.</summary>
    private static async Task Drop(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<StoredTable> tables)
    {
        await connection.ExecuteAsync($"DROP TABLE IF EXISTS {string.Join(", ", tables.Select(t => t.Name))} CASCADE", transaction: transaction);
        var rooms = tables.Select(t => t.Name.Split('_')[0]).Distinct(StringComparer.Ordinal).ToArray();
        var functions = await connection.QueryAsync<string>(
            "SELECT CAST(CAST(oid AS regprocedure) AS text) FROM pg_proc WHERE pronamespace = CAST(current_schema() AS regnamespace) AND split_part(proname, '_', 1) = ANY(@rooms)",
            new { rooms },
            transaction);
        foreach (var function in functions)
        {
            await connection.ExecuteAsync($"DROP FUNCTION {function}", transaction: transaction);
        }
    }

    private static async Task CopyTable(NpgsqlConnection source, StoredTable table, SqliteConnection target, SqliteTransaction transaction)
    {
        await using var read = new NpgsqlCommand($"SELECT {Names(table)} FROM {table.Name}", source);
        await using var rows = await read.ExecuteReaderAsync();
        await using var insert = target.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"INSERT INTO {table.Name} ({Names(table)}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"@c{i}"))})";
        var values = table.Columns.Select((_, i) => insert.Parameters.Add(new SqliteParameter { ParameterName = $"@c{i}" })).ToArray();
        while (await rows.ReadAsync())
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i].Value = rows.GetValue(i) switch
                {
                    Guid id => id.ToString("D"),
                    bool flag => flag ? 1L : 0L,
                    var other => other,
                };
            }

            insert.ExecuteNonQuery();
        }
    }

    private static async Task CopyTable(SqliteConnection source, StoredTable table, NpgsqlConnection target)
    {
        await using var read = source.CreateCommand();
        read.CommandText = $"SELECT {Names(table)} FROM {table.Name}";
        await using var rows = await read.ExecuteReaderAsync();
        await using var import = await target.BeginBinaryImportAsync($"COPY {table.Name} ({Names(table)}) FROM STDIN (FORMAT BINARY)");
        while (await rows.ReadAsync())
        {
            await import.StartRowAsync();
            for (var i = 0; i < table.Columns.Count; i++)
            {
                await WriteValue(import, rows, i, table.Types[i]);
            }
        }

        await import.CompleteAsync();
    }

    private static Task WriteValue(NpgsqlBinaryImporter import, DbDataReader row, int i, string type)
    {
        if (row.IsDBNull(i))
        {
            return import.WriteNullAsync();
        }

        return type switch
        {
            "uuid" => import.WriteAsync(Guid.Parse(row.GetString(i)), NpgsqlDbType.Uuid),
            "int8" => import.WriteAsync(row.GetInt64(i), NpgsqlDbType.Bigint),
            "int4" => import.WriteAsync(row.GetInt32(i), NpgsqlDbType.Integer),
            "float8" => import.WriteAsync(row.GetDouble(i), NpgsqlDbType.Double),
            "bool" => import.WriteAsync(row.GetInt64(i) != 0, NpgsqlDbType.Boolean),
            "bytea" => import.WriteAsync((byte[])row.GetValue(i), NpgsqlDbType.Bytea),
            "text" => import.WriteAsync(row.GetString(i), NpgsqlDbType.Text),
            _ => throw new NotSupportedException($"Columns of type {type} are not carried over yet."),
        };
    }

    private static string Names(StoredTable table) => string.Join(", ", table.Columns);

    private static void RefuseOtherForm(IReadOnlyList<StoredTable> here, IReadOnlyList<StoredTable> there, string remedy)
    {
        static IEnumerable<string> Form(IReadOnlyList<StoredTable> tables) => tables.SelectMany(t => t.Columns.Select(c => $"{t.Name}.{c}"));
        var different = Form(here).Except(Form(there), StringComparer.Ordinal).Concat(Form(there).Except(Form(here), StringComparer.Ordinal)).FirstOrDefault();
        if (different is not null)
        {
            throw new StartRefusedException($"The tables are of another version of Genkan ({different}): {remedy}.");
        }
    }

    /// <summary>A server that goes on running would write old news over the restored ones.</summary>
    private static async Task RefuseOthers(NpgsqlConnection connection)
    {
        var others = await connection.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()");
        if (others > 0)
        {
            throw new StartRefusedException($"{others} other connections are open to this database. Stop Genkan on every machine first.");
        }
    }
}
