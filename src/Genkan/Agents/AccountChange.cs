using Genkan.Administration;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>
/// What an admin may do to the account behind a member. An account that is used elsewhere too (another organisation, the
/// installation) is its owner's alone: or an admin here could open a door there.
/// </summary>
internal sealed class AccountChange(IAccounts accounts, StaffCaller caller)
{
    /// <param name="tx">The unit.</param>
    /// <param name="before">As it was.</param>
    /// <param name="after">As wanted, mail address included.</param>
    /// <param name="hash">Of a new password, or null.</param>
    public async Task<AgentRow> Apply(ITx tx, AgentRow before, AgentRow after, string? hash)
    {
        if (after.Email != before.Email)
        {
            after = before.JoinedAt is null ? await InviteElsewhere(tx, before, after) : await MoveAddress(tx, before, after);
        }

        return hash is null ? after : await GivePassword(tx, after, hash);
    }

    private async Task<AgentRow> MoveAddress(ITx tx, AgentRow before, AgentRow after)
    {
        await RefuseUsedElsewhere(tx, before, "email");
        await accounts.SetEmail(tx, before.Account!.Value, after.Email);
        return after;
    }

    /// <summary>Who was invited has no say yet: the invitation goes to the other address, and the old link ends.</summary>
    private async Task<AgentRow> InviteElsewhere(ITx tx, AgentRow before, AgentRow after)
    {
        if (after.Email is null)
        {
            throw Refusal.Invalid("email", "required");
        }

        var known = await accounts.FindByEmail(tx, after.Email);
        if (known is not null && known.Id != before.Account && await AgentStore.FindByAccount(tx, known.Id) is not null)
        {
            throw Refusal.Invalid("email", "email_taken");
        }

        await accounts.EndKeysAndInvitations(tx, before.Organisation, before.Id);
        var moved = after with { Account = known?.Id ?? await accounts.Make(tx, after.Email, null) };
        await AgentStore.Update(tx, moved);
        await DropIfUnused(tx, before.Account);
        return moved;
    }

    private async Task<AgentRow> GivePassword(ITx tx, AgentRow agent, string hash)
    {
        await RefuseUsedElsewhere(tx, agent, "password");
        await accounts.SetPassword(tx, agent.Account!.Value, hash);
        if (agent.JoinedAt is null)
        {
            await accounts.EndKeysAndInvitations(tx, agent.Organisation, agent.Id);
        }

        return agent with { JoinedAt = agent.JoinedAt ?? tx.Now };
    }

    private async Task RefuseUsedElsewhere(ITx tx, AgentRow agent, string field)
    {
        var account = (await accounts.Find(tx, agent.Account!.Value))!;
        var elsewhere = (await AgentStore.OfAccount(tx, account.Id)).Any(m => m.Organisation != agent.Organisation);
        var invitedWithPassword = agent.JoinedAt is null && account.HasPassword;
        if (elsewhere || invitedWithPassword || (account.OwnsInstallation && caller.Account != account.Id))
        {
            throw Refusal.Invalid(field, "account_elsewhere");
        }
    }

    /// <summary>Nobody's any more: the mail address is free, and nothing personal stays behind.</summary>
    public async Task DropIfUnused(ITx tx, Guid? account)
    {
        if (account is { } id && (await AgentStore.OfAccount(tx, id)).Count == 0 && await accounts.Find(tx, id) is { OwnsInstallation: false })
        {
            await accounts.Drop(tx, id);
        }
    }
}
