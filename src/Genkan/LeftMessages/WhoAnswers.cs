using Genkan.Agents;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>
/// Who may answer what was left (OM-10, CF-24): who holds the right to, and where the organisation lets admins alone answer,
/// admins who hold it. Asked in the unit of the deed, so that a change counts at once.
/// </summary>
internal sealed class WhoAnswers(IAgents agents)
{
    /// <exception cref="Refusal"><c>not_allowed</c>, <c>answered_by_admins</c>.</exception>
    public async Task MustBeOne(IReadTx tx, StaffCaller caller)
    {
        // The answer shows the message: who may not read one does not get it this way.
        if (!caller.May(Permission.LeftMessagesRead))
        {
            throw Refusal.NotAllowed();
        }

        if (await LeftMessageStore.AnsweredBy(tx) == LeftMessageSettings.Admins && !await agents.IsAdmin(tx, caller.Agent))
        {
            throw new Refusal(StatusCodes.Status403Forbidden, "answered_by_admins");
        }
    }
}
