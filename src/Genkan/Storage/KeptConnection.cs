using System.Data;
using Microsoft.Data.Sqlite;

namespace Genkan.Storage;

/// <summary>
/// A SQLite connection that keeps its statements compiled, and gives and takes values without a layer in between: on the
/// send path compiling, and ADO.NET with Dapper on it, cost several times what running the statements does. Used by one
/// thread at a time.
/// </summary>
internal sealed class KeptConnection(SqliteConnection inner) : IStatements, IDisposable
{
    /// <summary>Far more than the rooms' statements; only lists with many filters vary theirs.</summary>
    private const int Most = 500;

    private readonly Dictionary<string, KeptStatement> kept = new(StatementTexts.Instance);

    public SqliteConnection Inner => inner;

    public ConnectionState State => inner.State;

    public bool Travels => false;

    /// <summary>Runs a statement without values.</summary>
    public void Do(string sql) => Use<object?, int>(sql, null, static statement => statement.Finish());

    /// <summary>First row, or null; values as <see cref="IStatements"/>.</summary>
    public T? First<T>(string sql, object? values) => Use(sql, values, static statement => statement.First<T>());

    /// <summary>Answers the number of rows touched.</summary>
    public int Change(string sql, object? values) => Use(sql, values, static statement => statement.Finish());

    public Task<T?> One<T>(string sql, object? values) => Task.FromResult(First<T>(sql, values));

    public Task<T?> OneToChange<T>(string sql, object? values) => One<T>(sql, values);

    public Task<IReadOnlyList<T>> All<T>(string sql, object? values) => Task.FromResult<IReadOnlyList<T>>(Use(sql, values, static statement => statement.All<T>()));

    public Task<int> Run(string sql, object? values) => Task.FromResult(Change(sql, values));

    public void Dispose()
    {
        foreach (var statement in kept.Values)
        {
            statement.Dispose();
        }

        kept.Clear();
        inner.Dispose();
    }

    private TResult Use<TValues, TResult>(string sql, TValues values, Func<KeptStatement, TResult> use)
    {
        var statement = kept.Remove(sql, out var known) ? known : new KeptStatement(inner.Handle!, sql);
        try
        {
            statement.Bind(values);
            return use(statement);
        }
        finally
        {
            statement.Rest();
            if (kept.Count >= Most)
            {
                statement.Dispose();
            }
            else
            {
                kept[sql] = statement;
            }
        }
    }

    /// <summary>Statements are told apart by their length and a few characters first: going through all of each text cost as much as some statements.</summary>
    private sealed class StatementTexts : IEqualityComparer<string>
    {
        public static readonly StatementTexts Instance = new();

        public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

        public int GetHashCode(string text)
        {
            var third = text.Length / 3;
            return text.Length == 0 ? 0 : HashCode.Combine(text.Length, text[^1], text[third], text[third * 2], text[third / 2], text[text.Length - 1 - (third / 2)]);
        }
    }
}
