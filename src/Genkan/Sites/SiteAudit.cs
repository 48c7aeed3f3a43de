using Genkan.Audit;
using Genkan.Doors;

namespace Genkan.Sites;

/// <summary>What the audit trail says of a site: what an admin can set.</summary>
internal static class SiteAudit
{
    private static readonly string[] MadeByUs = ["id", "key", "embedCode", "chatUrl", "createdAt"];

    public static AuditNote Of(string kind, StaffCaller caller, SiteProfile? before, SiteProfile? after, PublicAddress address) => new(kind, AuditBy.Of(caller))
    {
        Subject = (after ?? before)!.Id,
        Name = (after ?? before)!.Name,
        Changes = AuditChange.Between(
            before is null ? null : SiteAnswer.Of(before, address), after is null ? null : SiteAnswer.Of(after, address), but: MadeByUs),
    };
}
