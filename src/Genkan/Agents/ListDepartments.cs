using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

internal sealed record DepartmentList(IReadOnlyList<DepartmentBrief> Items);

/// <summary><c>GET /api/departments</c>: the larger order number first (AD-18).</summary>
internal static class ListDepartments
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/departments", List).ForStaff();

    private static Task<DepartmentList> List(StaffCaller caller, IStorage storage, IWorkforce workforce) =>
        storage.Read(caller.Organisation, async tx => new DepartmentList(await workforce.Departments(tx)));
}
