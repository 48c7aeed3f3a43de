using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record LookAtInvitationRequest(string? Token);

/// <param name="Organisation">Who invites.</param>
/// <param name="Name">The invited person.</param>
/// <param name="Email">The invited address.</param>
/// <param name="HasAccount">This address signs in here already: the page asks for that password instead of a new one.</param>
internal sealed record InvitationAnswer(string Organisation, string Name, string? Email, bool HasAccount);

/// <summary><c>POST /api/invitations/look</c>: what the page shows before the invited person decides. Looking changes nothing.</summary>
internal sealed class LookAtInvitation(IStorage storage, IMembers members, Accounts accounts, FailureLimit failures)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/invitations/look", (LookAtInvitationRequest request, HttpContext context, LookAtInvitation useCase) => useCase.Handle(context, request))
        .OpenToAnyone().At(Pace.SignIn).NotAudited("looking changes nothing");

    public static Refusal NoLongerGood() => new(404, "invitation_invalid");

    private async Task<IResult> Handle(HttpContext context, LookAtInvitationRequest request)
    {
        failures.RefuseWhenTooMany(context);
        var answer = await storage.ReadInstallation(async tx =>
        {
            var invitation = await Invitations.Find(tx, request.Token);
            var member = invitation is null ? null : await members.Find(tx, invitation.Organisation, invitation.Agent);
            if (member is not { Joined: false, Disabled: false })
            {
                return null;
            }

            var organisation = await Organisations.Find(tx, member.Organisation.Value);
            var account = await accounts.Find(tx, member.Account);
            return new InvitationAnswer(organisation!.Name, member.Name, member.Email, account!.HasPassword);
        });
        if (answer is null)
        {
            failures.Note(context);
            throw NoLongerGood();
        }

        return TypedResults.Json(answer, Wire.Json);
    }
}
