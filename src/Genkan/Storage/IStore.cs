namespace Genkan.Storage;

/// <summary>What the server itself needs of an engine, beside the rooms' two verbs.</summary>
public interface IStore : IDisposable
{
    /// <summary>After a commit, with its events; in commit order on SQLite, nearly so on PostgreSQL.</summary>
    event Action<IReadOnlyList<JournalEvent>>? Committed;

    /// <summary>Opens, migrates, makes ready.</summary>
    Task Open();
}

/// <summary>The server does not start, for a reason the operator can act on.</summary>
public sealed class StartRefusedException(string message, Exception? inner = null) : Exception(message, inner);
