using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record SecondFactorAnswer(bool On, long? Since, long RecoveryCodesLeft, bool Required);

internal sealed record SignInAnswer(
    Guid Id, string Organisation, string? Browser, string? System, string? Address, string? How, long CreatedAt, long UsedAt, bool Current, bool Remembered, bool Automatic);

internal sealed record SecurityAnswer(SecondFactorAnswer SecondFactor, IReadOnlyList<PasskeyAnswer> Passkeys, IReadOnlyList<SignInAnswer> Sessions, IReadOnlyList<SignInAnswer> Devices);

/// <summary>
/// <c>GET /api/me/security</c>: how one signs in, and where one is signed in now; <c>/api/me/sessions</c>, <c>/api/me/devices</c>:
/// ending it there. A sign-in that ends takes its remembered browser with it, or it would be back a moment later.
/// </summary>
internal sealed class MySecurity(IStorage storage, IMembers members, SignOut signOut)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/me/security", (StaffCaller caller, MySecurity useCase) => useCase.Show(caller)).ForStaff();
        routes.MapDelete("/api/me/sessions", (StaffCaller caller, MySecurity useCase) => useCase.EndOthers(caller)).ForStaff().Audited(AuditKinds.SessionEnded);
        routes.MapDelete("/api/me/sessions/{id:guid}", (Guid id, StaffCaller caller, MySecurity useCase) => useCase.End(caller, id)).ForStaff().Audited(AuditKinds.SessionEnded);
        routes.MapDelete("/api/me/devices/{id:guid}", (Guid id, StaffCaller caller, MySecurity useCase) => useCase.Forget(caller, id)).ForStaff()
            .NotAudited("takes away a convenience of one's own, and no sign-in");
    }

    private async Task<IResult> Show(StaffCaller caller)
    {
        var session = Freshness.SignedIn(caller);
        return TypedResults.Json(await storage.ReadInstallation(async tx => new SecurityAnswer(
            await FactorOf(tx, caller.Account),
            [.. (await PasskeyStore.Of(tx, caller.Account)).Select(p => p.Answer())],
            await SignIns.Sessions(tx, await SessionStore.OthersOf(tx, caller.Account, null), session),
            await SignIns.Devices(tx, await Devices.OfAccount(tx, caller.Account), await SessionStore.OthersOf(tx, caller.Account, null)))), Wire.Json);
    }

    private async Task<SecondFactorAnswer> FactorOf(IReadTx tx, Guid account)
    {
        var required = false;
        foreach (var membership in await members.OfAccount(tx, account))
        {
            required = required || await SecuritySettings.SecondFactorRequired(tx, membership.Organisation);
        }

        var since = (await SecondFactors.Find(tx, account))?.ConfirmedAt;
        return new SecondFactorAnswer(since is not null, since, since is null ? 0 : await RecoveryCodes.LeftOf(tx, account), required);
    }

    private async Task<IResult> End(StaffCaller caller, Guid id)
    {
        Freshness.SignedIn(caller);
        var all = await storage.ReadInstallation(tx => SessionStore.OthersOf(tx, caller.Account, null));
        await End(caller, all.FirstOrDefault(s => s.Id == id) ?? throw Refusal.NotFound());
        return TypedResults.NoContent();
    }

    private async Task<IResult> EndOthers(StaffCaller caller)
    {
        var session = Freshness.SignedIn(caller);
        var others = await storage.WriteInstallation(async tx =>
        {
            await Devices.EndOthers(tx, caller.Account, await SessionStore.DeviceOf(tx, caller));
            return await SessionStore.OthersOf(tx, caller.Account, session);
        });
        foreach (var other in others)
        {
            await signOut.End(other.Organisation, other.Agent, other.Id, AuditBy.Of(caller));
        }

        return TypedResults.NoContent();
    }

    private async Task<IResult> Forget(StaffCaller caller, Guid id)
    {
        Freshness.SignedIn(caller);
        var ended = await storage.WriteInstallation(tx => Devices.End(tx, caller.Account, id));
        return ended > 0 ? TypedResults.NoContent() : throw Refusal.NotFound();
    }

    private async Task End(StaffCaller caller, SessionRow session)
    {
        if (session.Device is { } device)
        {
            await storage.WriteInstallation(tx => Devices.End(tx, caller.Account, device));
        }

        await signOut.End(session.Organisation, session.Agent, session.Id, AuditBy.Of(caller));
    }
}
