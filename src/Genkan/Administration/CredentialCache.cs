using System.Collections.Concurrent;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>Who was behind a credential a moment ago, so that a busy console does not ask the database at each call.</summary>
internal sealed class CredentialCache
{
    private const string Changed = "administration.rights";

    /// <summary>How late this node may follow a change made on another one whose word was lost; changes made here count at once.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(2);

    private const int Most = 20_000;
    private readonly ConcurrentDictionary<string, Memory> memories = new(StringComparer.Ordinal);
    private readonly TimeProvider clock;
    private readonly IBus bus;
    private long changes;

    public CredentialCache(TimeProvider clock, IBus bus)
    {
        (this.clock, this.bus) = (clock, bus);
        bus.Hear<bool>(Changed, _ => ForgetHere());
        bus.Missed += ForgetHere;
    }

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

    /// <summary>Rights changed somewhere. Rare, so everything is forgotten rather than reckoned out, on every node.</summary>
    public void Forget()
    {
        ForgetHere();
        bus.Say(Changed, true);
    }

    private void ForgetHere()
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
