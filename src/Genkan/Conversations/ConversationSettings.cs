using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>This room's settings: is the preview of unsent text shown to the agent (RT-08)?</summary>
internal sealed class ConversationSettings(IStorage storage, ConversationStore store, TypingBoard typing)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/settings/conversations", (StaffCaller staff, ConversationSettings settings) => settings.Show(staff)).ForStaff(Permission.SettingsManage);
        routes.MapPut("/api/settings/conversations", (ConversationSettingsBody body, StaffCaller staff, ConversationSettings settings) => settings.Change(staff, body)).ForStaff(Permission.SettingsManage);
    }

    private Task<ConversationSettingsBody> Show(StaffCaller staff) =>
        storage.Read(staff.Organisation, async tx => new ConversationSettingsBody(await store.TypingPreview(tx)));

    private async Task<ConversationSettingsBody> Change(StaffCaller staff, ConversationSettingsBody body)
    {
        var on = body.TypingPreview ?? throw Refusal.Invalid("typingPreview", "required");
        var now = await storage.Write(staff.Organisation, async tx =>
        {
            await store.SetTypingPreview(tx, on);
            tx.Append(new NewEvent(ConversationSettingsChanged.Kind, Actor.Agent(staff.Agent), Audience.Agents, new ConversationSettingsChanged(on)));
            return new ConversationSettingsBody(on);
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
