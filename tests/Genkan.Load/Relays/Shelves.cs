using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using SQLitePCL;

namespace Genkan.Load.Relays;

/// <summary>Where a relay keeps what was said.</summary>
internal interface IShelf : IDisposable
{
    /// <summary>Keeps it, then calls <paramref name="tell"/>, then is done.</summary>
    Task Keep(string to, byte[] body, Action tell);
}

internal sealed class NoShelf : IShelf
{
    public Task Keep(string to, byte[] body, Action tell)
    {
        tell();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }
}

/// <summary>One thread commits what waits in groups, then tells and answers.</summary>
internal abstract class GroupShelf : IShelf
{
    private const int GroupSize = 128;

    private readonly Channel<Item> queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(20_000) { SingleReader = true });
    private readonly Thread writer;

    protected GroupShelf() => writer = new Thread(WriteUntilClosed) { IsBackground = true };

    public async Task Keep(string to, byte[] body, Action tell)
    {
        var item = new Item(to, body, tell, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await queue.Writer.WriteAsync(item);
        await item.Kept.Task;
    }

    public virtual void Dispose()
    {
        queue.Writer.TryComplete();
        writer.Join(TimeSpan.FromSeconds(5));
    }

    protected void Begin() => writer.Start();

    /// <summary>One transaction, one fsync.</summary>
    protected abstract void Commit(List<Item> group);

    /// <summary>Waits for work; may use the time.</summary>
    protected virtual bool Wait(Task<bool> waiting) => waiting.GetAwaiter().GetResult();

    private void WriteUntilClosed()
    {
        while (Wait(queue.Reader.WaitToReadAsync().AsTask()))
        {
            var group = new List<Item>(GroupSize);
            while (group.Count < GroupSize && queue.Reader.TryRead(out var item))
            {
                group.Add(item);
            }

            Commit(group);
            group.ForEach(i => i.Tell());
            group.ForEach(i => i.Kept.SetResult());
        }
    }

    protected sealed record Item(string To, byte[] Body, Action Tell, TaskCompletionSource Kept);
}

/// <summary>SQLite with the server's own settings and checkpoint rule, one table, a prepared insert.</summary>
internal sealed class SqliteShelf : GroupShelf
{
    /// <summary>As in the server's storage.</summary>
    private const int UnitsBetweenCheckpoints = 4000;

    private readonly SqliteConnection connection;
    private readonly SqliteCommand insert;
    private int sinceCheckpoint;

    public SqliteShelf(string folder)
    {
        Directory.CreateDirectory(folder);
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "relay.db"), Pooling = false }.ToString());
        connection.Open();
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA busy_timeout = 5000;");
        const int noCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
        _ = raw.sqlite3_db_config(connection.Handle!, noCheckpointOnClose, 1, out _);
        Run("CREATE TABLE messages (id INTEGER PRIMARY KEY, channel TEXT NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL)");
        insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO messages (channel, at, body) VALUES (@channel, @at, @body)";
        insert.Parameters.Add("@channel", SqliteType.Text);
        insert.Parameters.Add("@at", SqliteType.Integer);
        insert.Parameters.Add("@body", SqliteType.Blob);
        insert.Prepare();
        Begin();
    }

    public override void Dispose()
    {
        base.Dispose();
        insert.Dispose();
        connection.Dispose();
    }

    protected override void Commit(List<Item> group)
    {
        Run("BEGIN IMMEDIATE");
        foreach (var item in group)
        {
            insert.Parameters[0].Value = item.To;
            insert.Parameters[1].Value = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            insert.Parameters[2].Value = item.Body;
            insert.ExecuteNonQuery();
        }

        Run("COMMIT");
        sinceCheckpoint += group.Count;
        if (sinceCheckpoint >= UnitsBetweenCheckpoints)
        {
            Checkpoint();
        }
    }

    protected override bool Wait(Task<bool> waiting)
    {
        if (sinceCheckpoint > 0 && !waiting.Wait(TimeSpan.FromSeconds(1)))
        {
            Checkpoint();
        }

        return waiting.GetAwaiter().GetResult();
    }

    private void Checkpoint()
    {
        sinceCheckpoint = 0;
        Run("PRAGMA wal_checkpoint(PASSIVE)");
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>The same on PostgreSQL: one insert of many rows is the group.</summary>
internal sealed class PostgresShelf : GroupShelf
{
    private readonly NpgsqlConnection connection;

    public PostgresShelf(string connectionString)
    {
        connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var create = new NpgsqlCommand("CREATE TABLE relay_messages (id bigserial PRIMARY KEY, channel text NOT NULL, at bigint NOT NULL, body bytea NOT NULL)", connection);
        create.ExecuteNonQuery();
        Begin();
    }

    public override void Dispose()
    {
        base.Dispose();
        connection.Dispose();
    }

    protected override void Commit(List<Item> group)
    {
        using var insert = new NpgsqlCommand("INSERT INTO relay_messages (channel, at, body) SELECT c, @at, b FROM unnest(@channels, @bodies) AS x(c, b)", connection);
        insert.Parameters.AddWithValue("at", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        insert.Parameters.Add(new NpgsqlParameter("channels", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = group.ConvertAll(i => i.To) });
        insert.Parameters.Add(new NpgsqlParameter("bodies", NpgsqlDbType.Array | NpgsqlDbType.Bytea) { Value = group.ConvertAll(i => i.Body) });
        insert.ExecuteNonQuery();
    }
}
