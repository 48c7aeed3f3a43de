using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>What a desk must know of the distribution.</summary>
internal sealed class RoutingOnDesk(RoutingStore store) : IDeskPart
{
    public async Task Fill(Desk desk, IReadTx tx, StaffCaller staff) => desk.Routing = Of(await store.Policy(tx));

    public static DeskRouting Of(RoutingPolicy policy) => new(policy.Chat, policy.TransferList);
}
