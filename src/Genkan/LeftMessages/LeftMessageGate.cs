using Genkan.Doors;
using Genkan.Live;
using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>Only who may read left messages hears of them.</summary>
internal sealed class LeftMessageGate : IStreamGate
{
    public void Note(JournalEvent happened)
    {
    }

    public ValueTask<bool> MayHear(StaffCaller agent, JournalEvent happened) => ValueTask.FromResult(
        !happened.Kind.StartsWith(LeftMessageEvents.Prefix, StringComparison.Ordinal) || agent.May(Permission.LeftMessagesRead));
}
