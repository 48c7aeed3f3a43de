using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Sites;

/// <summary>What other rooms and screens hear of sites: id and name, never the words and rules.</summary>
internal static class SiteEvents
{
    public static NewEvent Added(Actor by, SiteProfile site) => Of("site.added", by, new { site = new { site.Id, site.Name } });

    public static NewEvent Changed(StaffCaller by, SiteProfile site) => Of("site.changed", Actor.Agent(by.Agent), new { site = new { site.Id, site.Name } });

    public static NewEvent Removed(StaffCaller by, Guid site) => Of("site.removed", Actor.Agent(by.Agent), new { site });

    private static NewEvent Of(string kind, Actor by, object data) => new(kind, by, Audience.Agents, data);
}
