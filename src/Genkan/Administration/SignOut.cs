using Genkan.Audit;
using Genkan.Doors;
using Genkan.Live;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary><c>DELETE /api/session</c>: ends this sign-in and its streams; with the last one the member goes offline.</summary>
internal sealed class SignOut(IStorage storage, IMembers members, CredentialCache cache, ILive live, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/session", (StaffCaller caller, HttpContext context, SignOut useCase) => useCase.Handle(caller, context))
        .ForStaff().Audited(AuditKinds.SessionEnded);

    private async Task<IResult> Handle(StaffCaller caller, HttpContext context)
    {
        // A program with a key has no sign-in to end.
        var session = caller.Session ?? throw Refusal.NotAllowed();
        await storage.Write(caller.Organisation, async tx =>
        {
            // Who signs out by hand is not signed in again by the next page that opens.
            if (await SessionStore.DeviceOf(tx, caller) is { } device)
            {
                await Devices.Pause(tx, device);
            }

            return true;
        });
        await End(caller.Organisation, caller.Agent, session, AuditBy.Of(caller));
        SessionCookie.TakeAway(context);
        return TypedResults.NoContent();
    }

    /// <param name="organisation">Where.</param>
    /// <param name="agent">Whose.</param>
    /// <param name="session">Which.</param>
    /// <param name="by">Who ends it: the member, or the server when it lapsed.</param>
    public async Task End(OrganisationId organisation, Guid agent, Guid session, AuditBy by)
    {
        await storage.Write(organisation, async tx =>
        {
            await members.BeforeComingOrGoing(tx);
            var (ended, last) = await SessionStore.End(tx, agent, session);
            if (ended)
            {
                await members.SignedOut(tx, agent, last);
                await audit.Note(tx, new AuditNote(AuditKinds.SessionEnded, by) { Subject = agent });
            }

            return ended;
        });
        cache.Forget();
        live.CloseAgent(organisation, agent, session, "signed_out");
    }
}
