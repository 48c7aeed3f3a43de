using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Genkan.Storage;

/// <summary>One compiled statement of SQLite, used again and again.</summary>
internal sealed class KeptStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt compiled;
    private readonly string[] names;

    /// <summary>A statement almost always gets values of one type and gives rows of one type: how is looked up once.</summary>
    private Type? valuesType;
    private ValueSource[] sources = [];
    private object? rows;

    /// <exception cref="SqliteException">The text is no statement.</exception>
    public KeptStatement(sqlite3 database, string sql)
    {
        this.database = database;
        const uint persistent = 1; // SQLITE_PREPARE_PERSISTENT
        Check(raw.sqlite3_prepare_v3(database, sql, persistent, out compiled, out var rest));
        if (!string.IsNullOrWhiteSpace(rest))
        {
            compiled.Dispose();
            throw new InvalidOperationException("One statement at a time.");
        }

        names = [.. Enumerable.Range(1, raw.sqlite3_bind_parameter_count(compiled)).Select(i => raw.sqlite3_bind_parameter_name(compiled, i).utf8_to_string()[1..])];
    }

    /// <summary>Gives it the values its names ask for.</summary>
    public void Bind(object? values)
    {
        if (names.Length == 0)
        {
            return;
        }

        var type = values!.GetType();
        if (type != valuesType)
        {
            (sources, valuesType) = (Array.ConvertAll(names, name => ValueSource.Of(type, name)), type);
        }

        for (var i = 0; i < sources.Length; i++)
        {
            Check(sources[i].Bind(compiled, i + 1, values));
        }
    }

    /// <summary>Runs it to its end; answers the number of rows touched.</summary>
    public int Finish()
    {
        while (Step())
        {
        }

        return raw.sqlite3_stmt_readonly(compiled) == 0 ? raw.sqlite3_changes(database) : 0;
    }

    public T? First<T>()
    {
        if (!Step())
        {
            return default;
        }

        var first = Rows<T>().Read(compiled);
        // What changes something is done only at its end.
        while (raw.sqlite3_stmt_readonly(compiled) == 0 && Step())
        {
        }

        return first;
    }

    public List<T> All<T>()
    {
        var all = new List<T>();
        while (Step())
        {
            all.Add(Rows<T>().Read(compiled)!);
        }

        return all;
    }

    /// <summary>Ready for the next use, and holding on to nothing. What was wrong was said when it ran.</summary>
    public void Rest()
    {
        _ = raw.sqlite3_reset(compiled);
        _ = raw.sqlite3_clear_bindings(compiled);
    }

    public void Dispose() => compiled.Dispose();

    private RowReader<T> Rows<T>()
    {
        if (rows is not RowReader<T> reader || reader.Columns != raw.sqlite3_column_count(compiled))
        {
            rows = reader = RowReader<T>.For(compiled);
        }

        return reader;
    }

    private bool Step()
    {
        var outcome = raw.sqlite3_step(compiled);
        if (outcome == raw.SQLITE_ROW)
        {
            return true;
        }

        if (outcome != raw.SQLITE_DONE)
        {
            Check(outcome);
        }

        return false;
    }

    private void Check(int outcome) => SqliteException.ThrowExceptionForRC(outcome, database);
}
