using Genkan.Doors;

namespace Genkan.Sites;

/// <summary>The sites that carry the widget: key, look, words, rules and counts.</summary>
public static class SitesModule
{
    /// <summary>Registers the room.</summary>
    public static void AddSites(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<SiteDirectory>();
        services.AddSingleton<ISiteNames, SiteNames>();
        services.AddSingleton<ISites>(s => s.GetRequiredService<SiteDirectory>());
        services.AddSingleton<ISiteOrigins>(s => s.GetRequiredService<SiteDirectory>());
        services.AddSingleton<AddSite>();
        services.AddSingleton<ChangeSite>();
        services.AddSingleton<RemoveSite>();
        services.AddSingleton<ReadSites>();
        services.AddSingleton<CountEntry>();
        services.AddSingleton<ReadEntries>();
    }

    /// <summary>Opens its doors.</summary>
    public static void MapSites(this IEndpointRouteBuilder routes)
    {
        ReadSites.Map(routes);
        AddSite.Map(routes);
        ChangeSite.Map(routes);
        RemoveSite.Map(routes);
        CountEntry.Map(routes);
        ReadEntries.Map(routes);
    }
}
