using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record DeviceSignInRequest(string? Status, bool? Automatic);

internal sealed record RememberedPerson(string Name, string? Email, string Organisation, bool Automatic);

internal sealed record RememberedAnswer(RememberedPerson? Person);

/// <summary>
/// <c>/api/session/device</c>: a remembered browser (ST-03). <c>GET</c> who it remembers, <c>POST</c> signs in without the
/// password, <c>DELETE</c> forgets. <c>automatic</c> is the start of the page (ST-04): it opens only where that was ticked and
/// nobody signed out by hand since.
/// </summary>
internal sealed class SignInByDevice(IStorage storage, IMembers members, Devices devices, Entrance entrance, SignOut signOut, FailureLimit failures)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/session/device", (HttpContext context, SignInByDevice useCase) => useCase.Show(context)).OpenToAnyone();
        routes.MapPost("/api/session/device", (DeviceSignInRequest request, HttpContext context, SignInByDevice useCase) => useCase.Handle(context, request)).OpenToAnyone().At(Pace.SignIn)
            .Audited(AuditKinds.SessionBegun, AuditKinds.SessionEnded);
        routes.MapDelete("/api/session/device", (HttpContext context, SignInByDevice useCase) => useCase.Forget(context)).OpenToAnyone()
            .NotAudited("takes away a convenience of this browser, and no sign-in");
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var person = await storage.ReadInstallation(async tx =>
        {
            if (await devices.Find(tx, context) is not { Standing: not DeviceStanding.Old } device || await MemberOf(tx, device.Row) is not { } member)
            {
                return null;
            }

            var organisation = await Organisations.Find(tx, device.Row.Organisation.Value);
            return new RememberedPerson(member.Name, member.Email, organisation!.Name, device.Row is { Automatic: not 0, Paused: 0 });
        });
        return TypedResults.Json(new RememberedAnswer(person), Wire.Json);
    }

    private async Task<IResult> Handle(HttpContext context, DeviceSignInRequest request)
    {
        failures.RefuseWhenTooMany(context);
        if (request.Status is not null && !members.MayBeStatus(request.Status))
        {
            throw Refusal.Invalid("status", "one_of");
        }

        var device = await storage.ReadInstallation(tx => devices.Find(tx, context)) ?? throw Unknown(context);
        if (device.Standing == DeviceStanding.Old)
        {
            await EndStolen(device.Row);
            throw Unknown(context);
        }

        if (request.Automatic == true && device.Row is not { Automatic: not 0, Paused: 0 })
        {
            throw new Refusal(401, "device_unknown");
        }

        var member = await storage.ReadInstallation(tx => MemberOf(tx, device.Row)) ?? throw Unknown(context);
        var wish = new EntryWish { Status = request.Status ?? device.Row.Status, Remember = true, Automatic = device.Row.Automatic != 0 };
        var proof = device.Row.Second != 0 ? EntryProof.DeviceWithCode : EntryProof.Device;
        return TypedResults.Json(await entrance.Enter(context, member, wish, proof), Wire.Json);
    }

    private async Task<IResult> Forget(HttpContext context)
    {
        if (await storage.ReadInstallation(tx => devices.Find(tx, context)) is { Standing: not DeviceStanding.Old } device)
        {
            await storage.WriteInstallation(tx => Devices.End(tx, device.Row.Account, device.Row.Id));
        }

        DeviceCookie.TakeAway(context);
        return TypedResults.NoContent();
    }

    private async Task<Member?> MemberOf(IReadTx tx, DeviceRow device)
    {
        var member = await members.Find(tx, device.Organisation, device.Agent);
        return EntryRule.Admits(member, device.Account) ? member : null;
    }

    /// <summary>A token that was replaced comes back: one of the two who had it is a thief, so both lose it, and what they opened with it.</summary>
    private async Task EndStolen(DeviceRow device)
    {
        await storage.WriteInstallation(tx => Devices.End(tx, device.Account, device.Id));
        foreach (var session in await storage.ReadInstallation(tx => SessionStore.OfDevice(tx, device.Account, device.Id, null)))
        {
            await signOut.End(session.Organisation, session.Agent, session.Id, AuditBy.System);
        }
    }

    private static Refusal Unknown(HttpContext context)
    {
        DeviceCookie.TakeAway(context);
        return new Refusal(401, "device_unknown");
    }
}
