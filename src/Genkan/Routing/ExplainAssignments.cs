using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary><c>GET /api/conversations/{id}/assignments</c>: through whose hands it went, and why theirs ("Why Ada?").</summary>
internal sealed class ExplainAssignments(IStorage storage, RoutingStore store, IOwnership ownership, VisitorRegions regions)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/conversations/{conversation:guid}/assignments", (Guid conversation, StaffCaller staff, ExplainAssignments explain) => explain.Handle(staff, conversation))
        .ForStaff();

    private Task<AssignmentsAnswer> Handle(StaffCaller staff, Guid conversation) => storage.Read(staff.Organisation, async tx =>
        await ownership.Look(tx, conversation) is { } found && MayRead(staff, found)
            ? Worded(await store.Assignments(tx, conversation))
            : throw Refusal.NotFound());

    private AssignmentsAnswer Worded(IReadOnlyList<AssignmentAnswer> items) =>
        new(items, regions.Names(items.SelectMany(item => item.Reasons?.Regions ?? [])));

    private static bool MayRead(StaffCaller staff, HeldOne found) =>
        staff.May(Permission.ConversationsAll) || (staff.May(Permission.ConversationsChat) && (found.Agent == staff.Agent || found.IsWaiting));
}

/// <summary>The earliest first.</summary>
/// <param name="Items">Each change of hands.</param>
/// <param name="Regions">What the regions in the reasons are called, by code and language.</param>
public sealed record AssignmentsAnswer(IReadOnlyList<AssignmentAnswer> Items, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Regions);
