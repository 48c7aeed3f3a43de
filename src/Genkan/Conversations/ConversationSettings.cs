using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>This room's settings: is the preview of unsent text shown to the agent (RT-08), and when does silence close a talk (CF-12)?</summary>
internal sealed class ConversationSettings(IStorage storage, ConversationStore store, TypingBoard typing, IAudit audit)
{
    /// <summary>A day, in minutes.</summary>
    private const long LongestSilence = 1440;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/settings/conversations", (StaffCaller staff, ConversationSettings settings) => settings.Show(staff)).ForStaff(Permission.SettingsManage);
        routes.MapPut("/api/settings/conversations", (ConversationSettingsBody body, StaffCaller staff, ConversationSettings settings) => settings.Change(staff, body)).ForStaff(Permission.SettingsManage)
            .Audited(AuditKinds.SettingsChanged);
    }

    private Task<ConversationSettingsBody> Show(StaffCaller staff) => storage.Read(staff.Organisation, Now);

    private async Task<ConversationSettingsBody> Now(IReadTx tx) => new(await store.TypingPreview(tx), await store.SilenceMinutes(tx));

    private async Task<ConversationSettingsBody> Change(StaffCaller staff, ConversationSettingsBody body)
    {
        var check = new FieldCheck();
        check.Range("silenceMinutes", body.SilenceMinutes ?? 0, 0, LongestSilence);
        if (body is { TypingPreview: null, SilenceMinutes: null })
        {
            check.Wrong("typingPreview", "required");
        }

        check.Done();
        var now = await storage.Write(staff.Organisation, async tx =>
        {
            var before = await Now(tx);
            var on = body.TypingPreview ?? before.TypingPreview!.Value;
            var after = new ConversationSettingsBody(on, body.SilenceMinutes ?? before.SilenceMinutes);
            await store.SetSettings(tx, on, after.SilenceMinutes!.Value);
            tx.Append(new NewEvent(ConversationSettingsChanged.Kind, Actor.Agent(staff.Agent), Audience.Agents, new ConversationSettingsChanged(on)));
            if (after != before)
            {
                await audit.Note(tx, new AuditNote(AuditKinds.SettingsChanged, AuditBy.Of(staff)) { Changes = AuditChange.Between(before, after) });
            }

            return after;
        });
        if (now.TypingPreview == false)
        {
            await typing.ForgetTexts(staff.Organisation);
        }

        return now;
    }
}

/// <summary>Settings of the talk.</summary>
/// <param name="TypingPreview">RT-08; absent leaves it as it is.</param>
/// <param name="SilenceMinutes">A conversation is closed after the visitor's silence (G-09): 1 to 1,440 minutes, 0 for never; absent leaves it as it is.</param>
public sealed record ConversationSettingsBody(bool? TypingPreview, long? SilenceMinutes = null);
