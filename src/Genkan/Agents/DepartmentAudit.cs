using Genkan.Audit;
using Genkan.Doors;

namespace Genkan.Agents;

/// <summary>What the audit trail says of a department.</summary>
internal static class DepartmentAudit
{
    private static readonly string[] NoMatter = ["id", "removed"];

    public static AuditNote Of(string kind, StaffCaller caller, DepartmentRow? before, DepartmentRow? after) => new(kind, AuditBy.Of(caller))
    {
        Subject = (after ?? before)!.Id,
        Name = (after ?? before)!.Name,
        Changes = AuditChange.Between(before?.Brief(), after?.Brief(), but: NoMatter),
    };

    /// <param name="caller">Who removed it.</param>
    /// <param name="department">What was removed.</param>
    /// <param name="people">How many were in it.</param>
    /// <param name="other">Where they went; null where they just left.</param>
    public static AuditNote Removed(StaffCaller caller, DepartmentRow department, int people, DepartmentRow? other)
    {
        var note = Of(AuditKinds.DepartmentRemoved, caller, department, null);
        return people == 0 && other is null ? note : note with
        {
            Changes = [.. note.Changes, new AuditChange("people", people, null), new AuditChange("moveTo", null, other?.Name)],
        };
    }
}
