using Genkan.Audit;
using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>Settings of this room.</summary>
/// <param name="AnsweredBy"><c>agents</c>: everybody who holds the right; <c>admins</c>: of those the admins alone.</param>
internal sealed record LeftMessageSettingsBody(string? AnsweredBy);

/// <summary><c>/api/settings/leftmessages</c>: who answers what was left (CF-24).</summary>
internal sealed class LeftMessageSettings(IStorage storage, IAudit audit)
{
    public const string Admins = "admins";
    public const string Agents = "agents";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/settings/leftmessages", (StaffCaller caller, LeftMessageSettings settings) => settings.Show(caller)).ForStaff(Permission.SettingsManage);
        routes.MapPut("/api/settings/leftmessages", (LeftMessageSettingsBody body, StaffCaller caller, LeftMessageSettings settings) => settings.Change(caller, body))
            .ForStaff(Permission.SettingsManage).Audited(AuditKinds.SettingsChanged);
    }

    private Task<LeftMessageSettingsBody> Show(StaffCaller caller) =>
        storage.Read(caller.Organisation, async tx => new LeftMessageSettingsBody(await LeftMessageStore.AnsweredBy(tx)));

    private Task<LeftMessageSettingsBody> Change(StaffCaller caller, LeftMessageSettingsBody wanted)
    {
        if (wanted.AnsweredBy is not (Admins or Agents))
        {
            throw Refusal.Invalid("answeredBy", wanted.AnsweredBy is null ? "required" : "one_of");
        }

        return storage.Write(caller.Organisation, async tx =>
        {
            var before = new LeftMessageSettingsBody(await LeftMessageStore.AnsweredBy(tx));
            if (before != wanted)
            {
                await LeftMessageStore.SetAnsweredBy(tx, wanted.AnsweredBy);
                tx.Append(new NewEvent(ConversationSettingsChanged.Kind, Actor.Agent(caller.Agent), Audience.Agents, new { leftMessagesBy = wanted.AnsweredBy }));
                await audit.Note(tx, new AuditNote(AuditKinds.SettingsChanged, AuditBy.Of(caller)) { Changes = AuditChange.Between(before, wanted) });
            }

            return wanted;
        });
    }
}
