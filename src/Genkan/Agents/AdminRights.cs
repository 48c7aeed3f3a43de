using Genkan.Administration;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>Who may change whom.</summary>
internal static class AdminRights
{
    /// <summary>
    /// Asked again under the lock: of two admins who take each other's rights at the same moment the second has none left.
    /// And nobody gives, or touches, more than they hold: a member who may manage agents but not read conversations does
    /// not become one who may by changing a colleague's password.
    /// </summary>
    public static async Task MustStillCover(ITx tx, StaffCaller caller, params AgentRow[] others)
    {
        var mine = await AgentStore.Find(tx, caller.Agent);
        var held = mine is { DisabledAt: null } ? Roles.Read(mine.Permissions).ToHashSet() : [];
        if (caller.Key is not null)
        {
            // A key has a part of its maker's rights, and gives and touches no more than that part.
            held.IntersectWith(caller.Permissions);
        }

        if (!held.Contains(Permission.AgentsManage) || !others.All(o => Roles.Read(o.Permissions).IsSubsetOf(held)))
        {
            throw Refusal.NotAllowed();
        }
    }

    /// <summary>The last one who can let others in stays (count under the lock).</summary>
    public static async Task TheLastAdminStays(ITx tx, AgentRow before, AgentRow after)
    {
        if (before.IsKeeper && !after.IsKeeper && !await AgentStore.HasOtherKeepers(tx, before.Id))
        {
            throw Refusal.Conflict("last_admin");
        }
    }

    /// <summary>Who runs the installation is not shut out of it by an admin of one organisation.</summary>
    public static async Task TheInstallationsOwnerStays(ITx tx, IAccounts accounts, AgentRow before, AgentRow after)
    {
        var leaves = after.RemovedAt is not null || (after.DisabledAt is not null && before.DisabledAt is null);
        if (leaves && before.Account is { } account && await accounts.Find(tx, account) is { OwnsInstallation: true })
        {
            throw Refusal.NotAllowed();
        }
    }
}
