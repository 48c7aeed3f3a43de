using System.Security.Cryptography;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Genkan.Agents;

/// <summary>Pictures of agents: one's own by <c>/api/me/avatar</c>, anybody's by who may manage agents, seen at <c>/avatars/…</c>.</summary>
internal sealed class Avatars(IStorage storage, ISeal seal, IAudit audit)
{
    /// <summary>A face at twice the largest size shown, in any of the three formats.</summary>
    public const int Largest = 256 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        // One byte more than allowed may come in, so that "too large" is our own answer and not a cut connection.
        var size = new RequestSizeLimitAttribute(Largest + 1);
        routes.MapPut("/api/me/avatar", (StaffCaller caller, HttpContext context, Avatars useCase) => useCase.Put(context, caller, caller.Agent))
            .ForStaff().WithMetadata(size).Audited(AuditKinds.AgentChanged);
        routes.MapPut("/api/agents/{id:guid}/avatar", (Guid id, StaffCaller caller, HttpContext context, Avatars useCase) => useCase.Put(context, caller, id))
            .ForStaff(Permission.AgentsManage).WithMetadata(size).Audited(AuditKinds.AgentChanged);
        routes.MapDelete("/api/me/avatar", (StaffCaller caller, Avatars useCase) => useCase.Remove(caller, caller.Agent)).ForStaff().Audited(AuditKinds.AgentChanged);
        routes.MapDelete("/api/agents/{id:guid}/avatar", (Guid id, StaffCaller caller, Avatars useCase) => useCase.Remove(caller, id)).ForStaff(Permission.AgentsManage)
            .Audited(AuditKinds.AgentChanged);
        routes.MapGet("/avatars/{agent:guid}/{version}", (Guid agent, string version, HttpContext context, Avatars useCase) => useCase.Show(context, agent, version))
            .OpenToAnyone();
    }

    private async Task<IResult> Put(HttpContext context, StaffCaller caller, Guid agent)
    {
        var claimed = context.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        if (claimed is not ("image/png" or "image/jpeg" or "image/webp"))
        {
            throw new Refusal(415, "unsupported_media");
        }

        var bytes = await Read(context.Request);
        // What it is, is said by its first bytes: it is served under that name, whatever the sender called it.
        var type = TypeOf(bytes) ?? throw Refusal.Invalid("avatar", "not_image");
        var version = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var after = await Change(caller, agent, version, tx => tx.Run(
            """
            INSERT INTO agents_avatars (agent, organisation, version, type, bytes) VALUES (@agent, @organisation, @version, @type, @bytes)
            ON CONFLICT (agent) DO UPDATE SET version = @version, type = @type, bytes = @bytes
            """,
            new { agent, organisation = tx.Organisation, version, type, bytes = tx.Seal.CloseBytes(PlaceOf(tx.Organisation, agent), bytes) }));
        return TypedResults.Json(after.Answer(), Wire.Json);
    }

    private async Task<IResult> Remove(StaffCaller caller, Guid agent)
    {
        var after = await Change(caller, agent, null, tx => tx.Run(
            "DELETE FROM agents_avatars WHERE organisation = @organisation AND agent = @agent", new { organisation = tx.Organisation, agent }));
        return TypedResults.Json(after.Answer(), Wire.Json);
    }

    /// <summary>Visitors see pictures too, so the address opens to all; its version is random and cannot be guessed.</summary>
    private async Task<IResult> Show(HttpContext context, Guid agent, string version)
    {
        var picture = await storage.ReadInstallation(tx => tx.One<Picture>(
            """
            -- any organisation: the random version is the key, and visitors have no organisation of their own
            SELECT organisation, type, bytes FROM agents_avatars WHERE agent = @agent AND version = @version
            """,
            new { agent, version }))
            ?? throw Refusal.NotFound();
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return TypedResults.Bytes(seal.OpenBytes(PlaceOf(picture.Organisation, agent), picture.Bytes), picture.Type, entityTag: new EntityTagHeaderValue($"\"{version}\""));
    }

    private Task<AgentRow> Change(StaffCaller caller, Guid agent, string? version, Func<ITx, Task> store) => storage.Write(caller.Organisation, async tx =>
    {
        var before = await AgentStore.FindToChange(tx, agent) ?? throw Refusal.NotFound();
        if (agent != caller.Agent)
        {
            await AdminRights.MustStillCover(tx, caller, before);
        }

        var after = before with { Avatar = version };
        await store(tx);
        if (after != before)
        {
            await AgentStore.Update(tx, after);
            tx.Append(AgentEvents.Changed(Actor.Agent(caller.Agent), after));
            await audit.Note(tx, AgentAudit.Of(AuditKinds.AgentChanged, AuditBy.Of(caller), before, after, null, "avatar"));
        }

        return after;
    });

    private static async Task<byte[]> Read(HttpRequest request)
    {
        if (request.ContentLength > Largest)
        {
            throw new Refusal(413, "too_large");
        }

        var buffer = new byte[Largest + 1];
        var read = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return read > Largest ? throw new Refusal(413, "too_large") : buffer[..read];
    }

    private static string? TypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : null;

    private static SealedPlace PlaceOf(OrganisationId organisation, Guid agent) => new("agents_avatars.bytes", organisation, agent);

    private sealed record Picture
    {
        public OrganisationId Organisation { get; init; }
        public string Type { get; init; } = "";
        public byte[] Bytes { get; init; } = [];
    }
}
