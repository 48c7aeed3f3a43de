using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>How many messages nobody has answered or dealt with, on the desk of those who may read them; and who answers them.</summary>
internal sealed class OpenOnDesk : IDeskPart
{
    public async Task Fill(Desk desk, IReadTx tx, StaffCaller staff)
    {
        desk.LeftMessagesBy = await LeftMessageStore.AnsweredBy(tx);
        if (staff.May(Permission.LeftMessagesRead))
        {
            desk.LeftMessagesOpen = await LeftMessageStore.OpenCount(tx);
        }
    }
}
