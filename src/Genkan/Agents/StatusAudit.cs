using Genkan.Audit;
using Genkan.Doors;

namespace Genkan.Agents;

/// <summary>What the audit trail says of a status: what it lets through.</summary>
internal static class StatusAudit
{
    private static readonly string[] NoMatter = ["key"];

    public static AuditNote Of(string kind, StaffCaller caller, StatusRow? before, StatusRow? after) => new(kind, AuditBy.Of(caller))
    {
        Subject = Guid.TryParse((after ?? before)!.Key, out var id) ? id : null,
        Name = (after ?? before)!.Name ?? (after ?? before)!.Key,
        Changes = AuditChange.Between(before?.Brief(), after?.Brief(), but: NoMatter),
    };
}
