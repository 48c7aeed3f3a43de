using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>This room's settings: is the preview of unsent text shown to the agent (RT-08)?</summary>
internal sealed class ConversationSettings(IStorage storage, ConversationStore store, TypingBoard typing, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/settings/conversations", (StaffCaller staff, ConversationSettings settings) => settings.Show(staff)).ForStaff(Permission.SettingsManage);
        routes.MapPut("/api/settings/conversations", (ConversationSettingsBody body, StaffCaller staff, ConversationSettings settings) => settings.Change(staff, body)).ForStaff(Permission.SettingsManage)
            .Audited(AuditKinds.SettingsChanged);
    }

    private Task<ConversationSettingsBody> Show(StaffCaller staff) =>
        storage.Read(staff.Organisation, async tx => new ConversationSettingsBody(await store.TypingPreview(tx)));

    private async Task<ConversationSettingsBody> Change(StaffCaller staff, ConversationSettingsBody body)
    {
        var on = body.TypingPreview ?? throw Refusal.Invalid("typingPreview", "required");
        var now = await storage.Write(staff.Organisation, async tx =>
        {
            var before = new ConversationSettingsBody(await store.TypingPreview(tx));
            await store.SetTypingPreview(tx, on);
            tx.Append(new NewEvent(ConversationSettingsChanged.Kind, Actor.Agent(staff.Agent), Audience.Agents, new ConversationSettingsChanged(on)));
            var after = new ConversationSettingsBody(on);
            if (after != before)
            {
                await audit.Note(tx, new AuditNote(AuditKinds.SettingsChanged, AuditBy.Of(staff)) { Changes = AuditChange.Between(before, after) });
            }

            return after;
        });
        if (!on)
        {
            await typing.ForgetTexts(staff.Organisation);
        }

        return now;
    }
}

/// <summary>Settings of the talk.</summary>
public sealed record ConversationSettingsBody(bool? TypingPreview);
