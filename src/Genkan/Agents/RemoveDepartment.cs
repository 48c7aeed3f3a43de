using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>
/// <c>DELETE /api/departments/{id}?moveTo=</c>: one with people in it, or that something refers to, goes only when it is said where
/// they go (AD-17): another department's id, or <c>none</c>, with which people just leave it.
/// </summary>
internal sealed class RemoveDepartment(IStorage storage, WorkforceNews news, IEnumerable<IDepartmentUse> uses, IAudit audit)
{
    private const string NoOther = "none";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/departments/{id:guid}", (Guid id, string? moveTo, StaffCaller caller, RemoveDepartment useCase) => useCase.Handle(caller, id, moveTo))
        .ForStaff(Permission.AgentsManage).Audited(AuditKinds.DepartmentRemoved);

    private async Task<IResult> Handle(StaffCaller caller, Guid id, string? moveTo)
    {
        await storage.Write(caller.Organisation, tx => Remove(tx, caller, id, moveTo));
        return TypedResults.NoContent();
    }

    private async Task<bool> Remove(ITx tx, StaffCaller caller, Guid id, string? moveTo)
    {
        await news.Before(tx);
        await AgentStore.Lock(tx);
        await AdminRights.MustStillCover(tx, caller);
        var department = await DepartmentStore.FindEvenRemoved(tx, id) ?? throw Refusal.NotFound();
        if (department.RemovedAt is not null)
        {
            // A repeat: done is done.
            return false;
        }

        var other = await OtherOf(tx, id, moveTo);
        var people = (await AgentStore.All(tx)).Where(a => a.IsIn(id)).ToArray();
        await RefuseWhileInUse(tx, id, people.Length, toOther: other is not null, toNone: moveTo == NoOther);
        await MovePeople(tx, caller, people, id, other?.Id);
        if (other is not null)
        {
            foreach (var use in uses)
            {
                await use.Move(tx, id, other.Id);
            }
        }

        await DepartmentStore.Update(tx, department with { RemovedAt = tx.Now });
        tx.Append(AgentEvents.DepartmentRemoved(caller, id));
        await news.After(tx);
        await audit.Note(tx, DepartmentAudit.Removed(caller, department, people.Length, other));
        return true;
    }

    private static async Task<DepartmentRow?> OtherOf(ITx tx, Guid id, string? moveTo)
    {
        if (string.IsNullOrEmpty(moveTo) || moveTo == NoOther)
        {
            return null;
        }

        var other = Guid.TryParse(moveTo, out var named) && named != id ? await DepartmentStore.Find(tx, named) : null;
        return other ?? throw Refusal.Invalid("moveTo", "department_unknown");
    }

    /// <summary>People can do without a department; what else refers to one needs another.</summary>
    private async Task RefuseWhileInUse(ITx tx, Guid id, long people, bool toOther, bool toNone)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["people"] = people };
        foreach (var use in uses)
        {
            counts[use.Kind] = await use.Count(tx, id);
        }

        var left = counts.Where(c => c.Value > 0 && !(toNone && c.Key == "people")).ToArray();
        if (left.Length > 0 && !toOther)
        {
            throw Refusal.Conflict("department_in_use", new Dictionary<string, object?>(StringComparer.Ordinal) { ["uses"] = counts });
        }
    }

    private static async Task MovePeople(ITx tx, StaffCaller caller, IEnumerable<AgentRow> people, Guid from, Guid? to)
    {
        foreach (var person in people)
        {
            var before = (await AgentStore.FindToChange(tx, person.Id))!;
            var after = before with { Departments = IdList.Write(before.DepartmentIds.Where(d => d != from).Concat(to is { } other ? [other] : [])) };
            await AgentStore.Update(tx, after);
            tx.Append(AgentEvents.Changed(Actor.Agent(caller.Agent), after));
        }
    }
}
