using Genkan.Storage;

namespace Genkan.Audit;

/// <summary>What of a trail is asked for.</summary>
internal sealed record AuditFilter(string? Kind, Guid? Actor, Guid? Subject, long From, long Until, long Below);

/// <summary>This room's SQL. Entries are added, never changed and never deleted; the database refuses it too (see the migration).</summary>
internal static class AuditStore
{
    private const string Columns = "organisation, seq, id, at, kind, actor_type, actor_id, api_key, subject, said, personal, personal_hash, mac";

    /// <summary>Takes the next number and locks the trail to the end of the unit; answers the mac of the entry before.</summary>
    public static async Task<AuditHead> Next(ITx tx, OrganisationId organisation) => (await tx.One<AuditHead>(
        """
        INSERT INTO audit_heads (organisation, seq, mac) VALUES (@organisation, 1, '')
        ON CONFLICT (organisation) DO UPDATE SET seq = audit_heads.seq + 1 RETURNING seq, mac
        """,
        new { organisation }))!;

    public static async Task Add(ITx tx, AuditRow row)
    {
        await tx.Run(
            $"""
            INSERT INTO audit_entries ({Columns})
            VALUES (@Organisation, @Seq, @Id, @At, @Kind, @ActorType, @ActorId, @ApiKey, @Subject, @Said, @Personal, @PersonalHash, @Mac)
            """,
            row);
        await tx.Run("UPDATE audit_heads SET mac = @Mac WHERE organisation = @Organisation", row);
    }

    public static async Task<AuditHead> Head(IReadTx tx, OrganisationId organisation) =>
        await tx.One<AuditHead>("SELECT seq, mac FROM audit_heads WHERE organisation = @organisation", new { organisation }) ?? new AuditHead();

    public static Task<IReadOnlyList<AuditRow>> After(IReadTx tx, OrganisationId organisation, long seq, int limit) => tx.All<AuditRow>(
        $"SELECT {Columns} FROM audit_entries WHERE organisation = @organisation AND seq > @seq ORDER BY seq LIMIT @limit",
        new { organisation, seq, limit });

    /// <summary>Newest first.</summary>
    public static Task<IReadOnlyList<AuditRow>> Page(IReadTx tx, AuditFilter filter, int limit) => tx.All<AuditRow>(
        $"""
        SELECT {Columns} FROM audit_entries
        WHERE organisation = @organisation AND seq < @Below AND at >= @From AND at < @Until {Clauses(filter)}
        ORDER BY seq DESC LIMIT @limit
        """,
        new { organisation = tx.Organisation, filter.Below, filter.From, filter.Until, filter.Kind, area = filter.Kind + ".%", filter.Actor, filter.Subject, limit });

    public static Task<IReadOnlyList<OrganisationId>> Organisations(IReadTx tx) => tx.All<OrganisationId>("SELECT organisation FROM audit_heads");

    /// <summary>A kind, or all of an area: <c>agent</c> stands for <c>agent.added</c>, <c>agent.changed</c>…</summary>
    private static string Clauses(AuditFilter filter) =>
        (filter.Kind is null ? "" : "AND (kind = @Kind OR kind LIKE @area) ")
        + (filter.Actor is null ? "" : "AND actor_id = @Actor ")
        + (filter.Subject is null ? "" : "AND subject = @Subject ");
}

internal sealed record AuditHead
{
    public long Seq { get; init; }
    public string Mac { get; init; } = "";
}
