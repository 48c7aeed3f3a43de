namespace Genkan.Storage;

/// <summary>What the server itself needs of an engine, beside the rooms' two verbs.</summary>
public interface IStore : IDisposable
{
    /// <summary>After a commit, with its events; in commit order on SQLite, nearly so on PostgreSQL.</summary>
    event Action<IReadOnlyList<JournalEvent>>? Committed;

    /// <summary>Opens, migrates, makes ready.</summary>
    Task Open();

    /// <summary>How the last writes went.</summary>
    WriteHealth Health { get; }

    /// <summary>Units that wait for their turn; always 0 on PostgreSQL, where none waits for another.</summary>
    int Waiting { get; }

    /// <summary>The engine and its version, as its makers write them: <c>SQLite 3.50.4</c>.</summary>
    Task<string> EngineVersion();

    /// <summary>Bytes the database takes on its disk.</summary>
    Task<long> Size();
}

/// <summary>How the last writes went, for whoever asks whether the store can be written.</summary>
public sealed class WriteHealth
{
    private long wroteAt = long.MinValue;
    private long failedAt = long.MinValue;

    /// <summary>The last commit that reached the disk, in <see cref="Environment.TickCount64"/>; null where there was none.</summary>
    public long? WroteAt => Interlocked.Read(ref wroteAt) is var at and not long.MinValue ? at : null;

    /// <summary>Did the last attempt fail?</summary>
    public bool Failing => Interlocked.Read(ref failedAt) > Interlocked.Read(ref wroteAt);

    internal void Wrote() => Interlocked.Exchange(ref wroteAt, Environment.TickCount64);

    internal void CouldNotWrite() => Interlocked.Exchange(ref failedAt, Environment.TickCount64 + 1);
}

/// <summary>The server does not start, for a reason the operator can act on.</summary>
public sealed class StartRefusedException(string message, Exception? inner = null) : Exception(message, inner);
