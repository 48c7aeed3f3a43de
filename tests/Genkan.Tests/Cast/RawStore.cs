using System.Data.Common;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Genkan.Tests.Cast;

/// <summary>The store as a thief or a meddler sees it: past the server, without its keys. For use while the server is stopped.</summary>
internal static class RawStore
{
    public static async Task<DbConnection> OpenRaw(this GenkanServer server)
    {
        DbConnection connection = server.Database is { } database
            ? new NpgsqlConnection(database + ";Pooling=false")
            : new SqliteConnection($"Data Source={Path.Combine(server.Folder, "genkan.db")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    public static async Task<int> Raw(this GenkanServer server, string sql, object? values = null)
    {
        await using var connection = await server.OpenRaw();
        return await connection.ExecuteAsync(sql, values);
    }

    public static async Task<IReadOnlyList<T>> RawRows<T>(this GenkanServer server, string sql, object? values = null)
    {
        await using var connection = await server.OpenRaw();
        return [.. await connection.QueryAsync<T>(sql, values)];
    }

    /// <summary>Stops the server for somebody who may do anything in the database, but has not the keys.</summary>
    public static Task MeddleWithTheTrail(this GenkanServer server, params string[] sqls) => server.WhileStopped(async () =>
    {
        foreach (var trigger in new[] { "audit_entries_stay", "audit_entries_unchanged" })
        {
            await server.Raw(server.Database is null ? $"DROP TRIGGER IF EXISTS {trigger}" : $"DROP TRIGGER IF EXISTS {trigger} ON audit_entries");
        }

        foreach (var sql in sqls)
        {
            await server.Raw(sql);
        }
    });

    /// <summary>Every byte of SQLite's files, or every row of every table on PostgreSQL, as Latin-1 text.</summary>
    public static async Task<string> Everything(this GenkanServer server)
    {
        if (server.Database is null)
        {
            return string.Concat(Directory.GetFiles(server.Folder, "genkan.db*").Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        }

        await using var connection = await server.OpenRaw();
        await connection.ExecuteAsync("SET bytea_output = 'escape'");
        var all = new StringBuilder();
        foreach (var table in await connection.QueryAsync<string>("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"))
        {
            all.AppendJoin('\n', await connection.QueryAsync<string>($"SELECT t::text FROM \"{table}\" t"));
        }

        return Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(all.ToString()));
    }
}
