using Genkan.Agents;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary><c>/api/departments/{id}/routing</c>: how long a department's queue may grow, and where it overflows to.</summary>
internal sealed class DepartmentRoutingSettings(IStorage storage, RoutingStore store, Distribution distribution, IWorkforce workforce, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/departments/{department:guid}/routing", (Guid department, StaffCaller staff, DepartmentRoutingSettings settings) => settings.Show(staff, department))
            .ForStaff(Permission.SettingsManage);
        routes.MapPut("/api/departments/{department:guid}/routing", (Guid department, DepartmentRouting body, StaffCaller staff, DepartmentRoutingSettings settings) =>
            settings.Change(staff, department, body)).ForStaff(Permission.SettingsManage).Audited(AuditKinds.SettingsChanged);
    }

    private Task<DepartmentRouting> Show(StaffCaller staff, Guid department) => storage.Read(staff.Organisation, async tx =>
    {
        await RefuseUnlessThere(tx, department);
        return (await store.Departments(tx)).GetValueOrDefault(department, new DepartmentRouting());
    });

    private Task<DepartmentRouting> Change(StaffCaller staff, Guid department, DepartmentRouting wanted) => storage.Write(staff.Organisation, async tx =>
    {
        await distribution.Before(tx);
        var all = await RefuseUnlessThere(tx, department);
        var known = await store.Departments(tx);
        Check(department, wanted, all, known);
        var before = known.GetValueOrDefault(department, new DepartmentRouting());
        if (before != wanted)
        {
            await store.SetDepartment(tx, department, wanted);
            tx.Append(RoutingChanged.Of(staff, await store.Policy(tx)));
            await audit.Note(tx, new AuditNote(AuditKinds.SettingsChanged, AuditBy.Of(staff)) { Changes = AuditChange.Between(before, wanted) });
            await distribution.SettleChanged(tx);
        }

        return wanted;
    });

    private async Task<HashSet<Guid>> RefuseUnlessThere(IReadTx tx, Guid department)
    {
        var all = (await workforce.Departments(tx)).Select(d => d.Id).ToHashSet();
        return all.Contains(department) ? all : throw Refusal.NotFound();
    }

    /// <summary>What could not be, by field.</summary>
    public static void Check(Guid department, DepartmentRouting wanted, HashSet<Guid> all, IReadOnlyDictionary<Guid, DepartmentRouting> known)
    {
        var check = new FieldCheck();
        check.Range("queueLimit", wanted.QueueLimit ?? 1, 1, 9999);
        if (wanted.Overflow is { } other)
        {
            if (!all.Contains(other))
            {
                check.Wrong("overflow", "unknown");
            }
            else if (OverflowChain.LeadsTo(department, other, known))
            {
                check.Wrong("overflow", "circle");
            }
        }

        check.Done();
    }
}
