using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>Who is behind a cookie or an API key. Both doors ask the same: the membership as it is now.</summary>
internal sealed class StaffCredentials(IStorage storage, IMembers members, CredentialCache cache) : IStaffCredentials
{
    public string? CookieOf(HttpContext context) => SessionCookie.Read(context);

    public Task<StaffCaller?> FindByCookie(string cookie) => Find(cookie, BySession);

    public Task<StaffCaller?> FindByKey(string key) =>
        ApiKeys.LooksLikeOne(key) ? Find(key, ByKey) : Task.FromResult<StaffCaller?>(null);

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

    private async Task<StaffCaller?> BySession(string hash)
    {
        var (session, member, now) = await storage.ReadInstallation(async tx =>
        {
            var found = await SessionStore.Find(tx, hash);
            return (found, found is null ? null : await members.Find(tx, found.Organisation, found.Agent), tx.Now);
        });
        if (session is null || member is not { MayEnter: true } || member.Account != session.Account)
        {
            return null;
        }

        if (now - session.UsedAt > SessionStore.UseStep.TotalMilliseconds)
        {
            await storage.WriteInstallation(tx => SessionStore.Use(tx, session.Id));
        }

        return CallerFor(member, session.Owner != 0, session.Id);
    }

    private async Task<StaffCaller?> ByKey(string hash)
    {
        var (key, member, now) = await storage.ReadInstallation(async tx =>
        {
            var found = await ApiKeys.Find(tx, hash);
            return (found, found is null ? null : await members.Find(tx, found.Organisation, found.Agent), tx.Now);
        });
        if (key is null || member is not { MayEnter: true } || member.Account != key.Account)
        {
            return null;
        }

        if (now - (key.UsedAt ?? 0) > SessionStore.UseStep.TotalMilliseconds)
        {
            await storage.WriteInstallation(tx => ApiKeys.Use(tx, key.Id));
        }

        return CallerFor(member, key.Owner != 0, session: null);
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
