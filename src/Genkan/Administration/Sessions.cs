using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>Begins sign-ins and shows them.</summary>
internal sealed class Sessions(IStorage storage, IMembers members, Devices devices, Places places, SignOut signOut, IAudit audit) : ISessions
{
    /// <summary>Signs in who has just come to be a member, with nothing further to show.</summary>
    public Task<SessionAnswer> Begin(HttpContext context, Member member, string? status) =>
        Begin(context, member, new EntryWish { Status = status }, EntryProof.Password);

    /// <summary>Signs the member in: session, cookie, remembered browser, status, history. Refuses where the membership ended since it was looked at.</summary>
    public async Task<SessionAnswer> Begin(HttpContext context, Member member, EntryWish wish, EntryProof proof)
    {
        var client = ClientName.Of(context);
        var begun = await storage.Write(member.Organisation, async tx =>
        {
            await members.BeforeComingOrGoing(tx);
            var still = await members.Find(tx, member.Organisation, member.Agent);
            if (!EntryRule.Admits(still, member.Account))
            {
                throw SignIn.Failed();
            }

            var device = await Remember(tx, context, member, wish, proof, client);
            var (id, secret) = await SessionStore.Begin(tx, member, proof, device.Id, client);
            await members.SignedIn(tx, member.Agent, wish.Status);
            await places.Remember(tx, context, member.Account);
            var owner = await Installation.IsOwnedBy(tx, member.Account);
            await audit.Note(tx, new AuditNote(AuditKinds.SessionBegun, AuditBy.Of(context, member.Agent)) { Subject = member.Agent });
            return new Begun(id, secret, owner, device);
        });
        SessionCookie.Give(context, begun.Token);
        GiveDevice(context, begun.Device);
        members.Seen(member.Organisation, member.Agent);
        await EndReplaced(member, begun);
        return await Show(StaffCredentials.CallerFor(member, begun.Owner, begun.Id));
    }

    /// <summary>
    /// A browser that signs in by its own token keeps its place and gets the next token. One that signs in otherwise is remembered
    /// anew, where that is wished, and what it was before ends; a colleague's on the same machine is left alone.
    /// </summary>
    private async Task<DeviceChange> Remember(ITx tx, HttpContext context, Member member, EntryWish wish, EntryProof proof, ClientName client)
    {
        var present = await devices.Find(tx, context);
        if (proof is EntryProof.Device or EntryProof.DeviceWithCode && present is not null)
        {
            var next = await devices.Rotate(tx, present, wish.Status, client);
            return new DeviceChange(present.Row.Id, next, Replaces: next is null ? null : present.Row.Id);
        }

        var ends = present is not null && (wish.Remember || present.Row.Agent == member.Agent);
        if (ends)
        {
            await Devices.End(tx, present!.Row.Account, present.Row.Id);
        }

        if (!wish.Remember)
        {
            return new DeviceChange(null, null, TakeAway: ends);
        }

        var (id, token) = await devices.Make(tx, member, wish, proof is EntryProof.Code or EntryProof.Passkey, client);
        return new DeviceChange(id, token);
    }

    private static void GiveDevice(HttpContext context, DeviceChange device)
    {
        if (device.Token is { } token)
        {
            DeviceCookie.Give(context, token);
        }
        else if (device.TakeAway)
        {
            DeviceCookie.TakeAway(context);
        }
    }

    /// <summary>The browser was closed and has come back: the sign-in it had before has nobody any more.</summary>
    private async Task EndReplaced(Member member, Begun begun)
    {
        if (begun.Device.Replaces is not { } device)
        {
            return;
        }

        foreach (var before in await storage.ReadInstallation(tx => SessionStore.OfDevice(tx, member.Account, device, begun.Id)))
        {
            await signOut.End(before.Organisation, before.Agent, before.Id, AuditBy.System);
        }
    }

    public Task<SessionAnswer> Show(StaffCaller caller) => storage.Read(caller.Organisation, async tx =>
    {
        var member = await members.Find(tx, caller.Organisation, caller.Agent) ?? throw new Refusal(401, "not_signed_in");
        return new SessionAnswer(
            await members.Show(tx, caller.Agent),
            await Organisations.Show(tx),
            [.. member.Permissions.Where(p => caller.Key is null || caller.May(p)).Select(p => p.Name()).Order(StringComparer.Ordinal)],
            caller.InstallationOwner,
            member.Language,
            member.Sound,
            await tx.Head(),
            storage.Epoch);
    });

    private sealed record Begun(Guid Id, string Token, bool Owner, DeviceChange Device);

    /// <param name="Id">The remembered browser the sign-in belongs to.</param>
    /// <param name="Token">Its new token.</param>
    /// <param name="TakeAway">It is to be remembered no longer.</param>
    /// <param name="Replaces">Whose earlier sign-ins end.</param>
    private sealed record DeviceChange(Guid? Id, string? Token, bool TakeAway = false, Guid? Replaces = null);
}
