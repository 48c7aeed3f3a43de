using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>How conversations are distributed changed.</summary>
public sealed record RoutingChanged(DeskRouting Routing)
{
    /// <summary>Its kind.</summary>
    public const string Kind = "routing.changed";

    internal static NewEvent Of(StaffCaller staff, RoutingPolicy policy) => new(Kind, Actor.Agent(staff.Agent), Audience.Agents, new RoutingChanged(RoutingOnDesk.Of(policy)));
}
