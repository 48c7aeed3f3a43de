using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

internal sealed record AgentSettingsRequest(string? InitialStatus);

internal sealed record AgentSettingsAnswer(string InitialStatus);

/// <summary><c>/api/settings/agents</c>: the status after sign-in when none is chosen: a fixed one, or the one the agent last stood on (ST-10, CF-08).</summary>
internal static class AgentSettings
{
    /// <summary>Instead of a status' key: the one the agent stood on before going offline, else away.</summary>
    private const string Last = "last";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/settings/agents", Show).ForStaff(Permission.SettingsManage);
        routes.MapPut("/api/settings/agents", Change).ForStaff(Permission.SettingsManage).Audited(AuditKinds.SettingsChanged);
    }

    public static async Task Begin(ITx tx)
    {
        await Set(tx, "INSERT INTO agents_settings (organisation, initial_status) VALUES (@organisation, @status)", AgentStatus.Away);
        await StatusStore.Begin(tx);
    }

    /// <summary>Where this agent stands after a sign-in at which nothing was chosen.</summary>
    public static async Task<string> InitialStatus(ITx tx, Guid agent)
    {
        var set = await InitialStatus(tx);
        var wanted = set == Last ? await AgentStore.LastStatus(tx, agent) : set;
        return (await StatusStore.FindToStandOn(tx, wanted))?.Key ?? AgentStatus.Away;
    }

    /// <summary>A status that is removed is nobody's first any more.</summary>
    public static Task Forget(ITx tx, string status) => tx.Run(
        "UPDATE agents_settings SET initial_status = @away WHERE organisation = @organisation AND initial_status = @status",
        new { organisation = tx.Organisation, status, away = AgentStatus.Away });

    private static async Task<string> InitialStatus(IReadTx tx) => await tx.One<string>(
        "SELECT initial_status FROM agents_settings WHERE organisation = @organisation", new { organisation = tx.Organisation }) ?? AgentStatus.Away;

    private static Task<int> Set(ITx tx, string sql, string status) => tx.Run(sql, new { organisation = tx.Organisation, status });

    private static async Task<IResult> Show(StaffCaller caller, IStorage storage) =>
        TypedResults.Json(new AgentSettingsAnswer(await storage.Read(caller.Organisation, InitialStatus)), Wire.Json);

    private static async Task<IResult> Change(AgentSettingsRequest request, StaffCaller caller, IStorage storage, IAudit audit)
    {
        var status = request.InitialStatus ?? throw Refusal.Invalid("initialStatus", "required");
        await storage.Write(caller.Organisation, async tx =>
        {
            await AgentStore.Lock(tx);
            if (status != Last && await StatusStore.Find(tx, status) is null)
            {
                throw Refusal.Invalid("initialStatus", "one_of");
            }

            var before = await InitialStatus(tx);
            if (before != status)
            {
                await Set(tx, "UPDATE agents_settings SET initial_status = @status WHERE organisation = @organisation", status);
                var changes = AuditChange.Between(new AgentSettingsAnswer(before), new AgentSettingsAnswer(status));
                await audit.Note(tx, new AuditNote(AuditKinds.SettingsChanged, AuditBy.Of(caller)) { Changes = changes });
            }

            return status;
        });
        return TypedResults.Json(new AgentSettingsAnswer(status), Wire.Json);
    }
}
