using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

internal sealed record AgentSettingsRequest(string? InitialStatus);

internal sealed record AgentSettingsAnswer(AgentStatus InitialStatus);

/// <summary><c>/api/settings/agents</c>: the status after sign-in when none is chosen (ST-10).</summary>
internal static class AgentSettings
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/settings/agents", Show).ForStaff(Permission.SettingsManage);
        routes.MapPut("/api/settings/agents", Change).ForStaff(Permission.SettingsManage).Audited(AuditKinds.SettingsChanged);
    }

    public static Task Begin(ITx tx) => tx.Run(
        "INSERT INTO agents_settings (organisation, initial_status) VALUES (@organisation, @status)",
        new { organisation = tx.Organisation, status = AgentStatus.Away.Name() });

    public static async Task<AgentStatus> InitialStatus(IReadTx tx) => AgentStatuses.Parse(await tx.One<string>(
        "SELECT initial_status FROM agents_settings WHERE organisation = @organisation", new { organisation = tx.Organisation }) ?? "away");

    private static async Task<IResult> Show(StaffCaller caller, IStorage storage) =>
        TypedResults.Json(new AgentSettingsAnswer(await storage.Read(caller.Organisation, InitialStatus)), Wire.Json);

    private static async Task<IResult> Change(AgentSettingsRequest request, StaffCaller caller, IStorage storage, IAudit audit)
    {
        if (!AgentStatuses.TryParse(request.InitialStatus, out var status))
        {
            throw Refusal.Invalid("initialStatus", request.InitialStatus is null ? "required" : "one_of");
        }

        await storage.Write(caller.Organisation, async tx =>
        {
            var before = await InitialStatus(tx);
            if (before != status)
            {
                await tx.Run(
                    "UPDATE agents_settings SET initial_status = @status WHERE organisation = @organisation",
                    new { organisation = tx.Organisation, status = status.Name() });
                var changes = AuditChange.Between(new AgentSettingsAnswer(before), new AgentSettingsAnswer(status));
                await audit.Note(tx, new AuditNote(AuditKinds.SettingsChanged, AuditBy.Of(caller)) { Changes = changes });
            }

            return status;
        });
        return TypedResults.Json(new AgentSettingsAnswer(status), Wire.Json);
    }
}
