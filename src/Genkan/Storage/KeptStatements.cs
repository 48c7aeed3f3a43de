using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Genkan.Storage;

/// <summary>
/// A SQLite connection that keeps its statements compiled: on the send path compiling them anew cost several times what
/// running them does. Used by one thread at a time.
/// </summary>
internal sealed class KeptConnection(SqliteConnection inner) : DbConnection
{
    /// <summary>Far more than the rooms' statements; only lists with many filters vary theirs.</summary>
    private const int Most = 500;

    private readonly Dictionary<string, SqliteCommand> kept = new(StringComparer.Ordinal);

    public SqliteConnection Inner => inner;

    [AllowNull]
    public override string ConnectionString { get => inner.ConnectionString; set => inner.ConnectionString = value; }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

    public override void Open() => inner.Open();

    public override void Close() => inner.Close();

    /// <summary>Runs a statement without values.</summary>
    public void Do(string sql)
    {
        var command = Take(sql);
        try
        {
            command.ExecuteNonQuery();
        }
        finally
        {
            GiveBack(command);
        }
    }

    /// <summary>A compiled command of this text that nobody else uses.</summary>
    public SqliteCommand Take(string sql)
    {
        if (kept.Remove(sql, out var known))
        {
            return known;
        }

        var fresh = inner.CreateCommand();
        fresh.CommandText = sql;
        return fresh;
    }

    public void GiveBack(SqliteCommand command)
    {
        command.Parameters.Clear();
        if (kept.Count >= Most || !kept.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException("Transactions are statements here.");

    protected override DbCommand CreateDbCommand() => new KeptCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var command in kept.Values)
            {
                command.Dispose();
            }

            kept.Clear();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>Lends a kept command from when its text is known until it is disposed of.</summary>
internal sealed class KeptCommand(KeptConnection connection) : DbCommand
{
    private SqliteCommand? lent;

    [AllowNull]
    public override string CommandText
    {
        get => lent?.CommandText ?? "";
        set
        {
            // Values come along: a list among them is spread out in the text only after they were given.
            var (before, after) = (lent, connection.Take(value ?? ""));
            lent = after;
            if (before is not null)
            {
                after.Parameters.AddRange(before.Parameters.Cast<SqliteParameter>());
                connection.GiveBack(before);
            }
        }
    }

    public override int CommandTimeout { get => Lent.CommandTimeout; set => Lent.CommandTimeout = value; }

    public override CommandType CommandType { get => CommandType.Text; set => Lent.CommandType = value; }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get => connection; set => throw new NotSupportedException(); }

    protected override DbParameterCollection DbParameterCollection => Lent.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    private SqliteCommand Lent => lent ?? throw new InvalidOperationException("A command needs its text first.");

    public override void Cancel() => Lent.Cancel();

    public override int ExecuteNonQuery() => Lent.ExecuteNonQuery();

    public override object? ExecuteScalar() => Lent.ExecuteScalar();

    public override void Prepare() => Lent.Prepare();

    protected override DbParameter CreateDbParameter() => Lent.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Lent.ExecuteReader(behavior);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            GiveBack();
        }

        base.Dispose(disposing);
    }

    private void GiveBack()
    {
        if (lent is { } command)
        {
            lent = null;
            connection.GiveBack(command);
        }
    }
}
