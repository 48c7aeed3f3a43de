using System.Collections.Concurrent;

namespace Genkan.Sites;

/// <summary>Profiles looked up lately, unknown ones too, so that neither a busy page nor a guesser asks the database each time.</summary>
internal sealed class Remembered<TKey>(TimeProvider clock)
    where TKey : notnull
{
    // How late a node may follow a change made on another one.
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(2);
    // Guessed keys must not fill the memory: beyond this nothing more is remembered until old ones are swept out.
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<TKey, Memory> memories = new();
    private long changes;

    public async Task<SiteProfile?> Get(TKey key, Func<TKey, Task<SiteProfile?>> load)
    {
        if (memories.TryGetValue(key, out var memory) && clock.GetElapsedTime(memory.Since) < Trust)
        {
            return await memory.Profile;
        }

        var before = Interlocked.Read(ref changes);
        memory = new Memory(load(key), clock.GetTimestamp());
        Keep(key, memory, before);
        try
        {
            return await memory.Profile;
        }
        catch
        {
            // A failed look is no knowledge.
            memories.TryRemove(KeyValuePair.Create(key, memory));
            throw;
        }
    }

    public void Forget(TKey key)
    {
        Interlocked.Increment(ref changes);
        memories.TryRemove(key, out _);
    }

    /// <summary>What was read while somebody changed something is not kept: it may be what was there before.</summary>
    private void Keep(TKey key, Memory memory, long changesBefore)
    {
        if (memories.Count >= Most)
        {
            SweepOut();
        }

        if (memories.Count < Most)
        {
            memories[key] = memory;
        }

        if (Interlocked.Read(ref changes) != changesBefore)
        {
            memories.TryRemove(KeyValuePair.Create(key, memory));
        }
    }

    private void SweepOut()
    {
        foreach (var old in memories.Where(m => clock.GetElapsedTime(m.Value.Since) >= Trust))
        {
            memories.TryRemove(old);
        }
    }

    private sealed record Memory(Task<SiteProfile?> Profile, long Since);
}
