using Genkan.Administration;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary><c>POST /api/agents/{id}/invitation</c>: a fresh link for who has not come yet; the earlier ones end.</summary>
internal sealed class InviteAgain(IStorage storage, IInvitations invitations, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/agents/{id:guid}/invitation", (Guid id, StaffCaller caller, HttpContext context, InviteAgain useCase) => useCase.Handle(context, caller, id))
        .ForStaff(Permission.AgentsManage).Audited(AuditKinds.AgentInvited);

    private async Task<IResult> Handle(HttpContext context, StaffCaller caller, Guid id)
    {
        var invitation = await storage.Write(caller.Organisation, async tx =>
        {
            await AgentStore.Lock(tx);
            var agent = await AgentStore.Find(tx, id) ?? throw Refusal.NotFound();
            await AdminRights.MustStillCover(tx, caller, agent);
            if (agent.JoinedAt is not null)
            {
                throw Refusal.Conflict("already_joined");
            }

            var made = await invitations.Invite(tx, id, caller.Agent, only: true);
            await audit.Note(tx, new AuditNote(AuditKinds.AgentInvited, AuditBy.Of(caller)) { Subject = id, Name = agent.Name });
            return made;
        });
        return TypedResults.Json(invitations.LinkOf(invitation, context.Request), Wire.Json, statusCode: StatusCodes.Status201Created);
    }
}
