using System.Collections.Concurrent;
using Genkan.Doors;

namespace Genkan.Administration;

/// <summary>Who was behind a credential a moment ago, so that a busy console does not ask the database at each call.</summary>
internal sealed class CredentialCache(TimeProvider clock)
{
    /// <summary>How late this node may follow a change made on another one; changes made here count at once.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(2);

    private const int Most = 20_000;
    private readonly ConcurrentDictionary<string, Memory> memories = new(StringComparer.Ordinal);
    private long changes;

    public async Task<StaffCaller?> Get(string credential, Func<Task<StaffCaller?>> load)
    {
        if (memories.TryGetValue(credential, out var known) && clock.GetElapsedTime(known.Since) < Trust)
        {
            return known.Caller;
        }

        var (before, since) = (Interlocked.Read(ref changes), clock.GetTimestamp());
        var caller = await load();
        Keep(credential, caller, since, before);
        return caller;
    }

    /// <summary>Rights changed somewhere. Rare, so everything is forgotten rather than reckoned out.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref changes);
        memories.Clear();
    }

    /// <summary>What was read while rights changed is not kept: it may be what was true before.</summary>
    private void Keep(string credential, StaffCaller? caller, long since, long before)
    {
        if (caller is null)
        {
            memories.TryRemove(credential, out _);
            return;
        }

        if (memories.Count >= Most)
        {
            memories.Clear();
        }

        var memory = new Memory(caller, since);
        memories[credential] = memory;
        if (Interlocked.Read(ref changes) != before)
        {
            memories.TryRemove(KeyValuePair.Create(credential, memory));
        }
    }

    private sealed record Memory(StaffCaller Caller, long Since);
}
