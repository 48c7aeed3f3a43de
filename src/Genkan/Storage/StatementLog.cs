namespace Genkan.Storage;

/// <summary>Hears every statement the rooms run; tests count by it, so that no call grows one unseen.</summary>
internal sealed class StatementLog
{
    /// <summary>The statement's text.</summary>
    public event Action<string>? Ran;

    public void Note(string sql) => Ran?.Invoke(sql);
}
