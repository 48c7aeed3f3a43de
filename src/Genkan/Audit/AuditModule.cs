namespace Genkan.Audit;

/// <summary>Who changed what, kept so that tampering shows.</summary>
public static class AuditModule
{
    /// <summary>Registers the room.</summary>
    public static void AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditAnchors>();
        services.AddSingleton<TrailCheck>().AddSingleton<IAuditChecks>(s => s.GetRequiredService<TrailCheck>());
        services.AddSingleton<IAudit, AuditTrail>();
        services.AddSingleton<ReadAudit>();
        services.AddHostedService<AnchorHourly>();
    }

    /// <summary>Opens its doors.</summary>
    public static void MapAudit(this IEndpointRouteBuilder routes) => ReadAudit.Map(routes);
}
