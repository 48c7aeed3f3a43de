using Genkan.Doors;
using Genkan.Live;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>Who is behind a cookie or an API key. Both doors ask the same: the membership as it is now.</summary>
internal sealed class StaffCredentials(IStorage storage, IMembers members, CredentialCache cache) : IStaffCredentials, IListenerCredentials
{
    private static readonly Task<StaffCaller?> Nobody = Task.FromResult<StaffCaller?>(null);

    public string? CookieOf(HttpContext context) => SessionCookie.Read(context);

    public Task<StaffCaller?> FindByCookie(string cookie) =>
        cookie.Length == Secret.Length ? Find(cookie, hash => BySession(tx => SessionStore.Find(tx, hash), isUse: true)) : Nobody;

    public Task<StaffCaller?> FindByKey(string key) =>
        KeyStore.LooksLikeOne(key) ? Find(key, hash => ByKey(tx => KeyStore.Find(tx, hash), isUse: true)) : Nobody;

    private async Task<StaffCaller?> Find(string credential, Func<string, Task<StaffCaller?>> load)
    {
        var hash = Secret.HashOf(credential);
        var caller = await cache.Get(hash, () => load(hash));
        if (caller is not null)
        {
            members.Seen(caller.Organisation, caller.Agent);
        }

        return caller;
    }

    /// <summary>
    /// An open stream asks again: the same question, by the id instead of the secret. Past the cache: the stream hears of a
    /// change the moment it is committed, before anything remembered was forgotten.
    /// </summary>
    public async Task<Standing> Still(StaffCaller caller)
    {
        var now = caller.Session is { } session
            ? await BySession(tx => SessionStore.Find(tx, session), isUse: false)
            : await ByKey(tx => KeyStore.Find(tx, caller.Key ?? Guid.Empty), isUse: false);
        if (now is not null)
        {
            return new Standing(now);
        }

        var member = await storage.Read(caller.Organisation, tx => members.Find(tx, caller.Organisation, caller.Agent));
        return new Standing(null, member is { MayEnter: true } ? "signed_out" : "disabled");
    }

    private async Task<StaffCaller?> BySession(Func<IReadTx, Task<SessionRow?>> find, bool isUse)
    {
        var (session, member, now) = await storage.ReadInstallation(async tx =>
        {
            var found = await find(tx);
            return (found, found is null ? null : await members.Find(tx, found.Organisation, found.Agent), tx.Now);
        });
        if (session is null || !EntryRule.Admits(member, session.Account))
        {
            return null;
        }

        if (isUse && now - session.UsedAt > SessionStore.UseStep.TotalMilliseconds)
        {
            await NoteUse(tx => SessionStore.Use(tx, session.Id));
        }

        return CallerFor(member, session.Owner != 0, session.Id);
    }

    private async Task<StaffCaller?> ByKey(Func<IReadTx, Task<KeyRow?>> find, bool isUse)
    {
        var (key, member, now) = await storage.ReadInstallation(async tx =>
        {
            var found = await find(tx);
            return (found, found is null ? null : await members.Find(tx, found.Organisation, found.Agent), tx.Now);
        });
        if (key is null || !EntryRule.Admits(member, key.Account))
        {
            return null;
        }

        if (isUse && now - (key.UsedAt ?? 0) > SessionStore.UseStep.TotalMilliseconds)
        {
            await NoteUse(tx => KeyStore.Use(tx, key.Id));
        }

        return CallerFor(member, key.Owner != 0 && key.Installation != 0, session: null) with
        {
            Key = key.Id,
            Permissions = key.AllowedOf(member.Permissions),
        };
    }

    /// <summary>That a session was used is noted now and then. With the disk full it is noted another time: reading goes on.</summary>
    private async Task NoteUse<T>(Func<ITx, Task<T>> note)
    {
        try
        {
            await storage.WriteInstallation(note);
        }
        catch (Exception fault) when (fault is CannotWriteException or OutcomeUnknownException)
        {
            // The caller is known all the same.
        }
    }

    public static StaffCaller CallerFor(Member member, bool owner, Guid? session) => new()
    {
        Organisation = member.Organisation,
        Agent = member.Agent,
        Account = member.Account,
        Permissions = member.Permissions,
        InstallationOwner = owner,
        Session = session,
    };
}
