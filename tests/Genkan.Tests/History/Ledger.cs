using System.Collections.Concurrent;

namespace Genkan.Tests.History;

/// <summary>What the server has promised to somebody: every acknowledgement, and everything that must not have happened.</summary>
internal sealed class Ledger
{
    private int _acknowledged;

    /// <summary>Acknowledged messages by id.</summary>
    public ConcurrentDictionary<string, Said> Messages { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids the server has refused for good: they may never appear.</summary>
    public ConcurrentDictionary<string, string> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>The last acknowledged words of a changed message; null when it was taken back.</summary>
    public ConcurrentDictionary<string, string?> Changed { get; } = new(StringComparer.Ordinal);

    /// <summary>Who was told "it is yours", by conversation.</summary>
    public ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> Owners { get; } = new(StringComparer.Ordinal);

    /// <summary>Who was told that it is another's: conversation, and whose.</summary>
    public ConcurrentQueue<(string Conversation, string Loser, string Owner)> Losers { get; } = new();

    /// <summary>Conversations that were acknowledged as started.</summary>
    public ConcurrentDictionary<string, byte> Started { get; } = new(StringComparer.Ordinal);

    /// <summary>Conversations that were acknowledged as ended by one side.</summary>
    public ConcurrentDictionary<string, byte> Ended { get; } = new(StringComparer.Ordinal);

    /// <summary>How far a side was acknowledged to have read.</summary>
    public ConcurrentDictionary<(string Conversation, string Side), long> Read { get; } = new();

    /// <summary>Everything that must not be.</summary>
    public ConcurrentQueue<string> Wrongs { get; } = new();

    /// <summary>How often each fault was made and each rare thing happened, for the report.</summary>
    public ConcurrentDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    public int Acknowledged => _acknowledged;

    public void Wrong(string what) => Wrongs.Enqueue(what);

    public void Count(string what) => Counts.AddOrUpdate(what, 1, (_, n) => n + 1);

    /// <summary>An acknowledgement; a repeat must say the same.</summary>
    public void Sent(string id, Said said)
    {
        var first = Messages.GetOrAdd(id, said);
        if (ReferenceEquals(first, said))
        {
            Interlocked.Increment(ref _acknowledged);
        }
        else if (first != said)
        {
            Wrong($"message {id} was acknowledged as {first} and again as {said}");
        }
    }

    public void Owns(string conversation, string agent) =>
        Owners.GetOrAdd(conversation, _ => new(StringComparer.Ordinal))[agent] = 0;
}

/// <summary>One acknowledged message.</summary>
internal sealed record Said(string Conversation, long Seq, long At, string Text, string From);
