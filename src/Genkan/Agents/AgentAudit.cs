using Genkan.Audit;

namespace Genkan.Agents;

/// <summary>What the audit trail says of a member: every field an admin can set; what names a person is kept sealed.</summary>
internal static class AgentAudit
{
    private static readonly string[] Personal = ["name", "userName", "nickname", "email"];

    // Ids on the wire; the trail says the names, which outlive what they name.
    private static readonly string[] ByName = ["departments", "sites"];

    // Not set by anybody: made by the server, or the person's own doing from hour to hour.
    private static readonly string[] NoMatter = ["id", "status", "avatar", "removed", "invited", "createdAt", .. ByName];

    /// <param name="kind">What happened.</param>
    /// <param name="by">Who did it.</param>
    /// <param name="before">As it was; null for somebody new.</param>
    /// <param name="after">As it is; null for somebody removed.</param>
    /// <param name="known">Names of departments and sites, where these may have changed.</param>
    /// <param name="secrets">Secrets that were set: that, never what.</param>
    public static AuditNote Of(string kind, AuditBy by, AgentRow? before, AgentRow? after, Known? known = null, params string[] secrets) => new(kind, by)
    {
        Subject = (after ?? before)!.Id,
        Name = (after ?? before)!.Name,
        Changes =
        [
            .. AuditChange.Between(before?.Answer(), after?.Answer(), Personal, NoMatter),
            .. AuditChange.Between(known?.NamesOf(before), known?.NamesOf(after)),
            .. secrets.Select(AuditChange.OfSecret),
        ],
    };
}
