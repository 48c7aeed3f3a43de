using Genkan.Doors;
using Genkan.Live;
using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>Only who may read left messages hears of them.</summary>
internal sealed class LeftMessageGate : IStreamGate
{
    public bool Guards(JournalEvent happened) => happened.Kind.StartsWith(LeftMessageEvents.Prefix, StringComparison.Ordinal);

    public void Note(JournalEvent happened)
    {
    }

    public ValueTask<bool> MayHear(StaffCaller agent, JournalEvent happened) => ValueTask.FromResult(agent.May(Permission.LeftMessagesRead));
}
