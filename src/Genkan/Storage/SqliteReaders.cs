using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Genkan.Storage;

/// <summary>Connections that only read, kept with their compiled statements. Each holds one snapshot at a time.</summary>
internal sealed class SqliteReaders(string connectionString) : IDisposable
{
    /// <summary>Reads run on the thread that asks: more than a few at once only wait for each other's processor.</summary>
    private const int Kept = 8;

    private readonly ConcurrentBag<KeptConnection> free = [];
    private bool closed;

    /// <summary>Runs queries on one snapshot.</summary>
    public async Task<T> Run<T>(Func<KeptConnection, Task<T>> queries)
    {
        var reader = free.TryTake(out var kept) ? kept : Open();
        try
        {
            reader.Do("BEGIN DEFERRED");
            return await queries(reader);
        }
        finally
        {
            End(reader);
        }
    }

    public void Dispose()
    {
        closed = true;
        while (free.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private KeptConnection Open()
    {
        var opened = new SqliteConnection(connectionString);
        try
        {
            opened.Open();
            var reader = new KeptConnection(opened);
            // In KiB: what one read needs again within itself. What many need is in the machine's own cache.
            reader.Do("PRAGMA cache_size = -512");
            reader.Do("PRAGMA busy_timeout = 5000");
            return reader;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private void End(KeptConnection reader)
    {
        try
        {
            reader.Do("ROLLBACK");
        }
        catch (SqliteException)
        {
            // Not begun, or broken: not used again.
            reader.Dispose();
            return;
        }

        if (closed || free.Count >= Kept)
        {
            reader.Dispose();
            return;
        }

        free.Add(reader);
    }
}
