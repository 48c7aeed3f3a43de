using Dapper;

namespace Genkan.Storage;

/// <summary>A table as the engine describes it; on PostgreSQL each column with its type there.</summary>
internal sealed record StoredTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<string> Types);

/// <summary>The tables of a store, read from the engine, so that none is forgotten.</summary>
internal static class Tables
{
    public static Task<IReadOnlyList<StoredTable>> Of(Snapshot snapshot) => Of(snapshot.Connection, snapshot.Transaction, snapshot.IsPostgres);

    public static async Task<IReadOnlyList<StoredTable>> Of(System.Data.Common.DbConnection connection, System.Data.Common.DbTransaction? transaction, bool postgres)
    {
        var columns = await connection.QueryAsync<Column>(postgres ? OnPostgres : OnSqlite, transaction: transaction);
        return [.. columns.GroupBy(c => c.TableName, StringComparer.Ordinal).Select(t => new StoredTable(t.Key, [.. t.Select(c => c.Name)], [.. t.Select(c => c.Type)]))];
    }

    public static async Task<long> CountRows(Snapshot snapshot, IReadOnlyList<StoredTable> tables)
    {
        var rows = 0L;
        foreach (var table in tables)
        {
            rows += await snapshot.Connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {table.Name}", transaction: snapshot.Transaction);
        }

        return rows;
    }

    // What an engine fills by itself (an index for search, say) is made anew there and not carried over.
    private const string OnPostgres =
        """
        SELECT c.table_name, c.column_name AS name, c.udt_name AS type
        FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
        WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
        ORDER BY c.table_name, c.ordinal_position
        """;

    private const string OnSqlite =
        """
        SELECT l.name AS table_name, c.name AS name, lower(c.type) AS type
        FROM pragma_table_list l JOIN pragma_table_xinfo(l.name) c
        WHERE l.schema = 'main' AND l.type = 'table' AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND c.hidden = 0
        ORDER BY l.name, c.cid
        """;

    private sealed record Column
    {
        public string TableName { get; init; } = "";

        public string Name { get; init; } = "";

        public string Type { get; init; } = "";
    }
}
