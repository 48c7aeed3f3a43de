using Genkan.Agents;
using Genkan.Doors;
using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>Filled by upper rooms: further members of the desk's snapshot.</summary>
public interface IDeskPart
{
    /// <summary>Adds its members, read on the same snapshot.</summary>
    Task Fill(Desk desk, IReadTx tx, StaffCaller staff);
}

/// <summary>Everything the desk shows, read on one snapshot: from here on the stream keeps it current.</summary>
internal sealed class ShowDesk(IStorage storage, ConversationStore store, IAgents agents, IWorkforce workforce, ISites sites, IEnumerable<IDeskPart> parts)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/desk", (StaffCaller staff, ShowDesk show) => show.Handle(staff)).ForStaff();

    private Task<Desk> Handle(StaffCaller staff) => storage.Read(staff.Organisation, async tx =>
    {
        var chats = staff.May(Permission.ConversationsChat);
        var desk = new Desk
        {
            Seq = await tx.Head(),
            Epoch = storage.Epoch,
            Waiting = chats ? [.. (await store.WaitingOnes(tx)).Select(ConversationRow.Of)] : [],
            Mine = chats ? [.. (await store.OpenOf(tx, staff.Agent)).Select(ConversationRow.Of)] : [],
            Agents = await agents.AllEver(tx),
            Departments = await workforce.DepartmentsEver(tx),
            Statuses = await workforce.Statuses(tx),
            Sites = await sites.All(tx),
            TypingPreview = await store.TypingPreview(tx),
        };
        foreach (var part in parts)
        {
            await part.Fill(desk, tx, staff);
        }

        return desk;
    });
}

/// <summary>Snapshot of a desk.</summary>
public sealed record Desk
{
    /// <summary>Read at this seq; the stream goes on from here.</summary>
    public required long Seq { get; init; }

    /// <summary>Of this life of the database.</summary>
    public required string Epoch { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<ConversationRow> Waiting { get; init; }

    /// <summary>The member's own that are not closed.</summary>
    public required IReadOnlyList<ConversationRow> Mine { get; init; }

    /// <summary>Colleagues, also former ones: their names stand above what they wrote.</summary>
    public required IReadOnlyList<AgentBrief> Agents { get; init; }

    /// <summary>Departments in their order, also removed ones.</summary>
    public required IReadOnlyList<DepartmentBrief> Departments { get; init; }

    /// <summary>What one can stand on, and what each lets through.</summary>
    public required IReadOnlyList<StatusBrief> Statuses { get; init; }

    /// <summary>Sites.</summary>
    public required IReadOnlyList<SiteBrief> Sites { get; init; }

    /// <summary>Is the preview of unsent text shown (RT-08)?</summary>
    public required bool TypingPreview { get; init; }

    /// <summary>How conversations come.</summary>
    public DeskRouting Routing { get; set; } = new("automatic", "tree");

    /// <summary>Messages left while nobody was there that nobody has dealt with.</summary>
    public long LeftMessagesOpen { get; set; }

    /// <summary>Who answers them: <c>agents</c> or <c>admins</c>.</summary>
    public string LeftMessagesBy { get; set; } = "agents";
}

/// <summary>What a desk must know of the distribution.</summary>
/// <param name="Chat"><c>automatic</c> or <c>pool</c> (Q-01).</param>
/// <param name="TransferList"><c>tree</c> by department or <c>plain</c> (CF-28).</param>
public sealed record DeskRouting(string Chat, string TransferList);
