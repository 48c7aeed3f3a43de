using Dapper;
using Microsoft.Data.Sqlite;

namespace Genkan.Storage;

/// <summary>Looks at a whole store: the engine's own check, every room's rules, and that every row is somebody's.</summary>
internal sealed class StoreCheck(IEnumerable<IStoreCheck> rooms, KnownOrganisations organisations)
{
    private const int Shown = 5;

    private readonly IReadOnlyList<StoreRule> rules = [.. rooms.SelectMany(r => r.Rules)];

    public async Task<CheckReport> Run(Snapshot snapshot)
    {
        var faults = new List<StoreFault>();
        var looked = 0;
        void Note(string rule, IReadOnlyList<string> culprits)
        {
            looked++;
            if (culprits.Count > 0)
            {
                faults.Add(new StoreFault(rule, culprits.Count, [.. culprits.Take(Shown)]));
            }
        }

        if (!snapshot.IsPostgres)
        {
            Note("SQLite finds the file whole", await Engine((SqliteConnection)snapshot.Connection, "PRAGMA integrity_check"));
            Note("Every reference leads somewhere", await Engine((SqliteConnection)snapshot.Connection, "PRAGMA foreign_key_check"));
        }

        foreach (var rule in rules)
        {
            Note(rule.Sentence, await snapshot.Texts($"{rule.Sql} LIMIT {StoreFault.CountedUpTo}"));
        }

        var tables = await Tables.Of(snapshot);
        foreach (var table in tables.Where(t => t.Columns.Contains("organisation", StringComparer.Ordinal)))
        {
            Note($"Every row of {table.Name} is of an organisation that is there", await Strays(snapshot, table.Name));
        }

        return new CheckReport(looked, await Tables.CountRows(snapshot, tables), faults);
    }

    private static async Task<IReadOnlyList<string>> Engine(SqliteConnection connection, string pragma)
    {
        // Rows of integrity_check are "ok" or one fault each; of foreign_key_check table, row, parent.
        var rows = await connection.QueryAsync(pragma);
        return [.. rows.Select(r => string.Join(' ', ((IDictionary<string, object?>)r).Values)).Where(line => line != "ok")];
    }

    private Task<IReadOnlyList<string>> Strays(Snapshot snapshot, string table) => snapshot.Texts(
        $"SELECT CAST(organisation AS text) FROM (SELECT DISTINCT organisation FROM {table} WHERE organisation NOT IN ({organisations.Sql})) AS strays LIMIT {StoreFault.CountedUpTo}");
}
